using System.Globalization;

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

    /// <summary>The default for the most bytes of all results of a formula together: 256 MB.</summary>
    public const long MaxBytes = 1L << 28;

    /// <summary>What is said of results that are too large.</summary>
    internal static string TooLarge(string what, long bytes, string of, long maxBytes) => string.Create(CultureInfo.InvariantCulture,
        $"{what} has {bytes:N0} bytes{of}, and at most {maxBytes:N0} are allowed: give smaller arrays, or raise the limit (maxBytes; "
        + $"--max-memory on the command line)");
}
