using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChainRule.Kernels;

/// <summary>B as the inner kernels read it, two registers of columns at a time: where it lies, or packed.</summary>
internal readonly ref struct RightPanels<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Up to so many rows of A it does not pay to copy a B whose rows can be read where they are.</summary>
    private const int FewRows = 64;

    private readonly ref T direct; // null where all is packed
    private readonly ref T packed;
    private readonly int rowStride; // of the direct part
    private readonly int panelStride; // of the packed part
    private readonly int firstPacked;

    private RightPanels(int columns, ref T direct, int rowStride, ref T packed, int panelStride, int firstPacked)
    {
        this.direct = ref direct;
        this.packed = ref packed;
        (Columns, this.rowStride, this.panelStride, this.firstPacked) = (columns, rowStride, panelStride, firstPacked);
    }

    /// <summary>Columns of a panel.</summary>
    public static int Width => 2 * RegisterBlocks.Lanes<T>();

    public int Columns { get; }

    /// <summary>The least multiple of a panel's columns that holds so many.</summary>
    public static int RoundUp(int columns) => (columns + Width - 1) / Width * Width;

    /// <summary>
    /// Prepares B for a product with so many rows of A. A last panel that does not fill its registers is packed in any case, since rows end
    /// within it.
    /// </summary>
    public static RightPanels<T> Of(Matrix<T> b, int rows, Span<T> workspace)
    {
        var last = b.Columns % Width;
        var whole = b.ColumnStride != 1 || rows > FewRows ? 0 : last == RegisterBlocks.Lanes<T>() ? b.Columns : b.Columns - last;
        Pack(b, whole, b.Columns, workspace);
        return new(b.Columns, ref b.Origin, b.RowStride, ref MemoryMarshal.GetReference(workspace), Width * b.Rows, whole);
    }

    /// <summary>Packs the panels from..to of B, all its rows, into their places in the panels of the whole of B.</summary>
    public static void PackWhole(Matrix<T> b, int from, int to, Span<T> panels) =>
        Pack(b, from * Width, Math.Min(to * Width, b.Columns), panels[(from * Width * b.Rows)..]);

    /// <summary>Of B packed as a whole, k rows deep, the columns from..to and the rows from <paramref name="row"/> on.</summary>
    public static RightPanels<T> OfWhole(ReadOnlySpan<T> panels, int k, int row, int from, int to) =>
        new(to - from, ref Unsafe.NullRef<T>(), 0, ref MemoryMarshal.GetReference(panels[((from * k) + (row * Width))..]), Width * k, 0);

    /// <summary>Where the panel of the columns from <paramref name="column"/> on begins, and how far apart its rows are.</summary>
    public ref T Panel(int column, out nint stride)
    {
        if (column < firstPacked)
        {
            stride = rowStride;
            return ref Unsafe.Add(ref direct, column);
        }
        stride = Width;
        return ref Unsafe.Add(ref packed, (column - firstPacked) / Width * panelStride);
    }

    /// <summary>Packs the columns from..to.</summary>
    private static void Pack(Matrix<T> b, int from, int to, Span<T> panels)
    {
        if (b.ColumnStride != 1)
        {
            for (var j = from; j < to; j += Width)
            {
                Panels.Pack(b.Block(0, j, b.Rows, Math.Min(Width, to - j)).Transpose(), Width,
                panels[((j - from) * b.Rows)..]);
            }
            return;
        }
        var last = (to - from) % Width;
        var whole = to - from - last;
        if (whole > 0) { Panels.Cut(b.Block(0, from, b.Rows, whole), Width, panels); }
        if (last > 0) { Panels.Fill(b.Block(0, from + whole, b.Rows, last), Width, panels[(whole * b.Rows)..]); }
    }
}
