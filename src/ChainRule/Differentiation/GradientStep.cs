namespace ChainRule;

/// <summary>
/// One application of the chain rule, from a tensor back to one of its operands: upstream × local. Its tensors are those that the gradient
/// is computed from.
/// </summary>
/// <param name="Of">The tensor whose op is differentiated.</param>
/// <param name="Input">The place of the operand in the <see cref="Tensor.Inputs"/> of <paramref name="Of"/>.</param>
/// <param name="Upstream">∂output/∂<paramref name="Of"/>, of the shape of <paramref name="Of"/>.</param>
/// <param name="Local">
/// ∂Of/∂operand for elementwise ops; <see langword="null"/> for ops whose local derivative is not one number for each element.
/// </param>
/// <param name="Contribution">
/// What the step adds to ∂output/∂operand, of the operand's shape; <see langword="null"/> if it is zero by rule.
/// </param>
public sealed record GradientStep(Tensor Of, int Input, Tensor Upstream, Tensor? Local, Tensor? Contribution)
{
    /// <summary>The operand.</summary>
    public Tensor From => Of.Inputs[Input];

    /// <summary>The rule for this operand, in words or as a formula; operands without a name are a and b in it.</summary>
    public string Rule => Graph.RuleText.Of(Of, Input);
}
