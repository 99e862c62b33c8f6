using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>A function that is flat for some of its values, so that little or no gradient passes there.</summary>
/// <param name="Op">The function.</param>
/// <param name="IsFlat">Whether it is flat at operands x with the result y.</param>
/// <param name="Words">What is true of the flat values, as in "are at or below 0".</param>
/// <param name="End">What to say where all are flat.</param>
/// <param name="Advice">What helps.</param>
/// <param name="Kind">What kind of cause it is.</param>
internal sealed record FlatRule(Op Op, Func<double[], double, bool> IsFlat, string Words, string End, string Advice,
    GradientCauseKind Kind = GradientCauseKind.Saturated)
{
    private const string Smaller = "a smaller learning rate, a smaller initialisation, or a normalisation before it (LayerNorm, BatchNorm)";
    private const string NoErrorLeft =
        "nothing is left to learn here; if that is too good to be true, the target may have got into the input";

    private static readonly Dictionary<Op, FlatRule> Table = new FlatRule[]
    {
        new(Arithmetic.Relu, (x, _) => x[0] <= 0, "at or below 0", "dead",
            "a smaller learning rate, a small positive bias to begin with, a normalisation before it, or LeakyRelu or Gelu in its place"),
        new(Transcendental.Tanh, (_, y) => Math.Abs(y) > 0.99, "beyond ±0.99", "saturated", Smaller),
        new(Transcendental.Sigmoid, (_, y) => y is < 0.01 or > 0.99, "below 0.01 or above 0.99", "saturated",
            $"{Smaller}; before a loss, take the logits and BCEWithLogitsLoss"),
        new(Transcendental.Softplus, (x, _) => x[0] < -5, "made of numbers below −5", "flat", Smaller),
        new(Transcendental.Erf, (_, y) => Math.Abs(y) > 0.99, "beyond ±0.99", "saturated", Smaller),
        new(Transcendental.Erfc, (_, y) => y is < 0.01 or > 1.99, "below 0.01 or above 1.99", "saturated", Smaller),
        new(Transcendental.Exp, (_, y) => y < 1e-20, "below 1e−20", "underflown",
            "keep exponents near 0: subtract the greatest, as Softmax and LogSumExp do"),
        new(Transcendental.Atan, (x, _) => Math.Abs(x[0]) > 10, "made of numbers beyond ±10", "saturated", Smaller),
        new(Arithmetic.Square, (x, _) => x[0] == 0, "squares of exactly 0", "there is no error left", NoErrorLeft,
            GradientCauseKind.NoError),
        new(Arithmetic.Abs, (x, _) => x[0] == 0, "magnitudes of exactly 0", "there is no error left", NoErrorLeft,
            GradientCauseKind.NoError),
    }.ToDictionary(rule => rule.Op);

    public static FlatRule? For(Op op) => Table.GetValueOrDefault(op);

    /// <summary>What is seen of a tensor by its rule.</summary>
    public FlatShare Measure(Tensor tensor, Measurements numbers)
    {
        TensorData[] inputs = [.. tensor.Inputs.Select(numbers.Value)];
        var output = numbers.Value(tensor);
        var x = new double[inputs.Length];
        return FlatShare.Of(tensor.Shape, element =>
        {
            for (var i = 0; i < x.Length; i++) x[i] = inputs[i][ElementIndex.In(inputs[i].Shape, element, tensor.Shape)];
            return IsFlat(x, output[element]);
        });
    }
}
