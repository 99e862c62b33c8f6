namespace ChainRule.Explanations;

/// <summary>A row of the forward pass.</summary>
/// <param name="Result">The result; its op and inputs are its formula.</param>
/// <param name="Value">Its value.</param>
public sealed record ForwardRow(Tensor Result, TensorData Value);

/// <summary>A row of the backward pass: one application of the chain rule.</summary>
/// <param name="Step">The step, with its formulas.</param>
/// <param name="Value">The local derivative's value; <see langword="null"/> where it is not one number for each element.</param>
/// <param name="Upstream">∂output/∂of.</param>
/// <param name="Contribution">Upstream × local: what this row adds to ∂output/∂operand.</param>
public sealed record LocalRow(DerivationStep Step, TensorData? Value, TensorData Upstream, TensorData Contribution);

/// <summary>A way from a parameter to the output.</summary>
/// <param name="Steps">The steps on the way, the one from the parameter first.</param>
/// <param name="Factors">The local derivative of each step.</param>
/// <param name="Product">Their product: this path's part of the gradient.</param>
/// <param name="Share">The product's magnitude as a part of all paths' magnitudes, from 0 to 1.</param>
public sealed record ChainPath(IReadOnlyList<DerivationStep> Steps, IReadOnlyList<double> Factors, double Product, double Share);

/// <summary>What a gradient's sign says of a parameter, for one who wants the output small.</summary>
public enum Advice
{
    /// <summary>The gradient is negative: a greater value gives a smaller output.</summary>
    Increase,

    /// <summary>The gradient is positive: a smaller value gives a smaller output.</summary>
    Decrease,

    /// <summary>The gradient is zero or undefined: it says nothing.</summary>
    Hold,
}

/// <summary>A gradient found by trying: [L(w+h) − L(w−h)] / 2h, element by element.</summary>
/// <param name="Elements">Which elements were tried, by their row-major places; of large tensors only some are.</param>
/// <param name="Numeric">
/// What was found for each: NaN where L(w+h) or L(w−h) is not finite, and ±∞ where the quotient grows without bound as h becomes smaller,
/// as at a pole or a jump.
/// </param>
/// <param name="Difference">The greatest difference from the gradient; NaN where one of them is not finite.</param>
public sealed record NumericCheck(IReadOnlyList<int> Elements, IReadOnlyList<double> Numeric, double Difference);
