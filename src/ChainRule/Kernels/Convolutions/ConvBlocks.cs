using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>
/// How a batch is cut into what is worked on at a time: several small images, or some rows of a large one, that fit the
/// second-level cache with their results.
/// </summary>
/// <param name="Whole">The planes of one image.</param>
/// <param name="Batch">How many images there are.</param>
/// <param name="Images">How many are taken at a time.</param>
/// <param name="Rows">How many rows are taken at a time.</param>
internal readonly record struct ConvBlocks(ConvPlanes Whole, int Batch, int Images, int Rows)
{
    private const int BlockBytes = Machine.SecondLevelCache / 2;

    /// <summary>How many blocks there are.</summary>
    public int Count => Ceiling(Batch, Images) * RowBlocks;

    /// <summary>The block that takes most memory: in the midst of an image no zeros are shared.</summary>
    public ConvPlanes Largest => Rows == Whole.Y.Positions
        ? Whole with { Images = Images }
        : Whole with { Y = Whole.Y with { Positions = Rows, Start = 0 } };

    private int RowBlocks => Ceiling(Whole.Y.Positions, Rows);

    /// <summary>A block: its first image, its first row of places and its planes.</summary>
    public (int Image, int Row, ConvPlanes Planes) this[int block]
    {
        get
        {
            var (image, row) = (block / RowBlocks * Images, block % RowBlocks * Rows);
            var planes = Whole with { Images = Math.Min(Images, Batch - image) };
            return (image, row,
                Rows == Whole.Y.Positions ? planes : planes with { Y = Whole.Y.Band(row, Math.Min(Rows, Whole.Y.Positions - row)) });
        }
    }

    /// <summary>Blocks for y from planes of x.</summary>
    public static ConvBlocks OfForward<T>(in ConvGeometry g)
    {
        var planes = new ConvPlanes(g.Down.Inputs, g.Across.Inputs, g.GroupIn, 1);
        return Of<T>(g.Batch, planes, planes.Length + ConvProduct.ResultLength(g.GroupOut, planes));
    }

    /// <summary>Blocks for gx from planes of gy.</summary>
    public static ConvBlocks OfInputGradient<T>(in ConvGeometry g)
    {
        var planes = new ConvPlanes(g.Down.Outputs, g.Across.Outputs, g.GroupOut, 1);
        return Of<T>(g.Batch, planes, planes.Length + ConvProduct.ResultLength(g.GroupIn, planes));
    }

    /// <summary>
    /// Blocks for gw from planes of x and as large ones of gy, or from one image at a time where its channels lie side by side.
    /// </summary>
    public static ConvBlocks OfWeightGradient<T>(in ConvGeometry g)
        where T : unmanaged
    {
        var planes = new ConvPlanes(g.Down.Inputs, g.Across.Inputs, g.GroupIn, 1);
        var blocks = Of<T>(g.Batch, planes, planes.Length + (g.GroupOut * planes.ChannelLength));
        return ConvTapProducts.Suit(g) ? blocks with { Images = 1 } : blocks;
    }

    private static ConvBlocks Of<T>(int batch, in ConvPlanes planes, int elements)
    {
        var room = BlockBytes / Unsafe.SizeOf<T>();
        var rows = (int)Math.Clamp((long)room * planes.Y.Positions / elements, 1, planes.Y.Positions);
        return new(planes, batch, Math.Clamp(room / elements, 1, Math.Max(1, batch)), rows);
    }

    private static int Ceiling(int items, int size) => (items + size - 1) / size;
}
