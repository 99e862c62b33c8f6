namespace ChainRule.Explanations;

/// <summary>A line of mathematics in a markup: a left side, and what it is equal to.</summary>
internal sealed record MathLine(string Left, string Relation, IReadOnlyList<string> Sides, string Note = "");

/// <summary>Some lines under a heading.</summary>
internal sealed record MathBlock(string Title, IReadOnlyList<MathLine> Lines);

/// <summary>
/// Lays an explanation out as lines of mathematics: the forward pass, the local derivatives, their products, the chain rule.
/// </summary>
internal sealed class MathLines(Explanation explanation, Markup markup)
{
    private readonly RowFormulas formulas = new(explanation.Derivation, markup);

    public IReadOnlyList<MathBlock> Blocks()
    {
        var (derivation, equations) = (explanation.Derivation, new Equations(formulas));
        return
        [
            new("Forward", [.. derivation.Results.Select(result => Line(equations.Forward(result, explanation)))]),
            new("Local derivatives", [.. derivation.Steps.Select(step => Line(equations.Local(step, explanation)))]),
            new("Upstream × local", [.. derivation.Steps.Select(step => Line(equations.Product(step, explanation)))]),
            new("Chain rule", [.. explanation.Parameters.SelectMany(Chain)]),
        ];
    }

    private static MathLine Line(Equation row) =>
        new(row.Left, row.Relation, Sides(row.Formula, row.Numbers, row.Value), row.Rule);

    private IEnumerable<MathLine> Chain(ParameterRow row)
    {
        var (name, gradient) = (formulas.Gradient(row.Parameter), markup.Value(row.Gradient));
        if (row.Paths is [{ Steps.Count: > 1 } only]) return [new(name, "=", Sides([.. Path(only), gradient]))];
        if (row.Paths.Count < 2) return [new(name, "=", [gradient])];
        var shown = row.Paths.Take(ChainText.PathsShown).ToList();
        var terms = shown.Select(path => markup.Factor(markup.Number(path.Product)));
        if (row.Paths.Count + row.MorePaths > shown.Count) terms = terms.Append(markup.Sign("⋯"));
        return
        [
            .. shown.Select((path, i) =>
                new MathLine(markup.Text($"path {i + 1}"), "=", Sides([.. Path(path), markup.Number(path.Product).Text]))),
            new(name, "=", Sides(string.Join(markup.Sign("+"), terms), gradient)),
        ];
    }

    /// <summary>The derivatives along a path, the output's first, and their numbers.</summary>
    private IEnumerable<string> Path(ChainPath path)
    {
        var ellipsis = markup.Sign("⋯");
        yield return markup.Product(ChainText.Short(path.Steps.Reverse(), ChainText.FactorsShown, ellipsis,
            step => formulas.Partial(step.Of, step.From)));
        yield return markup.Product(ChainText.Short(path.Factors.Reverse(), ChainText.FactorsShown, ellipsis,
            factor => markup.Factor(markup.Number(factor))));
    }

    /// <summary>The sides without those that are empty or only repeat the one before.</summary>
    private static List<string> Sides(params string[] sides)
    {
        var kept = new List<string>();
        foreach (var side in sides)
            if (side.Length > 0 && (kept.Count == 0 || side != kept[^1])) kept.Add(side);
        return kept;
    }
}
