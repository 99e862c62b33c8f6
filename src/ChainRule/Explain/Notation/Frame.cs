namespace ChainRule.Explanations;

/// <summary>What a markup writes around and between some formulas: <c>\frac{</c>, <c>}{</c> and <c>}</c>.</summary>
internal sealed record Frame(params string[] Texts)
{
    /// <summary>The texts with formulas between them, one fewer than the texts.</summary>
    public string Around(params string[] formulas) =>
        Texts[0] + string.Concat(formulas.Select((formula, i) => formula + Texts[i + 1]));
}
