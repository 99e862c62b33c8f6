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
    private readonly Dictionary<Edge, EdgeNames> edgeNames = new(ReferenceEqualityComparer.Instance);

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
        var (formula, numbers) = (writer.Expression(result), writer.Substituted(result));
        return [derivation.Names.In(style, result), formula, numbers == formula ? "" : numbers, writer.Value(result)];
    }

    /// <summary>∂of/∂from, its formula, and the rest: numbers put in, value, what is constant.</summary>
    public string[] Local(Edge edge)
    {
        var names = NamesOf(edge);
        if (edge.Local is not { } local) return [names.Local, style.Unicode ? "—" : "-", $"({style.Sentence(edge.Step.Rule)})"];
        var (formula, numbers, value) = (writer.Formula(edge), writer.SubstitutedFormula(edge), writer.Value(local));
        var inNumbers = numbers != formula && numbers != value ? $"= {numbers}" : "";
        var inShort = value != formula ? $"= {value}" : "";
        var rest = string.Join(' ', new[] { inNumbers, inShort, names.Absent }.Where(part => part.Length > 0));
        return rest.Length == 0 ? [names.Local, formula] : [names.Local, formula, rest];
    }

    /// <summary>∂output/∂from, = or +=, and upstream × local with its value.</summary>
    public string[] Product(Edge edge)
    {
        var names = NamesOf(edge);
        var product = derivation.IsScalar
            ? $"{writer.Value(edge.Step.Upstream)}{style.Times}{writer.Factor(edge.Local!)}"
            : writer.Product(edge);
        return [names.Product, names.Becomes,
            $"{product} = {(edge.Step.Contribution is { } value ? writer.Value(value) : style.Value(derivation.Contribution(edge)))}"];
    }

    /// <summary>Forgets the numbers, since others were computed. What holds names alone stays.</summary>
    public void Forget() => writer.Forget();

    private EdgeNames NamesOf(Edge edge) => edgeNames.TryGetValue(edge, out var known) ? known : edgeNames[edge] = new(
        derivation.Names.Partial(style, edge.Of, edge.From),
        edge.Local is { } local && Absent(edge, local) is { Count: > 0 } absent ? $"({string.Join(", ", absent)})" : "",
        derivation.Names.Partial(style, derivation.Output, edge.From),
        intoGradient[edge.From].Skip(1).Any() ? "+=" : "=");

    /// <summary>The operands that do not change and have no part in the local derivative.</summary>
    private List<string> Absent(Edge edge, Tensor local) =>
        [.. edge.Of.Inputs.Where((t, i) => i != edge.Step.Input && IsConstant(t) && !derivation.Mentions(local, t)).Distinct()
            .Select(t => $"{derivation.Names.In(style, t)} constant")];

    private bool IsConstant(Tensor tensor) => tensor is Leaf { Name: not null } && !derivation.Wrt.Contains(tensor);

    /// <summary>
    /// What is said of an edge whatever the numbers: its derivative's name, what is constant, the gradient's name, = or +=.
    /// </summary>
    private sealed record EdgeNames(string Local, string Absent, string Product, string Becomes);
}
