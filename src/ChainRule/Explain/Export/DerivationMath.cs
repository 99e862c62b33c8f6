using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>
/// The derivation as lines of mathematics in a markup: the forward pass, the local derivatives, their products, the chain rule.
/// </summary>
internal sealed class DerivationMath(Explanation explanation, Markup markup)
{
    private readonly Derivation derivation = explanation.Derivation;
    private readonly RowWriter writer = new(explanation.Derivation, markup);
    private readonly ILookup<Tensor, Edge> intoGradient = explanation.Derivation.Edges.ToLookup(edge => edge.From);
    private readonly ChainPaths? paths = explanation.Derivation.IsScalar ? new ChainPaths(explanation.Derivation) : null;

    public IReadOnlyList<MathBlock> Blocks() =>
    [
        new("Forward", Role.Forward, [.. derivation.Results.Select(Forward)]),
        new("Local derivatives", Role.Local, [.. derivation.Edges.Select(Local)]),
        new("Upstream × local", Role.Chain, [.. derivation.Edges.Select(Product)]),
        new("Chain rule", Role.Chain, [.. derivation.Wrt.Zip(explanation.Parameters, Chain).SelectMany(rows => rows)]),
    ];

    private MathRow Forward(Tensor result) =>
        Row(writer.Name(result), writer.Expression(result), writer.Substituted(result), Value(derivation.Value(result)));

    private MathRow Local(Edge edge)
    {
        var name = writer.Partial(edge.Of, edge.From);
        return edge.Local is { } local
            ? Row(name, writer.Formula(edge), writer.SubstitutedFormula(edge), Value(derivation.Value(local)))
            : new(name, "=", [], edge.Step.Rule);
    }

    private MathRow Product(Edge edge)
    {
        var product = derivation.IsScalar
            ? Times([Value(derivation.Value(edge.Step.Upstream)), markup.Factor(derivation.Value(edge.Local!).Item())])
            : writer.Product(edge);
        return new(writer.Partial(derivation.Output, edge.From), intoGradient[edge.From].Skip(1).Any() ? "+=" : "=",
            [product, Value(derivation.Contribution(edge))]);
    }

    private IEnumerable<MathRow> Chain(Tensor wrt, ParameterRow parameter)
    {
        var (name, gradient) = (writer.Partial(derivation.Output, wrt), Value(parameter.Gradient));
        var shown = paths is null ? [] : paths.From(wrt).Take(ChainText.PathsShown).ToList();
        if (shown is [{ Length: > 1 } only] && parameter.Paths.Count == 1) return [Row(name, [.. Path(only), gradient])];
        if (parameter.Paths.Count < 2) return [Row(name, gradient)];
        var all = parameter.Paths.Count + parameter.MorePaths;
        return [.. shown.Select((path, i) => PathRow(path, i + 1)), Row(name, Sum(shown, all > shown.Count), gradient)];
    }

    private MathRow PathRow(Edge[] path, int number) =>
        Row(markup.Text($"path {number}"), [.. Path(path), markup.Number(paths!.Product(path)).Text]);

    /// <summary>The derivatives along a path, the output's first, and their numbers.</summary>
    private IEnumerable<string> Path(Edge[] path)
    {
        Edge[] back = [.. path.Reverse()];
        var ellipsis = markup.Sign("⋯");
        yield return Times(ChainText.Short(back, ChainText.FactorsShown, ellipsis, edge => writer.Partial(edge.Of, edge.From)));
        yield return Times(ChainText.Short(back, ChainText.FactorsShown, ellipsis, edge => markup.Factor(paths!.Factor(edge))));
    }

    private string Sum(List<Edge[]> shown, bool hasMore)
    {
        var terms = shown.Select(path => markup.Factor(paths!.Product(path)));
        return string.Join(markup.Sign("+"), hasMore ? terms.Append(markup.Sign("⋯")) : terms);
    }

    private string Times(IEnumerable<string> factors) => string.Join(markup.Sign("·"), factors);

    private string Value(TensorData data) => writer.Value(data);

    /// <summary>A line without the sides that only repeat the one before.</summary>
    private static MathRow Row(string left, params string[] sides) =>
        new(left, "=", [.. sides.Where((side, i) => i == 0 || side != sides[i - 1])]);
}
