using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>Packed panels of a matrix product, and the product of a block of them.</summary>
/// <remarks>
/// A panel holds <see cref="Height"/> rows of A, or <see cref="Width{T}"/> columns of B, term after term: the elements that one
/// step of the inner kernel needs lie side by side. The last panel is filled up with zeros.
/// </remarks>
internal static class Panels
{
    /// <summary>Rows of A packed at a time: with the depth of a pass, a share of the second-level cache.</summary>
    public const int RowBlock = 144;

    /// <summary>Rows of the register block: 12 with the 32 registers of 512 bits, 6 with 16 narrower ones.</summary>
    public static int Height => IsWide ? 12 : 6;

    /// <summary>Columns of the register block: two registers.</summary>
    public static int Width<T>() => IsWide ? 2 * Vector512<T>.Count : 2 * Vector<T>.Count;

    private static bool IsWide => Vector512.IsHardwareAccelerated;

    /// <summary>Copies the rows of a matrix into panels of <paramref name="height"/> rows, column after column.</summary>
    public static void Pack<T>(Matrix<T> matrix, int height, Span<T> panels)
        where T : unmanaged
    {
        ref var to = ref MemoryMarshal.GetReference(panels[..((matrix.Rows + height - 1) / height * height * matrix.Columns)]);
        for (var row = 0; row < matrix.Rows; row += height)
        {
            ref var from = ref Unsafe.Add(ref matrix.Origin, row * matrix.RowStride);
            var rows = Math.Min(height, matrix.Rows - row);
            if (rows == height && matrix.RowStride == 1) { PackContiguous(ref from, matrix, height, ref to); }
            else { PackStrided(ref from, matrix, rows, height, ref to); }
            to = ref Unsafe.Add(ref to, height * matrix.Columns);
        }
    }

    /// <summary>C += A·B for packed blocks: every panel of A with every panel of B.</summary>
    public static void MultiplyBlock<T>(
        int rows, int columns, int terms, ReadOnlySpan<T> aPanels, ReadOnlySpan<T> bPanels, Span<T> c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (height, width) = (Height, Width<T>());
        for (var j = 0; j < columns; j += width)
        {
            ref var b = ref MemoryMarshal.GetReference(bPanels[(j * terms)..]);
            for (var i = 0; i < rows; i += height)
            {
                ref var a = ref MemoryMarshal.GetReference(aPanels[(i * terms)..]);
                var target = c[((i * cRow) + j)..];
                if (rows - i >= height && columns - j >= width) { Block(terms, ref a, ref b, ref target[0], cRow); }
                else { Edge(terms, ref a, ref b, target, cRow, Math.Min(height, rows - i), Math.Min(width, columns - j)); }
            }
        }
    }

    private static void Block<T>(int terms, ref T a, ref T b, ref T c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsWide) { RegisterBlock12.MultiplyAdd(terms, ref a, ref b, ref c, cRow); }
        else { RegisterBlock6.MultiplyAdd(terms, ref a, ref b, ref c, cRow); }
    }

    /// <summary>A block that C cuts off: computed whole beside it, then the part inside is added.</summary>
    private static void Edge<T>(int terms, ref T a, ref T b, Span<T> c, int cRow, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = Width<T>();
        Span<T> whole = stackalloc T[Height * width];
        whole.Clear();
        Block(terms, ref a, ref b, ref whole[0], width);
        for (var i = 0; i < rows; i++)
        {
            var target = c.Slice(i * cRow, columns);
            TensorPrimitives.Add(target, whole.Slice(i * width, columns), target);
        }
    }

    /// <summary>Rows side by side in memory: a panel is a run of short copies.</summary>
    private static void PackContiguous<T>(ref T from, Matrix<T> matrix, int height, ref T to)
        where T : unmanaged
    {
        for (var column = 0; column < matrix.Columns; column++)
        {
            Unsafe.CopyBlockUnaligned(
                ref Unsafe.As<T, byte>(ref to), ref Unsafe.As<T, byte>(ref from), (uint)(height * Unsafe.SizeOf<T>()));
            from = ref Unsafe.Add(ref from, matrix.ColumnStride);
            to = ref Unsafe.Add(ref to, height);
        }
    }

    /// <summary>Row by row, each element a panel's height after the last; rows that A or B lacks are 0.</summary>
    private static void PackStrided<T>(ref T from, Matrix<T> matrix, int rows, int height, ref T to)
        where T : unmanaged
    {
        var zero = default(T);
        for (var row = 0; row < height; row++)
        {
            ref var source = ref (row < rows ? ref Unsafe.Add(ref from, row * matrix.RowStride) : ref zero);
            ref var target = ref Unsafe.Add(ref to, row);
            nint step = row < rows ? matrix.ColumnStride : 0;
            for (var column = matrix.Columns; column > 0; column--)
            {
                target = source;
                source = ref Unsafe.Add(ref source, step);
                target = ref Unsafe.Add(ref target, (nint)height);
            }
        }
    }
}
