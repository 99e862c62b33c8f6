using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>
/// The inner kernels of matrix products: blocks of C whose sums stay in registers while A and B pass by. Which one is chosen by the
/// machine and by the rows that are left.
/// </summary>
internal static class RegisterBlocks
{
    /// <summary>Rows of the block that does most of the work.</summary>
    public static int Height => IsWide ? RegisterBlock12.Height : RegisterBlock6.Height;

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
    public static void Multiply<T>(int height, bool two, int terms, ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T c, nint cRow, bool adds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsWide && two) { OfHeight<WideLanes<T>, T, TwoRegisters>(height, terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); }
        else if (IsWide) { OfHeight<WideLanes<T>, T, OneRegister>(height, terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); }
        else if (two) { OfHeight<NativeLanes<T>, T, TwoRegisters>(height, terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); }
        else { OfHeight<NativeLanes<T>, T, OneRegister>(height, terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); }
    }

    /// <summary>Writes the sums of a row of C, or adds them to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Put<V, T, W>(V x, V y, ref T c, bool adds)
        where V : struct, ILanes<V, T>
        where W : struct, IRegisterWidth
    {
        V.Store(adds ? V.Load(ref c, 0) + x : x, ref c, 0);
        if (!W.IsTwo) { return; }
        c = ref Unsafe.Add(ref c, V.Count);
        V.Store(adds ? V.Load(ref c, 0) + y : y, ref c, 0);
    }

    private static void OfHeight<V, T, W>(int height, int terms, ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T c, nint cRow, bool adds)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where W : struct, IRegisterWidth
    {
        switch (height)
        {
            case 12: RegisterBlock12.Multiply<V, T, W>(terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); break;
            case 8: RegisterBlock8.Multiply<V, T, W>(terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); break;
            case 6: RegisterBlock6.Multiply<V, T, W>(terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); break;
            case 4: RegisterBlock4.Multiply<V, T, W>(terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); break;
            default: RegisterBlock1.Multiply<V, T, W>(terms, ref a, aRow, aColumn, ref b, bRow, ref c, cRow, adds); break;
        }
    }
}
