using System.Numerics;
using System.Runtime.CompilerServices;
using static ChainRule.Kernels.Lanes;

namespace ChainRule.Kernels;

/// <summary>A block of C of 6 rows by two registers: 12 sums, the two of B and one of A, of 16 registers.</summary>
internal static class RegisterBlock6
{
    /// <summary>C += A·B for one panel of each.</summary>
    public static void MultiplyAdd<T>(int terms, ref T a, ref T b, ref T c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> x0 = default, y0 = default;
        Vector<T> x1 = default, y1 = default;
        Vector<T> x2 = default, y2 = default;
        Vector<T> x3 = default, y3 = default;
        Vector<T> x4 = default, y4 = default;
        Vector<T> x5 = default, y5 = default;
        for (var p = 0; p < terms; p++)
        {
            var bx = Vector.LoadUnsafe(ref b);
            var by = Vector.LoadUnsafe(ref b, (nuint)Vector<T>.Count);
            var a0 = Vector.Create(a);
            x0 = MulAdd(a0, bx, x0); y0 = MulAdd(a0, by, y0);
            var a1 = Vector.Create(Unsafe.Add(ref a, 1));
            x1 = MulAdd(a1, bx, x1); y1 = MulAdd(a1, by, y1);
            var a2 = Vector.Create(Unsafe.Add(ref a, 2));
            x2 = MulAdd(a2, bx, x2); y2 = MulAdd(a2, by, y2);
            var a3 = Vector.Create(Unsafe.Add(ref a, 3));
            x3 = MulAdd(a3, bx, x3); y3 = MulAdd(a3, by, y3);
            var a4 = Vector.Create(Unsafe.Add(ref a, 4));
            x4 = MulAdd(a4, bx, x4); y4 = MulAdd(a4, by, y4);
            var a5 = Vector.Create(Unsafe.Add(ref a, 5));
            x5 = MulAdd(a5, bx, x5); y5 = MulAdd(a5, by, y5);
            a = ref Unsafe.Add(ref a, 6);
            b = ref Unsafe.Add(ref b, 2 * Vector<T>.Count);
        }
        Add(x0, y0, ref c);
        Add(x1, y1, ref Unsafe.Add(ref c, cRow));
        Add(x2, y2, ref Unsafe.Add(ref c, 2 * cRow));
        Add(x3, y3, ref Unsafe.Add(ref c, 3 * cRow));
        Add(x4, y4, ref Unsafe.Add(ref c, 4 * cRow));
        Add(x5, y5, ref Unsafe.Add(ref c, 5 * cRow));
    }

    private static void Add<T>(Vector<T> x, Vector<T> y, ref T c)
    {
        (Vector.LoadUnsafe(ref c) + x).StoreUnsafe(ref c);
        (Vector.LoadUnsafe(ref c, (nuint)Vector<T>.Count) + y).StoreUnsafe(ref c, (nuint)Vector<T>.Count);
    }
}
