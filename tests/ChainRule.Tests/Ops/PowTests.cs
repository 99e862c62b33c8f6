using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>
/// Derivatives of xᵖ of every order against the closed form ∂ᵐ⁺ⁿ/∂xᵐ∂pⁿ = Σₖ C(n,k)·[dᵏ/dpᵏ p(p−1)…(p−m+1)]·xᵖ⁻ᵐ·(ln x)ⁿ⁻ᵏ,
/// by reverse and by forward mode, in every order of differentiation.
/// </summary>
public class PowTests
{
    private const int MostByBase = 6, MostMixed = 4;

    public static MatrixTheoryData<double, double> Points => new([-1.5, -1, 0, 0.5, 1, 2], [0, 1, 2, 3, 4, 0.5, 2.5]);

    /// <summary>A number as exponent, a constant, and a parameter that nothing is differentiated by.</summary>
    [Theory]
    [MemberData(nameof(Points))]
    public void By_the_base(double at, double power)
    {
        var x = new Parameter(at, "x");
        foreach (var power0 in new[] { Number(power, x), Tensor.Constant(power), new Parameter(power, "p") })
        {
            Tensor reverse = Pow(x, power0), forward = reverse;
            for (var order = 0; order <= MostByBase; order++)
            {
                var expected = Expected(at, power, order, 0);
                Near(expected, reverse.Item(), $"reverse mode, order {order}, {power0.GetType().Name}");
                Near(expected, forward.Item(), $"forward mode, order {order}, {power0.GetType().Name}");
                (reverse, forward) = (Gradient.Of(reverse, x), Gradient.Jvp(forward, (x, One(x))));
            }
        }
    }

    /// <summary>
    /// Where a limit from the right is infinite, no order of differentiation and no mode gives a finite number; on 0⁰ the exponent's slope
    /// is 0 by convention.
    /// </summary>
    [Theory]
    [MemberData(nameof(Points))]
    public void By_base_and_exponent_in_every_order(double at, double power)
    {
        Parameter x = new(at, "x"), p = new(power, "p");
        Walk(Pow(x, p), Pow(x, p), 0, 0, "");

        void Walk(Tensor reverse, Tensor forward, int byBase, int byExponent, string path)
        {
            if (byExponent > 0)
            {
                var expected = at == 0 && power == 0 && (byBase, byExponent) == (0, 1) ? 0 : Expected(at, power, byBase, byExponent);
                Near(expected, reverse.Item(), $"reverse mode by {path}");
                Near(expected, forward.Item(), $"forward mode by {path}");
            }
            if (byBase + byExponent == MostMixed) return;
            Walk(Gradient.Of(reverse, x), Gradient.Jvp(forward, (x, One(x))), byBase + 1, byExponent, path + "x");
            Walk(Gradient.Of(reverse, p), Gradient.Jvp(forward, (p, One(p))), byBase, byExponent + 1, path + "p");
        }
    }

    /// <summary>b^x at x = 0, by b and then by x: 1/b.</summary>
    [Theory]
    [InlineData(0.25)]
    [InlineData(2)]
    [InlineData(10)]
    public void An_exponential_at_0(double at)
    {
        Parameter b = new(at, "b"), x = new(0.0, "x");
        Assert.Equal(1 / at, Gradient.Of(Gradient.Of(Pow(b, x), b), x).Item(), 1e-15);
        Assert.Equal(1 / at, Gradient.Of(Gradient.Of(Pow(b, x), x), b).Item(), 1e-15);
    }

    [Fact]
    public void A_polynomial_written_with_a_row_of_exponents()
    {
        var x = new Parameter(0.0, "x");
        var sum = Sum(Tensor.Constant<double>([5, 7, 11, 13]) * Pow(x, Tensor.Constant<double>([0, 1, 2, 3])));
        double[] expected = [5, 7, 22, 78, 0, 0];
        foreach (var value in expected)
        {
            Assert.Equal(value, sum.Item());
            sum = Gradient.Of(sum, x);
        }
    }

    [Fact]
    public void A_hessian_at_base_0_is_symmetric()
    {
        var v = new Parameter([0.0, 3.0], "v");
        var power = Pow(Slice(v, 0, 0, 1), Slice(v, 0, 1, 1)).Reshape();
        Assert.Equal([0, 0, 0, 0], Gradient.Hessian(power, v).Evaluate().ToDoubles());
        var direction = Tensor.Constant<double>([1, 2]);
        Assert.Equal([0, 0], Gradient.Hvp(power, v, direction).Evaluate().ToDoubles());
    }

    /// <summary>NaN⁰ is 1, and flat; single precision likewise.</summary>
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Of_NaN_to_the_power_of_0_is_flat(DType dtype)
    {
        var x = new Parameter(TensorData.Wrap([double.NaN, 0, double.PositiveInfinity], [3]).Cast(dtype), "x");
        var p = new Input(TensorData.Zeros([3], dtype), "p");
        Assert.Equal([1, 1, 1], Pow(x, p).Evaluate().ToDoubles());
        Assert.Equal([0, 0, 0], Gradient.Of(Sum(Pow(x, p)), x).Evaluate().ToDoubles());
    }

    /// <summary>The closed form; at base 0 its limit from the right, and NaN for one that is infinite by the exponent.</summary>
    private static double Expected(double x, double p, int byBase, int byExponent)
    {
        if (byExponent == 0) return Falling(p, byBase)[0] is var factor && factor == 0 ? 0 : factor * Math.Pow(x, p - byBase);
        if (x < 0) return double.NaN;
        if (x == 0) return p > byBase ? 0 : double.NaN;
        var falling = Falling(p, byBase);
        double sum = 0, ways = 1;
        for (var k = 0; k <= byExponent; ways = ways * (byExponent - k) / (k + 1), k++)
            if (k < falling.Length) sum += ways * falling[k] * Math.Pow(x, p - byBase) * Math.Pow(Math.Log(x), byExponent - k);
        return sum;
    }

    /// <summary>p(p−1)…(p−m+1) and its derivatives by p.</summary>
    private static double[] Falling(double p, int m)
    {
        double[] derivatives = [1];
        for (var i = 0; i < m; i++)
        {
            var next = new double[derivatives.Length + 1];
            for (var k = 0; k < next.Length; k++)
                next[k] = (k < derivatives.Length ? (p - i) * derivatives[k] : 0) + (k > 0 ? k * derivatives[k - 1] : 0);
            derivatives = next;
        }
        return derivatives;
    }

    /// <summary>NaN stands for any number that is not finite where an exponent is differentiated at base 0.</summary>
    private static void Near(double expected, double actual, string what) => Assert.True(
        double.IsNaN(expected)
            ? !double.IsFinite(actual)
            : expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-12 * Math.Max(1, Math.Abs(expected)),
        $"{what}: {actual:R} instead of {expected:R}");
}
