using System.Numerics;
using ChainRule.Kernels;

namespace ChainRule.Tests.Kernels;

internal delegate void UnaryKernel<T>(ReadOnlySpan<T> x, Span<T> y);

internal delegate void BinaryKernel<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z);

/// <summary>The elementwise kernels by name.</summary>
internal static class ElementaryCases
{
    public static Dictionary<string, UnaryKernel<T>> Unary<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => new()
        {
            ["Neg"] = Elementary.Neg,
            ["Abs"] = Elementary.Abs,
            ["Sign"] = Elementary.Sign,
            ["Relu"] = Elementary.Relu,
            ["Square"] = Elementary.Square,
            ["Sqrt"] = Elementary.Sqrt,
            ["Rsqrt"] = Elementary.Rsqrt,
            ["Reciprocal"] = Elementary.Reciprocal,
            ["Exp"] = Elementary.Exp,
            ["Exp2"] = Elementary.Exp2,
            ["Expm1"] = Elementary.Expm1,
            ["Log"] = Elementary.Log,
            ["Log1p"] = Elementary.Log1p,
            ["Log2"] = Elementary.Log2,
            ["Log10"] = Elementary.Log10,
            ["Sin"] = Elementary.Sin,
            ["Cos"] = Elementary.Cos,
            ["Tan"] = Elementary.Tan,
            ["Asin"] = Elementary.Asin,
            ["Acos"] = Elementary.Acos,
            ["Atan"] = Elementary.Atan,
            ["Sinh"] = Elementary.Sinh,
            ["Cosh"] = Elementary.Cosh,
            ["Tanh"] = Elementary.Tanh,
            ["Asinh"] = Elementary.Asinh,
            ["Acosh"] = Elementary.Acosh,
            ["Atanh"] = Elementary.Atanh,
            ["Sigmoid"] = Elementary.Sigmoid,
            ["Softplus"] = Elementary.Softplus,
            ["Softsign"] = Elementary.Softsign,
            ["Erf"] = Elementary.Erf,
            ["Erfc"] = Elementary.Erfc,
            ["Floor"] = Elementary.Floor,
            ["Ceil"] = Elementary.Ceil,
            ["Round"] = Elementary.Round,
            ["Trunc"] = Elementary.Trunc,
        };

    public static Dictionary<string, BinaryKernel<T>> Binary<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => new()
        {
            ["Add"] = Elementary.Add,
            ["Sub"] = Elementary.Sub,
            ["Mul"] = Elementary.Mul,
            ["Div"] = Elementary.Div,
            ["Pow"] = Elementary.Pow,
            ["Atan2"] = Elementary.Atan2,
            ["Hypot"] = Elementary.Hypot,
            ["Maximum"] = Elementary.Maximum,
            ["Minimum"] = Elementary.Minimum,
            ["LogAddExp"] = Elementary.LogAddExp,
            ["Greater"] = Elementary.Greater,
            ["GreaterEqual"] = Elementary.GreaterEqual,
            ["Less"] = Elementary.Less,
            ["LessEqual"] = Elementary.LessEqual,
            ["Equal"] = Elementary.Equal,
            ["NotEqual"] = Elementary.NotEqual,
        };

    public static double[] Run(this UnaryKernel<double> kernel, params double[] x)
    {
        var y = new double[x.Length];
        kernel(x, y);
        return y;
    }

    public static float[] Run(this UnaryKernel<float> kernel, params float[] x)
    {
        var y = new float[x.Length];
        kernel(x, y);
        return y;
    }

    public static T[] Run<T>(this BinaryKernel<T> kernel, T[] x, T[] y)
    {
        var z = new T[x.Length];
        kernel(x, y, z);
        return z;
    }
}
