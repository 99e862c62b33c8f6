using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>
/// Sums of many terms, one after the other, in double precision. In single precision 0.1 added 10⁶ times is off by 1 %, and from 2²⁴ on
/// ones are not added at all.
/// </summary>
internal static class WideSums
{
    /// <summary>
    /// Σ x[i] of a tile. Vectors add in many lanes, each of few terms; without them a single lane would take all, so it adds in double
    /// precision.
    /// </summary>
    public static T Sum<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) != typeof(float) || Vector128.IsHardwareAccelerated) { return TensorPrimitives.Sum(x); }
        var sum = 0.0;
        foreach (var term in x) { sum += Double(term); }
        return Rounded<T>(sum);
    }

    /// <summary>sums[i] += x[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(ReadOnlySpan<T> x, Span<double> sums)
        where T : unmanaged
    {
        sums = sums[..x.Length];
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(sums);
        nint i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var terms = Vector.LoadUnsafe(ref from, (nuint)i);
            if (typeof(T) == typeof(float))
            {
                Vector.Widen(Vector.AsVectorSingle(terms), out var low, out var high);
                AddTo(ref Unsafe.Add(ref to, i), low);
                AddTo(ref Unsafe.Add(ref to, i + Vector<double>.Count), high);
            }
            else { AddTo(ref Unsafe.Add(ref to, i), Vector.AsVectorDouble(terms)); }
        }
        for (; i < x.Length; i++) { Unsafe.Add(ref to, i) += Double(Unsafe.Add(ref from, i)); }
    }

    /// <summary>y[i] = sums[i], rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Round<T>(ReadOnlySpan<double> sums, Span<T> y)
        where T : unmanaged
    {
        sums = sums[..y.Length];
        if (typeof(T) == typeof(double))
        {
            sums.CopyTo(MemoryMarshal.Cast<T, double>(y));
            return;
        }
        ref var from = ref MemoryMarshal.GetReference(sums);
        ref var to = ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(y));
        nint i = 0;
        for (; i <= y.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var low = Vector.LoadUnsafe(ref from, (nuint)i);
            var high = Vector.LoadUnsafe(ref from, (nuint)(i + Vector<double>.Count));
            Vector.Narrow(low, high).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < y.Length; i++) { Unsafe.Add(ref to, i) = (float)Unsafe.Add(ref from, i); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Double<T>(T x)
        where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(x) : Unsafe.BitCast<T, double>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Rounded<T>(double sum)
        where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)sum) : Unsafe.BitCast<double, T>(sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ref double sums, Vector<double> terms) => (Vector.LoadUnsafe(ref sums) + terms).StoreUnsafe(ref sums);
}
