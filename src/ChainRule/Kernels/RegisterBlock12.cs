using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>A block of C of 12 rows by two 512-bit registers: 24 sums, the two of B and one of A, of 32 registers.</summary>
internal static class RegisterBlock12
{
    /// <summary>C += A·B for one panel of each.</summary>
    public static void MultiplyAdd<T>(int terms, ref T a, ref T b, ref T c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector512<T> x0 = default, y0 = default;
        Vector512<T> x1 = default, y1 = default;
        Vector512<T> x2 = default, y2 = default;
        Vector512<T> x3 = default, y3 = default;
        Vector512<T> x4 = default, y4 = default;
        Vector512<T> x5 = default, y5 = default;
        Vector512<T> x6 = default, y6 = default;
        Vector512<T> x7 = default, y7 = default;
        Vector512<T> x8 = default, y8 = default;
        Vector512<T> x9 = default, y9 = default;
        Vector512<T> x10 = default, y10 = default;
        Vector512<T> x11 = default, y11 = default;
        for (var p = 0; p < terms; p++)
        {
            var bx = Vector512.LoadUnsafe(ref b);
            var by = Vector512.LoadUnsafe(ref b, (nuint)Vector512<T>.Count);
            var a0 = Vector512.Create(a);
            x0 = MulAdd(a0, bx, x0); y0 = MulAdd(a0, by, y0);
            var a1 = Vector512.Create(Unsafe.Add(ref a, 1));
            x1 = MulAdd(a1, bx, x1); y1 = MulAdd(a1, by, y1);
            var a2 = Vector512.Create(Unsafe.Add(ref a, 2));
            x2 = MulAdd(a2, bx, x2); y2 = MulAdd(a2, by, y2);
            var a3 = Vector512.Create(Unsafe.Add(ref a, 3));
            x3 = MulAdd(a3, bx, x3); y3 = MulAdd(a3, by, y3);
            var a4 = Vector512.Create(Unsafe.Add(ref a, 4));
            x4 = MulAdd(a4, bx, x4); y4 = MulAdd(a4, by, y4);
            var a5 = Vector512.Create(Unsafe.Add(ref a, 5));
            x5 = MulAdd(a5, bx, x5); y5 = MulAdd(a5, by, y5);
            var a6 = Vector512.Create(Unsafe.Add(ref a, 6));
            x6 = MulAdd(a6, bx, x6); y6 = MulAdd(a6, by, y6);
            var a7 = Vector512.Create(Unsafe.Add(ref a, 7));
            x7 = MulAdd(a7, bx, x7); y7 = MulAdd(a7, by, y7);
            var a8 = Vector512.Create(Unsafe.Add(ref a, 8));
            x8 = MulAdd(a8, bx, x8); y8 = MulAdd(a8, by, y8);
            var a9 = Vector512.Create(Unsafe.Add(ref a, 9));
            x9 = MulAdd(a9, bx, x9); y9 = MulAdd(a9, by, y9);
            var a10 = Vector512.Create(Unsafe.Add(ref a, 10));
            x10 = MulAdd(a10, bx, x10); y10 = MulAdd(a10, by, y10);
            var a11 = Vector512.Create(Unsafe.Add(ref a, 11));
            x11 = MulAdd(a11, bx, x11); y11 = MulAdd(a11, by, y11);
            a = ref Unsafe.Add(ref a, 12);
            b = ref Unsafe.Add(ref b, 2 * Vector512<T>.Count);
        }
        Add(x0, y0, ref c);
        Add(x1, y1, ref Unsafe.Add(ref c, cRow));
        Add(x2, y2, ref Unsafe.Add(ref c, 2 * cRow));
        Add(x3, y3, ref Unsafe.Add(ref c, 3 * cRow));
        Add(x4, y4, ref Unsafe.Add(ref c, 4 * cRow));
        Add(x5, y5, ref Unsafe.Add(ref c, 5 * cRow));
        Add(x6, y6, ref Unsafe.Add(ref c, 6 * cRow));
        Add(x7, y7, ref Unsafe.Add(ref c, 7 * cRow));
        Add(x8, y8, ref Unsafe.Add(ref c, 8 * cRow));
        Add(x9, y9, ref Unsafe.Add(ref c, 9 * cRow));
        Add(x10, y10, ref Unsafe.Add(ref c, 10 * cRow));
        Add(x11, y11, ref Unsafe.Add(ref c, 11 * cRow));
    }

    private static void Add<T>(Vector512<T> x, Vector512<T> y, ref T c)
    {
        (Vector512.LoadUnsafe(ref c) + x).StoreUnsafe(ref c);
        (Vector512.LoadUnsafe(ref c, (nuint)Vector512<T>.Count) + y).StoreUnsafe(ref c, (nuint)Vector512<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MulAdd<T>(Vector512<T> x, Vector512<T> y, Vector512<T> z) => typeof(T) == typeof(float)
        ? Vector512.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : Vector512.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();
}
