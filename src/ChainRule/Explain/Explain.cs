using ChainRule.Explanations;

namespace ChainRule;

/// <summary>Explains how gradients come about. What is explained is what is computed: the same graph, written out.</summary>
public static partial class Explain
{
    /// <summary>Explains ∂output/∂wrt, for all parameters that the output is made of where none is named.</summary>
    /// <exception cref="ShapeException">
    /// The output is not a scalar, or the values are larger than <see cref="ExplainOptions.MaxBytes"/>.
    /// </exception>
    /// <exception cref="ArgumentException">There is nothing to differentiate by, or it is not a leaf.</exception>
    public static Explanation Gradient(Tensor output, params IReadOnlyList<Tensor> wrt) =>
        Gradient(output, new ExplainOptions { Wrt = wrt });

    /// <summary>Explains ∂output/∂wrt as the options say.</summary>
    /// <exception cref="ShapeException">
    /// The output is not a scalar, or the values are larger than <see cref="ExplainOptions.MaxBytes"/>.
    /// </exception>
    /// <exception cref="ArgumentException">There is nothing to differentiate by, or it is not a leaf.</exception>
    public static Explanation Gradient(Tensor output, ExplainOptions options) =>
        Derivation.Of(output, options).Explain(options).Completed();
}
