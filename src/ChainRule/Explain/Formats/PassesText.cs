namespace ChainRule.Explanations;

/// <summary>One column of an explanation: forward, local, or upstream × local.</summary>
internal sealed record PassBlock(string Title, Role Role, List<string> Lines);

/// <summary>
/// Lays out the forward pass, the local derivatives and the products. Line by line they belong together: a result stands in the
/// line of its first derivative, and further derivatives of it stand in lines where the first column is empty.
/// </summary>
internal sealed class PassesText(RowFormulas formulas, Explanation values)
{
    private readonly Derivation derivation = formulas.Derivation;
    private readonly TextNotation notation = formulas.RequireText();
    private readonly Equations equations = new(formulas);

    public IReadOnlyList<PassBlock> Blocks()
    {
        var forward = new TextTable([" = ", " = ", " = "], derivation.IsScalar ? [3] : []);
        var (local, product) = (new TextTable([" = ", " "]), new TextTable([" ", " "]));
        var into = derivation.Steps.ToLookup(step => step.Of);
        foreach (var result in derivation.Results)
        {
            var row = equations.Forward(result, values);
            forward.Add(row.Left, row.Formula, row.Numbers, row.Value);
            foreach (var (i, step) in into[result].Index())
            {
                if (i > 0) forward.Add();
                local.Add(Local(step));
                var term = equations.Product(step, values);
                product.Add(term.Left, term.Relation, $"{term.Formula} = {term.Value}");
            }
            if (into.Contains(result)) continue;
            local.Add();
            product.Add();
        }
        return
        [
            new("forward", Role.Forward, forward.Lines()),
            new("local", Role.Local, local.Lines()),
            new($"upstream {(notation.Unicode ? "×" : "*")} local", Role.Chain, product.Lines()),
        ];
    }

    /// <summary>∂of/∂from, its formula, and the rest: numbers put in, value, what is constant.</summary>
    public string[] Local(DerivationStep step)
    {
        var row = equations.Local(step, values);
        if (row.Rule.Length > 0) return [row.Left, notation.Unicode ? "—" : "-", $"({row.Rule})"];
        return row.Rest.Length > 0 ? [row.Left, row.Formula, row.Rest] : [row.Left, row.Formula];
    }
}
