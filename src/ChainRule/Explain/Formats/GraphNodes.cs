using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>A node of a drawn graph: a value, or the op that made it.</summary>
/// <param name="Id">The same whenever the graph is the same.</param>
/// <param name="Name">The value's name, or the op's sign.</param>
/// <param name="Data">The value; empty for an op.</param>
/// <param name="Gradient">∂output/∂value; empty where none arrives.</param>
/// <param name="Role">What kind of node it is.</param>
internal sealed record GraphNode(string Id, string Name, string Data, string Gradient, GraphRole Role);

/// <summary>What a node of a drawn graph stands for.</summary>
internal enum GraphRole
{
    /// <summary>A leaf or a number.</summary>
    Leaf,

    /// <summary>What is differentiated by.</summary>
    Parameter,

    /// <summary>What an op has made.</summary>
    Result,

    /// <summary>An op.</summary>
    Op,
}

/// <summary>The expression as nodes and arrows to draw: values and ops by turns.</summary>
internal sealed class GraphNodes
{
    private const int ResultsDescribed = 12;

    private readonly Explanation explanation;
    private readonly Derivation derivation;
    private readonly RowFormulas formulas;
    private readonly Dictionary<Tensor, string> ids = [];

    public GraphNodes(Explanation explanation)
    {
        (this.explanation, derivation) = (explanation, explanation.Derivation);
        formulas = new(derivation, FormulaNotation.Pretty);
        foreach (var tensor in derivation.Tensors) ids[tensor] = $"v{ids.Count}";
    }

    public IEnumerable<GraphNode> Nodes() => derivation.Tensors.SelectMany(NodesOf);

    public IEnumerable<(string From, string To)> Arrows() =>
        derivation.Results.SelectMany(
            result => result.Inputs.Select(input => (ids[input], OpId(result))).Append((OpId(result), ids[result])));

    /// <summary>The graph in a sentence or two, for those who do not see it.</summary>
    public string Description()
    {
        var results = ChainText.Short(derivation.Results, ResultsDescribed, FormulaNotation.Pretty.Ellipsis, Sentence);
        var gradients = derivation.Wrt.Select(wrt => $"{formulas.Gradient(wrt)} = {Value(explanation.GradientOf(wrt))}");
        return $"{string.Join(", ", results)}. {string.Join(", ", gradients)}.";
    }

    public string Title() =>
        $"How {string.Join(", ", derivation.Wrt.Select(formulas.Gradient))} {(derivation.Wrt.Count == 1 ? "comes" : "come")} about";

    private IEnumerable<GraphNode> NodesOf(Tensor tensor)
    {
        if (tensor.Inputs.Length > 0) yield return new(OpId(tensor), SignOf(tensor.Op), "", "", GraphRole.Op);
        var name = derivation.Names.Has(tensor) ? formulas.Name(tensor) : "";
        var gradient = derivation.IsReached(tensor) ? Value(explanation.GradientOf(tensor)) : "";
        var role = tensor.Inputs.Length > 0 ? GraphRole.Result : derivation.Wrt.Contains(tensor) ? GraphRole.Parameter : GraphRole.Leaf;
        yield return new(ids[tensor], name, Value(explanation.ValueOf(tensor)), gradient, role);
    }

    private string Sentence(Tensor result) => $"{formulas.Name(result)} = {Value(explanation.ValueOf(result))}";

    private static string Value(TensorData data) => FormulaNotation.Pretty.Value(data);

    private string OpId(Tensor result) => $"{ids[result]}_op";

    private static string SignOf(Op op) => op.Notation switch
    {
        Notation.Infix infix => TextNotation.Sign(infix.Symbol),
        Notation.Prefix => "−",
        Notation.Suffix suffix => suffix.Symbol,
        Notation.Function function => function.Name,
        _ => op.Info.Name,
    };
}
