using System.Numerics;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>The terms of a sum: runs of the same length, after each of which B is further on by a jump.</summary>
internal readonly record struct Terms(int Runs, int Length, nint Jump)
{
    /// <summary>Terms in one run.</summary>
    public Terms(int length) : this(1, length, 0)
    {
    }
}

/// <summary>Chooses a <see cref="RegisterBlock"/> by the machine and by the rows that are left.</summary>
internal static class RegisterBlocks
{
    /// <summary>A multiple of the height of every block but the one of 8 rows.</summary>
    public const int HeightUnit = 12;

    /// <summary>The elements of a register.</summary>
    public static int Lanes<T>() => IsWide ? Vector512<T>.Count : Vector<T>.Count;

    private static bool IsWide => Vector512.IsHardwareAccelerated;

    /// <summary>How many of so many rows the next block takes.</summary>
    public static int NextHeight(int rows) => IsWide
        ? rows switch { 16 => 8, >= 12 => 12, >= 8 => 8, >= 4 => 4, _ => 1 }
        : rows switch { 8 => 4, >= 6 => 6, >= 4 => 4, _ => 1 };

    /// <summary>
    /// C = A·B, or C += A·B if <paramref name="adds"/>, for a block of a height that <see cref="NextHeight"/> gave, two registers wide or
    /// one: element (i, p) of A is at i * aRow + p * aColumn, row p of B begins at p * bRow and row i of C at i * cRow.
    /// </summary>
    public static void Multiply<T>(int height, bool two, Terms terms, ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T c,
        nint cRow, bool adds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsWide) { OfHeight<WideLanes<T>, T>(height, two, terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); }
        else { OfHeight<NativeLanes<T>, T>(height, two, terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); }
    }

    private static void OfHeight<V, T>(int height, bool two, Terms terms, ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T c,
        nint cRow, bool adds)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (height)
        {
            case 12: OfWidth<V, T, TwelveRows>(two, terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); break;
            case 8: OfWidth<V, T, EightRows>(two, terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); break;
            case 6: OfWidth<V, T, SixRows>(two, terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); break;
            case 4: OfWidth<V, T, FourRows>(two, terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); break;
            default: OfWidth<V, T, OneRow>(two, terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); break;
        }
    }

    private static void OfWidth<V, T, H>(bool two, Terms terms, ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T c, nint cRow,
        bool adds)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where H : struct, IBlockHeight
    {
        if (two) { RegisterBlock.Multiply<V, T, WideBlock<H>>(terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); }
        else { RegisterBlock.Multiply<V, T, SlimBlock<H>>(terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); }
    }
}
