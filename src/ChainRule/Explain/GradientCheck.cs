using System.Globalization;

namespace ChainRule.Explanations;

/// <summary>One derivative found in two ways.</summary>
/// <param name="What">What was compared: <c>reverse mode against central differences, element 3</c>.</param>
/// <param name="Derived">What the rules say.</param>
/// <param name="Found">What it was compared with.</param>
/// <param name="Tolerance">By how much they may differ.</param>
public sealed record GradientComparison(string What, double Derived, double Found, double Tolerance)
{
    /// <summary>By how much they differ.</summary>
    public double Difference => Math.Abs(Derived - Found);

    /// <summary>Whether they agree; numbers that are not finite never do.</summary>
    public bool Agrees => Difference <= Tolerance;

    /// <summary>Both numbers, and what they are.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"{What}: {Derived:G9} by the rules, {Found:G9} found, {Difference:G3} apart where {Tolerance:G3} is allowed");
}

/// <summary>What comparing a function's derivatives in several ways came to.</summary>
/// <param name="Comparisons">All that was compared.</param>
public sealed record GradientCheck(IReadOnlyList<GradientComparison> Comparisons)
{
    /// <summary>Whether everything agrees.</summary>
    public bool Passed => Comparisons.All(comparison => comparison.Agrees);

    /// <summary>The comparison that is farthest off, measured by what is allowed.</summary>
    public GradientComparison Worst =>
        Comparisons.MaxBy(c => double.IsNaN(c.Difference) ? double.PositiveInfinity : c.Difference / c.Tolerance)!;

    /// <summary>Throws where something does not agree.</summary>
    /// <exception cref="InvalidOperationException">A derivative is wrong; the message says which, with both numbers.</exception>
    public void ThrowIfFailed()
    {
        if (!Passed) throw new InvalidOperationException($"the derivatives do not agree. {Worst}");
    }

    /// <summary>Passed or failed, and the worst place.</summary>
    public override string ToString() => $"{(Passed ? "passed" : "failed")}; {Worst}";
}
