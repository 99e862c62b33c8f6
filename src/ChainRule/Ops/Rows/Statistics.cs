namespace ChainRule;

public static partial class Functions
{
    /// <summary>The variance over the axes, or over all: Σ(x − mean)²/(n − correction). NaN of too few values.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Var(Tensor x, IReadOnlyList<int>? axes = null, bool keepDims = false, double correction = 1) =>
        Sum(Square(x - Mean(x, axes, keepDims: true)), axes, keepDims) / Math.Max(0, CountAlong(x.Shape, axes) - correction);

    /// <summary>The standard deviation over the axes, or over all: √Var. Its derivative where all values are equal is 0.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Std(Tensor x, IReadOnlyList<int>? axes = null, bool keepDims = false, double correction = 1) =>
        EuclideanNorm(x - Mean(x, axes, keepDims: true), axes, keepDims) / Math.Sqrt(Math.Max(0, CountAlong(x.Shape, axes) - correction));

    /// <summary>
    /// The norm (Σ|x|^order)^(1/order) over the axes, or over all; for ±∞ the greatest or the least magnitude, for 0 the count of
    /// elements that are not 0. Powers may be beyond the range of numbers. Its derivative at the zero vector is 0.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Norm(Tensor x, double order = 2, IReadOnlyList<int>? axes = null, bool keepDims = false) => order switch
    {
        double.PositiveInfinity => Max(Abs(x), axes, keepDims),
        double.NegativeInfinity => Min(Abs(x), axes, keepDims),
        0 => Sum(Indicator(NotEqual(x, 0), x), axes, keepDims),
        1 => Sum(Abs(x), axes, keepDims),
        2 => EuclideanNorm(x, axes, keepDims),
        _ when CountAlong(x.Shape, axes) == 0 => Sum(x, axes, keepDims),
        _ => PowerNorm(x, order, axes, keepDims),
    };

    /// <summary>
    /// scale·(Σ|x/scale|^order)^(1/order), which is the same for any scale: the greatest magnitude keeps the powers in range.
    /// </summary>
    private static Tensor PowerNorm(Tensor x, double order, IReadOnlyList<int>? axes, bool keepDims)
    {
        var magnitudes = Abs(x);
        var greatest = StopGradient(Max(magnitudes, axes, keepDims: true));
        var scale = Where(Less(greatest, double.PositiveInfinity), Where(Greater(greatest, 0), greatest, 1), 1);
        var sum = Sum(UnlessZero(magnitudes / scale, a => Pow(a, order)), axes, keepDims: true);
        var norm = scale * UnlessZero(sum, s => Pow(s, 1 / order));
        return keepDims ? norm : norm.Reshape(x.Shape.Without(x.Shape.Axes(axes), keep: false));
    }

    /// <summary>ln Σeˣ over the axes, or over all, without overflow. Of nothing: −∞.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor LogSumExp(Tensor x, IReadOnlyList<int>? axes = null, bool keepDims = false)
    {
        if (CountAlong(x.Shape, axes) == 0) return Sum(x, axes, keepDims) + double.NegativeInfinity;
        var greatest = StopGradient(Max(x, axes, keepDims: true));
        // −∞ − −∞ is not a number: a shift by an infinity is no use.
        var shift = Where(Less(Abs(greatest), double.PositiveInfinity), greatest, 0);
        var result = Log(Sum(Exp(x - shift), axes, keepDims: true)) + shift;
        return keepDims ? result : result.Reshape(x.Shape.Without(x.Shape.Axes(axes), keep: false));
    }

    /// <summary>The cosine of the angle between two vectors along an axis; each norm counts as at least <paramref name="eps"/>.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast, the dtypes differ, or there is no such axis.</exception>
    public static Tensor CosineSimilarity(Tensor x, Tensor y, int axis = 1, double eps = 1e-8)
    {
        var (xNorm, yNorm) = (Norm(x, 2, [axis], keepDims: true), Norm(y, 2, [axis], keepDims: true));
        return Sum(x / Clamp(xNorm, min: eps) * (y / Clamp(yNorm, min: eps)), [axis]);
    }

    /// <summary>f(x), but 0 with derivative 0 where x is 0: there f has an infinite slope, which must not even be computed.</summary>
    private static Tensor UnlessZero(Tensor x, Func<Tensor, Tensor> f)
    {
        var zero = EqualTo(x, 0);
        return Where(zero, 0, f(Where(zero, 1, x)));
    }
}
