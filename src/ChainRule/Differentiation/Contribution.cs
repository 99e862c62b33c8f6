namespace ChainRule.Differentiation;

/// <summary>
/// One application of the chain rule, along one edge: upstream × local, and what it adds to the input's gradient. These are
/// the tensors that are computed; an explanation reads them and makes nothing of its own.
/// </summary>
/// <param name="Of">The tensor that the edge leads to.</param>
/// <param name="Input">Which of its inputs the edge comes from.</param>
/// <param name="Upstream">∂L/∂Of.</param>
/// <param name="Local">
/// ∂Of/∂input for elementwise ops; <see langword="null"/> where the local derivative is not one number per element.
/// </param>
/// <param name="Value">The part of ∂L/∂input that comes along this edge; <see langword="null"/> where it is zero by rule.</param>
internal sealed record Contribution(Tensor Of, int Input, Tensor Upstream, Tensor? Local, Tensor? Value)
{
    /// <summary>The tensor that the edge comes from.</summary>
    public Tensor From => Of.Inputs[Input];
}
