namespace ChainRule.Explanations;

/// <summary>A gradient found by trying: [L(w+h) − L(w−h)] / 2h, element by element.</summary>
/// <param name="Elements">Which elements were tried, by their row-major places; of large tensors only some are.</param>
/// <param name="Numeric">
/// What was found for each: NaN where L(w+h) or L(w−h) is not finite, and ±∞ where the quotient grows without bound as h becomes smaller,
/// as at a pole or a jump.
/// </param>
/// <param name="Difference">The greatest difference from the gradient; NaN where one of them is not finite.</param>
public sealed record NumericCheck(IReadOnlyList<int> Elements, IReadOnlyList<double> Numeric, double Difference);
