using System.Numerics;
using ChainRule.Graph;

namespace ChainRule.Rewriting;

/// <summary>Runs an elementwise op's kernel on a single element: numbers in, the number that a plan would compute out.</summary>
internal static class ConstantFolding
{
    /// <summary>The op's value in the arithmetic of <paramref name="dtype"/>; masks are 1 and 0.</summary>
    public static double Compute(ElementwiseOp op, DType dtype, params ReadOnlySpan<double> inputs) =>
        dtype == DType.Float32 ? Compute<float>(op, inputs) : Compute<double>(op, inputs);

    private static double Compute<T>(ElementwiseOp op, ReadOnlySpan<double> inputs) where T : unmanaged, INumber<T>
    {
        Span<T> x = stackalloc T[3], result = stackalloc T[1];
        for (var i = 0; i < inputs.Length; i++) x[i] = T.CreateTruncating(inputs[i]);
        switch (op.Kernel.For<T>())
        {
            case UnaryKernel<T> kernel: kernel(x[..1], result); break;
            case BinaryKernel<T> kernel: kernel(x[..1], x[1..2], result); break;
            case TernaryKernel<T> kernel: kernel(x[..1], x[1..2], x[2..], result); break;
            default: throw new NotSupportedException($"{op.Info.Name} has a kernel of an unknown kind");
        }
        return double.CreateTruncating(result[0]);
    }
}
