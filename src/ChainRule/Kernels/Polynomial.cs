using System.Numerics;
using System.Runtime.CompilerServices;
using static ChainRule.Kernels.Lanes;

namespace ChainRule.Kernels;

/// <summary>Horner's rule over lanes in short unrolled runs, the highest coefficient first.</summary>
internal static class Polynomial<T>
{
    /// <summary>((a x + b) x + c) x + d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Cubic(Vector<T> x, double a, double b, double c, double d) => Extend(Of<T>(a), x, b, c, d);

    /// <summary>(p x + a) x + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Extend(Vector<T> p, Vector<T> x, double a, double b) => MulAdd(MulAdd(p, x, Of<T>(a)), x, Of<T>(b));

    /// <summary>((p x + a) x + b) x + c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Extend(Vector<T> p, Vector<T> x, double a, double b, double c) => MulAdd(Extend(p, x, a, b), x, Of<T>(c));
}
