namespace ChainRule.Ops;

/// <summary>The remedies that several ops declare, as sentences that follow "try".</summary>
internal static class Remedies
{
    public const string Smaller = "a smaller learning rate, a smaller initialisation, or a normalisation before it (LayerNorm, BatchNorm)";

    public const string SmoothInstead =
        "keep counts and hits for metrics, and train by something smooth: CrossEntropyLoss of the logits, a Softmax or Sigmoid instead of "
        + "the choice";

    public const string NoErrorLeft =
        "nothing is left to learn here; if that is too good to be true, the target may have got into the input";

    public const string Logarithm = "keep the operand above 0: Clamp(x, min: 1e-7); of probabilities take LogSoftmax, LogSigmoid, "
        + "CrossEntropyLoss or BCEWithLogitsLoss, which make no 0 first";

    public const string Root = "an epsilon inside the root, Sqrt(x + 1e-8); Norm and Std have derivative 0 there";

    public const string Divisor =
        "an epsilon in the divisor, x / (y + 1e-6), or a safe one chosen before: x / Where(NotEqual(y, 0), y, 1)";

    public const string Exponential = "keep exponents small: subtract the greatest first, as Softmax, LogSumExp and Softplus do; "
        + "Float32 holds e^88 at most, Float64 e^709";

    public const string InsideOne = "keep the operand inside: Clamp(x, -0.999999, 0.999999)";

    public const string Epsilon = "an epsilon, so that nothing is divided by almost 0: x / (y + 1e-6), Sqrt(x + 1e-6)";

    public const string WayAround =
        "fewer of them in a row, or Relu or Gelu; residual connections (x + f(x)); a normalisation between layers";

    public const string MeanOfFewer = "a mean over fewer elements, or a scale on the loss";
}
