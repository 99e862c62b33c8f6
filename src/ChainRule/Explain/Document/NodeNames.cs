using ChainRule.Formulas;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>
/// A name for every tensor that an explanation speaks of: the user's own, and v1, v2, … for results between, so that each is
/// written once and the whole stays as long as the graph is large. Unnamed numbers have none; they stand for themselves.
/// </summary>
public sealed class NodeNames
{
    private readonly Dictionary<Tensor, string> names = [];
    private readonly Dictionary<Tensor, string> boardNames = [];
    private readonly HashSet<string> taken = [];
    private readonly Tensor output;
    private int results, leaves;

    internal NodeNames(IReadOnlyList<Tensor> tensors, Tensor output)
    {
        this.output = output;
        foreach (var tensor in tensors)
            if (tensor.Name is { } name) names[tensor] = Unused(TokenText.Name(name));
        if (output.Name is null) names[output] = Unused(taken.Contains("L") ? "out" : "L");
        foreach (var tensor in tensors)
            if (!names.ContainsKey(tensor) && !IsNumber(tensor)) names[tensor] = Next(tensor);
    }

    /// <summary>The tensor's name; it is unique.</summary>
    /// <exception cref="KeyNotFoundException">It has none: it is an unnamed number or no part of the expression.</exception>
    public string this[Tensor tensor] => names[tensor];

    /// <summary>The names of all tensors that an output is made of.</summary>
    public static NodeNames Of(Tensor output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new(TopologicalOrder.Of(output), output);
    }

    /// <summary>Whether a tensor has a name.</summary>
    public bool Has(Tensor tensor) => names.ContainsKey(tensor);

    /// <summary>The name that a whiteboard has room for: the output <c>loss</c> is L there.</summary>
    internal string Short(Tensor tensor) =>
        ReferenceEquals(tensor, output) && names[tensor] == "loss" && !taken.Contains("L") ? "L" : names[tensor];

    /// <summary>The name as on a whiteboard: ŷ, v₁.</summary>
    internal string OnBoard(Tensor tensor) =>
        boardNames.TryGetValue(tensor, out var known) ? known : boardNames[tensor] = FormulaNotation.Pretty.Name(Short(tensor));

    private static bool IsNumber(Tensor tensor) => tensor.Op is LiteralOp || tensor is Constant { Shape.Size: 1 };

    private string Next(Tensor tensor)
    {
        var letter = tensor switch { Parameter => "p", Input => "x", Leaf => "c", _ => "v" };
        while (true)
        {
            var name = $"{letter}{(letter == "v" ? ++results : ++leaves)}";
            if (taken.Add(name)) return name;
        }
    }

    private string Unused(string name)
    {
        var unused = name;
        for (var i = 2; !taken.Add(unused); i++) unused = $"{name}_{i}";
        return unused;
    }
}
