using ChainRule.Formulas;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

/// <summary>Small networks in which something goes wrong, each in a way that arithmetic by hand can follow.</summary>
internal static class SickNetworks
{
    public static Tensor X { get; } = Tensor.Constant<double>([1, 2], [2, 1], "x");

    public static Parameter W(params double[] values) => new(TensorData.Create<double>(values, [1, values.Length]), "w");

    /// <summary>x·w is [[−1, −2], [−2, −4]]: nothing is above 0.</summary>
    public static Tensor Dead(Parameter w)
    {
        var h = Relu(MatMul(X, w));
        return Mean(Square(h - 1));
    }

    /// <summary>tanh 10 is 1 less 4·10⁻⁹.</summary>
    public static Tensor Saturated(Parameter w) => Square(Tanh(w * 1));

    public static Tensor SaturatedSigmoid(Parameter w) => Square(Sigmoid(w));

    /// <summary>Scores 50 apart.</summary>
    public static Tensor SaturatedSoftmax(Parameter w) => Sum(Square(Softmax(w * Tensor.Constant<double>([0, 50]))));

    public static Tensor Clamped(Parameter w) => Sum(Clamp(w, max: 1));

    public static Tensor TimesZero(Parameter w, Parameter v) => Sum(MatMul(MatMul(X, w), v));

    public static Tensor Masked(Parameter w) => Sum(w * Tensor.Constant<double>([0, 0], name: "mask"));

    public static Tensor NoError(Parameter w) => Mean(Square(w - Tensor.Constant<double>([3, 4], name: "y")));

    /// <summary>A bias before the mean is taken away.</summary>
    public static Tensor BeforeMean(Parameter w)
    {
        var shifted = Tensor.Constant<double>([1, 2, 4], name: "x") + w;
        return Sum(Square(shifted - Mean(shifted)));
    }

    public static Tensor Maximum(Parameter w) => Sum(Functions.Maximum(w, Tensor.Constant<double>([5, 5], name: "floor")));

    public static Tensor Floored(Parameter w) => Sum(Floor(w));

    public static Tensor Held(Parameter w) => Sum(Square(StopGradient(w * 2)));

    public static Tensor Hits(Parameter w) => Sum(EqualTo(ArgMax(w, 0).Cast(DType.Float64), 1).Cast(DType.Float64));

    public static Tensor Counted(Parameter w) => Sum((w * 2).Cast(DType.Int64).Cast(DType.Float64));

    /// <summary>What is above 0 is masked out, the rest is dead.</summary>
    public static Tensor PartlyDead(Parameter w) => Sum(Relu(w) * Tensor.Constant<double>([1, 1, 1, 0], name: "mask"));

    public static Tensor Chosen(Parameter w) =>
        Sum(Where(Greater(w, 0), Tensor.Constant<double>([1, 2], name: "a"), Tensor.Constant<double>([3, 4], name: "b")));

    /// <summary>Twenty sigmoids: each shrinks by its slope, at most a quarter.</summary>
    public static Tensor Vanishing(Parameter w)
    {
        Tensor h = w;
        for (var i = 0; i < 20; i++) h = Sigmoid(h);
        return Square(h);
    }

    /// <summary>Twenty products by 4: 4²⁰ is about 10¹².</summary>
    public static Tensor Exploding(Parameter w)
    {
        Tensor h = w;
        for (var i = 0; i < 20; i++) h *= 4;
        return Sum(h);
    }

    public static Tensor LogOfZero(Parameter w) => -Mean(Log(w));

    public static Tensor ZeroByZero(Parameter w) => Sum(w / (w * 2));

    public static Tensor Overflow(Parameter w)
    {
        var e = Exp(w);
        return Sum(e / (1 + e));
    }

    public static Tensor RootOfZero(Parameter w) => Sum(Sqrt(Square(w)));

    public static Tensor UntakenLog(Parameter w) => Sum(Where(Greater(w, 0), Log(w), 0));

    public static Tensor UntakenRoot(Parameter w)
    {
        var length = Sqrt(w);
        return Sum(Where(Greater(w, 0), length, 0));
    }

    public static Tensor MaskedRoot(Parameter w) => Sum(Tensor.Constant<double>([0, 1], name: "mask") * Sqrt(w));

    /// <summary>Its second row may look nowhere.</summary>
    public static Tensor LooksNowhere(Parameter w)
    {
        var mask = Tensor.Constant([true, true, false, false], [2, 2], "mask");
        return Sum(Square(Softmax(Where(mask, w, double.NegativeInfinity))));
    }

    public static Tensor FromData(Parameter w) => Sum(w * new Input(TensorData.Create<double>([1, double.NaN, 3], [3]), "x"));

    public static Tensor OfFormula(Parameter w) =>
        Formula.Parse("p = w - 2\nL = sum(log(p))").Build(new Dictionary<string, Tensor> { ["w"] = w });
}
