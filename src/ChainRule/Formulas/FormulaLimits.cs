namespace ChainRule.Formulas;

/// <summary>Bounds on a formula, since it may come from a stranger. Breaking one is an ordinary <see cref="FormulaException"/>.</summary>
public static class FormulaLimits
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>The most tokens: numbers, names, operators, brackets and separators.</summary>
    public const int MaxTokens = 200_000;

    /// <summary>How deep brackets, signs and exponents may be nested.</summary>
    public const int MaxDepth = 500;

    /// <summary>The most elements of one array literal, or arguments of one call.</summary>
    public const int MaxElements = 10_000;
}
