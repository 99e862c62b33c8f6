using ChainRule.Differentiation;

namespace ChainRule;

/// <summary>
/// The record that reverse mode makes of its walk from an output back to what it is differentiated by. It is immutable, holds tensors
/// and no numbers, and may be read by any number of threads.
/// </summary>
public sealed class GradientTrace
{
    private readonly ReverseWalk walk;

    internal GradientTrace(Tensor output, IReadOnlyList<Tensor> wrt, ReverseWalk walk)
    {
        (Output, Wrt, this.walk) = (output, wrt, walk);
        walk.Cotangent(output); // summed now, as all others are by the walk: later reads change nothing
    }

    /// <summary>The tensor that is differentiated.</summary>
    public Tensor Output { get; }

    /// <summary>The tensors that it is differentiated by.</summary>
    public IReadOnlyList<Tensor> Wrt { get; }

    /// <summary>
    /// The steps in the order of the walk, from the output back: all steps into a tensor come before those from it. Only edges that lead to
    /// <see cref="Wrt"/> have one.
    /// </summary>
    public IReadOnlyList<GradientStep> Steps => walk.Steps;

    /// <summary>
    /// ∂output/∂tensor, the sum of the contributions of all steps to it; <see langword="null"/> for a tensor that the walk did not reach.
    /// </summary>
    public Tensor? Cotangent(Tensor tensor) => walk.Cotangent(tensor);
}
