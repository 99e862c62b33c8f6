using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>
/// Packs matrices into panels: the elements that one step of an inner kernel needs lie side by side, so that it reads memory in order.
/// </summary>
internal static class Panels
{
    /// <summary>Panels that are cut at a time.</summary>
    private const int AtOnce = 8;

    /// <summary>
    /// Cuts rows that lie in memory as they are into panels, side by side, each so many columns wide. Several panels are filled at a time,
    /// so that a visit to a row, which is far from the next in memory, is worth it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Cut<T>(Matrix<T> matrix, int width, Span<T> panels)
        where T : unmanaged
    {
        panels = panels[..(matrix.Rows * matrix.Columns)];
        for (var column = 0; column < matrix.Columns; column += AtOnce * width)
        {
            var count = Math.Min(AtOnce, (matrix.Columns - column) / width);
            for (var row = 0; row < matrix.Rows; row++)
            {
                for (var panel = 0; panel < count; panel++)
                {
                    var from = column + (panel * width);
                    Copy(ref Unsafe.Add(ref matrix.Origin, (row * matrix.RowStride) + from),
                        ref Unsafe.Add(ref MemoryMarshal.GetReference(panels), (from * matrix.Rows) + (row * width)), width);
                }
            }
        }
    }

    /// <summary>Makes a panel of rows that are shorter than it, with zeros behind them.</summary>
    public static void Fill<T>(Matrix<T> matrix, int width, Span<T> panel)
        where T : unmanaged
    {
        panel = panel[..(matrix.Rows * width)];
        panel.Clear();
        for (var row = 0; row < matrix.Rows; row++)
        {
            Copy(ref Unsafe.Add(ref matrix.Origin, row * matrix.RowStride),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(panel), row * width), matrix.Columns);
        }
    }

    /// <summary>Copies a few elements, a register at a time; the last may overlap the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(ref T from, ref T to, int count)
        where T : unmanaged
    {
        ref var source = ref Unsafe.As<T, byte>(ref from);
        ref var target = ref Unsafe.As<T, byte>(ref to);
        nint bytes = count * Unsafe.SizeOf<T>(), at = 0;
        if (bytes < Vector128<byte>.Count) { MemoryMarshal.CreateSpan(ref from, count).CopyTo(MemoryMarshal.CreateSpan(ref to, count)); }
        else if (bytes % Vector256<byte>.Count == 0)
        {
            for (; at < bytes; at += Vector256<byte>.Count)
            {
                Vector256
            .LoadUnsafe(ref source, (nuint)at)
            .StoreUnsafe(ref target, (nuint)at);
            }
        }
        else
        {
            for (; at <= bytes
                - Vector128<byte>.Count; at += Vector128<byte>.Count)
            {
                Vector128
                    .LoadUnsafe(ref source, (nuint)at)
                    .StoreUnsafe(ref target, (nuint)at);
            }
            at = bytes - Vector128<byte>.Count;
            Vector128.LoadUnsafe(ref source, (nuint)at).StoreUnsafe(ref target, (nuint)at);
        }
    }

    /// <summary>
    /// Copies rows of a matrix, side by side: element (i, p) goes to p * height + i. Rows that it lacks are 0. Blocks of eight rows are
    /// transposed in registers where that can be, the last of which may overlap the one before; the rest goes element by element.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(Matrix<T> matrix, int height, Span<T> panel)
        where T : unmanaged
    {
        ref var to = ref MemoryMarshal.GetReference(panel[..(height * matrix.Columns)]);
        var row = 0;
        if (matrix.ColumnStride == 1 && matrix.Rows >= 8 && Transpose8.IsSupported<T>())
        {
            for (; row < matrix.Rows; row += 8)
            {
                row = Math.Min(row, matrix.Rows - 8);
                Transpose8.Copy(ref Unsafe.Add(ref matrix.Origin, row * matrix.RowStride), matrix.RowStride, matrix.Columns,
                    ref Unsafe.Add(ref to, row), height);
            }
        }
        var zero = default(T);
        for (; row < height; row++)
        {
            ref var source = ref (row < matrix.Rows ? ref Unsafe.Add(ref matrix.Origin, row * matrix.RowStride) : ref zero);
            Scatter(ref source, row < matrix.Rows ? matrix.ColumnStride : 0, matrix.Columns, ref Unsafe.Add(ref to, row), height);
        }
    }

    /// <summary>Elements of one row, each a panel's height after the last.</summary>
    private static void Scatter<T>(ref T source, nint step, int count, ref T target, nint height)
    {
        for (; count > 0; count--)
        {
            target = source;
            source = ref Unsafe.Add(ref source, step);
            target = ref Unsafe.Add(ref target, height);
        }
    }
}
