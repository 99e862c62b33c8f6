using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>The same numbers in another type.</summary>
internal static class Casting
{
    /// <summary>y[i] = x[i], rounded; whole numbers towards zero, the nearest there is where x is beyond them, and 0 for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Convert<A, B>(ReadOnlySpan<A> x, Span<B> y)
        where A : INumberBase<A>
        where B : INumberBase<B>
    {
        for (var i = 0; i < x.Length; i++) y[i] = B.CreateSaturating(x[i]);
    }
}
