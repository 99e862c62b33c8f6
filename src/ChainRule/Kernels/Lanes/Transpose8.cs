using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ChainRule.Kernels;

/// <summary>Eight rows of single precision turned into columns in registers (Intel 64 optimization manual, section 15.11).</summary>
internal static class Transpose8
{
    /// <summary>Whether the machine and the type allow it.</summary>
    public static bool IsSupported<T>() => Avx.IsSupported && typeof(T) == typeof(float);

    /// <summary>to[p * height + i] = from[i * stride + p] for the rows i of 0..8 and the columns p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(ref T from, nint stride, int columns, ref T to, nint height)
    {
        ref var source = ref Unsafe.As<T, float>(ref from);
        ref var target = ref Unsafe.As<T, float>(ref to);
        var p = 0;
        for (; p + 8 <= columns; p += 8)
        {
            Block(ref Unsafe.Add(ref source, p), stride, ref Unsafe.Add(ref target, p * height), height);
        }
        for (; p < columns; p++)
        {
            for (var i = 0; i < 8; i++) { Unsafe.Add(ref target, (p * height) + i) = Unsafe.Add(ref source, (i * stride) + p); }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(ref float from, nint stride, ref float to, nint height)
    {
        var (a, b) = Pair(ref from, stride, 0);
        var (c, d) = Pair(ref from, stride, 2);
        var (e, f) = Pair(ref from, stride, 4);
        var (g, h) = Pair(ref from, stride, 6);
        // Four rows make columns of four in each half: 0 1 2 3 below, 4 5 6 7 above.
        var (ac0, ac1, ac2, ac3) = Four(a, b, c, d);
        var (eg0, eg1, eg2, eg3) = Four(e, f, g, h);
        Avx.Permute2x128(ac0, eg0, 0x20).StoreUnsafe(ref to);
        Avx.Permute2x128(ac1, eg1, 0x20).StoreUnsafe(ref Unsafe.Add(ref to, height));
        Avx.Permute2x128(ac2, eg2, 0x20).StoreUnsafe(ref Unsafe.Add(ref to, 2 * height));
        Avx.Permute2x128(ac3, eg3, 0x20).StoreUnsafe(ref Unsafe.Add(ref to, 3 * height));
        Avx.Permute2x128(ac0, eg0, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, 4 * height));
        Avx.Permute2x128(ac1, eg1, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, 5 * height));
        Avx.Permute2x128(ac2, eg2, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, 6 * height));
        Avx.Permute2x128(ac3, eg3, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, 7 * height));
    }

    /// <summary>Two rows, interleaved: their lower and their upper pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Low, Vector256<float> High) Pair(ref float from, nint stride, int row)
    {
        var x = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, row * stride));
        var y = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, (row + 1) * stride));
        return (Avx.UnpackLow(x, y), Avx.UnpackHigh(x, y));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float>, Vector256<float>, Vector256<float>, Vector256<float>) Four(
        Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d) =>
        (Avx.Shuffle(a, c, 0x44), Avx.Shuffle(a, c, 0xEE), Avx.Shuffle(b, d, 0x44), Avx.Shuffle(b, d, 0xEE));
}
