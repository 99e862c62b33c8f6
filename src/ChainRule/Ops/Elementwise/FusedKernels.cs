using ChainRule.Graph;
using ChainRule.Kernels;

namespace ChainRule.Ops;

/// <summary>
/// Kernels that do two ops in a row without memory between them. They are made of the two ops' own formulas, so their results are the
/// same to the last bit.
/// </summary>
internal static class FusedKernels
{
    /// <summary>
    /// The kernel of second(first(x, y), z), or of second(z, first(x, y)) if <paramref name="turned"/>; none for most ops.
    /// </summary>
    public static KernelPair? Find(ElementwiseOp first, ElementwiseOp second, bool turned)
    {
        if (first == Arithmetic.Mul) return After<MulFormula>(second, turned);
        if (first == Arithmetic.Add) return After<AddFormula>(second, turned);
        return first == Arithmetic.Sub ? After<SubFormula>(second, turned) : null;
    }

    /// <summary>The inputs of an op whose sum over a row is the dot product of two of its inputs: Σx·y, Σx²; none for most ops.</summary>
    public static (int First, int Second)? Factors(ElementwiseOp op)
    {
        if (op == Arithmetic.Mul) return (0, 1);
        return op == Arithmetic.Square ? (0, 0) : null;
    }

    private static KernelPair? After<F>(ElementwiseOp second, bool turned) where F : struct, IBinary
    {
        if (second == Arithmetic.Mul) return Chain<Compose<F, MulFormula>>();
        if (second == Arithmetic.Add) return Chain<Compose<F, AddFormula>>();
        if (second != Arithmetic.Sub) return null;
        return turned ? Chain<ComposeSwapped<F, SubFormula>>() : Chain<Compose<F, SubFormula>>();
    }

    private static KernelPair Chain<F>() where F : struct, ITernary =>
        new(new TernaryKernel<float>(Loops.Ternary<float, F>), new TernaryKernel<double>(Loops.Ternary<double, F>));
}
