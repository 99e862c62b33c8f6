namespace ChainRule.Explanations;

/// <summary>One column of an explanation: forward, local, or upstream × local.</summary>
internal sealed record PassBlock(string Title, Role Role, List<string> Lines);

/// <summary>
/// Writes the forward pass, the local derivatives and the products. Line by line they belong together: a result stands in the
/// line of its first derivative, and further derivatives of it stand in lines where the first column is empty.
/// </summary>
internal sealed class PassesText(Derivation derivation, Style style)
{
    private readonly RowWriter writer = new(derivation, style);
    private readonly ILookup<Tensor, Edge> edges = derivation.Edges.ToLookup(edge => edge.Of);
    private readonly ILookup<Tensor, Edge> intoGradient = derivation.Edges.ToLookup(edge => edge.From);

    public IReadOnlyList<PassBlock> Blocks()
    {
        var forward = new TextTable([" = ", " = ", " = "], derivation.IsScalar ? [3] : []);
        var local = new TextTable([" = ", " "]);
        var product = new TextTable([" ", " "]);
        foreach (var result in derivation.Results)
        {
            forward.Add(Forward(result));
            var steps = edges[result].ToList();
            for (var i = 1; i < steps.Count; i++) forward.Add();
            foreach (var step in steps)
            {
                local.Add(Local(step));
                product.Add(Product(step));
            }
            if (steps.Count > 0) continue;
            local.Add();
            product.Add();
        }
        return
        [
            new("forward", Role.Forward, forward.Lines()),
            new("local", Role.Local, local.Lines()),
            new($"upstream {(style.Unicode ? "×" : "*")} local", Role.Chain, product.Lines()),
        ];
    }

    /// <summary>Name, formula, numbers put in (or nothing, where they say no more), value.</summary>
    public string[] Forward(Tensor result)
    {
        var (formula, numbers, value) = (writer.Expression(result), writer.Substituted(result), Value(result));
        return [derivation.Names.In(style, result), formula, numbers == formula ? "" : numbers, value];
    }

    /// <summary>∂of/∂from, its formula, and the rest: numbers put in, value, what is constant.</summary>
    public string[] Local(Edge edge)
    {
        var name = derivation.Names.Partial(style, edge.Of, edge.From);
        if (edge.Local is not { } local) return [name, style.Unicode ? "—" : "-", $"({style.Sentence(edge.Of.Op.Info.Reason)})"];
        var formula = writer.Formula(edge);
        var rest = new List<string>();
        var (numbers, value) = (writer.SubstitutedFormula(edge), Value(local));
        if (numbers != formula && numbers != value) rest.Add($"= {numbers}");
        if (value != formula) rest.Add($"= {value}");
        if (Absent(edge, local) is { Count: > 0 } absent) rest.Add($"({string.Join(", ", absent)})");
        return rest.Count == 0 ? [name, formula] : [name, formula, string.Join(' ', rest)];
    }

    /// <summary>The operands that do not change and have no part in the local derivative.</summary>
    private List<string> Absent(Edge edge, Tensor local) =>
        [.. edge.Of.Inputs.Where((t, i) => i != edge.Step.Input && IsConstant(t) && !derivation.Mentions(local, t)).Distinct()
            .Select(t => $"{derivation.Names.In(style, t)} constant")];

    private bool IsConstant(Tensor tensor) => tensor is Leaf { Name: not null } && !derivation.Wrt.Contains(tensor);

    /// <summary>∂output/∂from, = or +=, and upstream × local with its value.</summary>
    public string[] Product(Edge edge)
    {
        var name = derivation.Names.Partial(style, derivation.Output, edge.From);
        var becomes = intoGradient[edge.From].Count() > 1 ? "+=" : "=";
        var product = derivation.IsScalar
            ? $"{style.Number(derivation.Value(edge.Step.Upstream).Item())}{style.Times}{style.Factor(derivation.Value(edge.Local!).Item())}"
            : writer.Product(edge);
        return [name, becomes, $"{product} = {style.Value(derivation.Contribution(edge))}"];
    }

    /// <summary>Forgets the numbers, since others were computed.</summary>
    public void Forget() => writer.Forget();

    private string Value(Tensor tensor) => style.Value(derivation.Value(tensor));
}
