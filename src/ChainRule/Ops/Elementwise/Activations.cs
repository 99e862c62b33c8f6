using ChainRule.Ops;

namespace ChainRule;

/// <summary>Which formula a Gaussian error linear unit follows.</summary>
public enum GeluForm
{
    /// <summary>x·Φ(x), with the error function.</summary>
    Exact,

    /// <summary>The approximation with tanh.</summary>
    Tanh,
}

public static partial class Functions
{
    private const double SeluScale = 1.0507009873554804934193349852946;
    private const double SeluAlpha = 1.6732632423543772848170429916717;

    /// <summary>ln(1 + e^(βx))/β, and x itself where βx is above the threshold, elementwise.</summary>
    public static Tensor Softplus(Tensor x, double beta, double threshold = 20) =>
        Where(Greater(beta * x, threshold), x, Softplus(beta * x) / beta);

    /// <summary>ln σ(x), elementwise, without underflow.</summary>
    public static Tensor LogSigmoid(Tensor x) => -Softplus(-x);

    /// <summary>
    /// x where x &gt; 0, else alpha·x (Maas, Hannun, Ng, "Rectifier nonlinearities", 2013). Its derivative at 0 is alpha.
    /// </summary>
    public static Tensor LeakyRelu(Tensor x, double alpha = 0.01) => Where(Greater(x, 0), x, alpha * x);

    /// <summary>
    /// x where x &gt; 0, else alpha·(eˣ − 1) (Clevert, Unterthiner, Hochreiter, "Fast and accurate deep network learning by
    /// exponential linear units", 2015). Its derivative at 0 is alpha.
    /// </summary>
    public static Tensor Elu(Tensor x, double alpha = 1)
    {
        var positive = Greater(x, 0);
        return Where(positive, x, alpha * Expm1(Where(positive, 0, x)));
    }

    /// <summary>
    /// λ·elu(x, α) with the self-normalizing constants (Klambauer et al., "Self-normalizing neural networks", 2017, eq. 2).
    /// </summary>
    public static Tensor Selu(Tensor x) => SeluScale * Elu(x, SeluAlpha);

    // The products x·σ(x), x·Φ(x) and x·tanh(ln(1 + eˣ)) are right for all finite x. At −∞ they are −∞·0 = NaN, and so are their
    // derivatives at ±∞, as in PyTorch: to hold x there costs a quarter to a half of their time.

    /// <summary>
    /// x·Φ(x), with Φ the normal distribution (Hendrycks, Gimpel, "Gaussian error linear units", 2016, section 2). NaN at −∞.
    /// </summary>
    public static Tensor Gelu(Tensor x) => Gelu(x, GeluForm.Exact);

    /// <summary>The same, by one of its formulas.</summary>
    public static Tensor Gelu(Tensor x, GeluForm form) => form == GeluForm.Exact
        ? 0.5 * x * Erfc(x * -Math.Sqrt(0.5))
        // ½·(1 + tanh u) is σ(2u), which keeps its digits where tanh is near −1. Beyond ±30 it is 0 or 1 in every precision; x² is held
        // there, since u′ would be infinite for the largest x, and 0·∞ is not the derivative.
        : x * Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * Square(Clamp(x, -30, 30))));

    /// <summary>x·σ(x), also called swish (Elfwing, Uchibe, Doya, "Sigmoid-weighted linear units", 2017). NaN at −∞.</summary>
    public static Tensor Silu(Tensor x) => x * Sigmoid(x);

    /// <summary>
    /// x·tanh(ln(1 + eˣ)) (Misra, "Mish: a self regularized non-monotonic activation function", 2019). NaN at −∞.
    /// </summary>
    public static Tensor Mish(Tensor x) => x * Tanh(Softplus(x));

    /// <summary>x/(1 + |x|), elementwise; ±1 at ±∞.</summary>
    public static Tensor Softsign(Tensor x) => Tensor.Apply(Transcendental.Softsign, x);

    /// <summary>x held between 0 and 6, elementwise. Its derivative on the bounds is 0.</summary>
    public static Tensor Relu6(Tensor x) => Where(GreaterOrEqual(x, 6), 6, Relu(x));

    /// <summary>relu6(x + 3)/6, elementwise: the logistic function in straight lines.</summary>
    public static Tensor HardSigmoid(Tensor x) => Relu6(x + 3) / 6;

    /// <summary>x·hardSigmoid(x) (Howard et al., "Searching for MobileNetV3", 2019, section 5.2). NaN at −∞.</summary>
    public static Tensor HardSwish(Tensor x) => x * HardSigmoid(x);

    /// <summary>
    /// x held between two bounds, elementwise; <see langword="null"/> is no bound. Its derivative on the bounds is 1, and the upper
    /// one wins where they cross. NaN stays NaN, and so does everything where a bound is NaN.
    /// </summary>
    public static Tensor Clamp(Tensor x, double? min = null, double? max = null)
    {
        if (min is { } low) x = Where(Less(x, low), low, x);
        if (max is { } high) x = Where(Greater(x, high), high, x);
        return double.IsNaN(min ?? 0) || double.IsNaN(max ?? 0) ? Number(double.NaN, x).BroadcastTo(x.Shape) : x;
    }

    /// <summary>A number where the mask is true, else x; elementwise with broadcasting.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast, or the mask is not Bool.</exception>
    public static Tensor MaskedFill(Tensor x, Tensor mask, double value) => Where(mask, value, x);
}
