using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Tests.Ops;

public class FusedKernelsTests
{
    private const int Length = 37; // several registers, and an end that overlaps

    [Fact]
    public void A_chain_gives_the_bits_of_its_two_ops()
    {
        ElementwiseOp[] ops = [Arithmetic.Add, Arithmetic.Sub, Arithmetic.Mul];
        foreach (var (first, second) in from first in ops from second in ops select (first, second))
        {
            foreach (var turned in (bool[])[false, true])
            {
                Agree<float>(first, second, turned);
                Agree<double>(first, second, turned);
            }
        }
    }

    [Fact]
    public void Other_ops_have_none()
    {
        Assert.Null(FusedKernels.Find(Arithmetic.Div, Arithmetic.Add, turned: false));
        Assert.Null(FusedKernels.Find(Arithmetic.Add, Arithmetic.Div, turned: false));
    }

    private static void Agree<T>(ElementwiseOp first, ElementwiseOp second, bool turned)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var (x, y, z) = (Numbers<T>(1), Numbers<T>(2), Numbers<T>(3));
        var (between, expected, actual) = (new T[Length], new T[Length], new T[Length]);
        ((BinaryKernel<T>)first.Kernel.For<T>())(x, y, between);
        ((BinaryKernel<T>)second.Kernel.For<T>())(turned ? z : between, turned ? between : z, expected);
        ((TernaryKernel<T>)FusedKernels.Find(first, second, turned)!.Value.For<T>())(x, y, z, actual);
        Assert.Equal(expected, actual);
    }

    private static T[] Numbers<T>(int seed) where T : System.Numerics.IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Length).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
    }
}
