namespace ChainRule.Kernels;

/// <summary>
/// One axis of planes in memory: element r of slot s is source element r * Step + Start + (s * Dilation mod Step), or 0 where there is
/// none.
/// </summary>
internal readonly record struct PlaneAxis
{
    public PlaneAxis()
    {
    }

    /// <summary>The size of the source.</summary>
    public required int Size { get; init; }

    public int Step { get; init; } = 1;

    public required int Start { get; init; }

    /// <summary>How many places results are wanted for.</summary>
    public required int Positions { get; init; }

    /// <summary>How far beyond a place is read.</summary>
    public required int Reach { get; init; }

    public int Slots { get; init; } = 1;

    public int Dilation { get; init; } = 1;

    /// <summary>Whether what lies beyond the places is 0, whatever the source has there.</summary>
    public bool EndsWithPlaces { get; init; }

    /// <summary>How many elements a line of the axis takes from the source.</summary>
    public int Filled => EndsWithPlaces ? Positions : Extent;

    /// <summary>How many elements a line of the axis takes.</summary>
    public int Extent => Positions + Reach - Shared;

    /// <summary>Zeros at the end of a line that are left out, since those at the begin of the next one serve as well.</summary>
    public int Shared => Slots > 1 || Step > 1 ? 0 : Math.Clamp(Math.Min(-Start, Positions + Reach + Start - Size), 0, Reach);

    public int StartOf(int slot) => Start + (slot * Dilation % Step);

    /// <summary>Some of the places only.</summary>
    public PlaneAxis Band(int from, int count) => this with { Start = Start + (from * Step), Positions = count };
}

/// <summary>
/// Images as padded planes in which a kernel's tap is a constant distance away from every place at once: place (n, y, x) is at
/// position (n * Y.Extent + y) * X.Extent + x of a slot. Positions of no place lie between rows; what is computed there is dropped.
/// </summary>
internal readonly record struct ConvPlanes(PlaneAxis Y, PlaneAxis X, int Channels, int Images)
{
    /// <summary>
    /// A channel's planes end at a multiple of this, and so much beyond the last may be read: the longest tile of any kernel.
    /// </summary>
    public const int Overrun = 64;

    public int Pitch => X.Extent;

    public int SlotLength => Images * Y.Extent * Pitch;

    public int ChannelLength => Round(Y.Slots * X.Slots * SlotLength);

    /// <summary>From the first place's position to the last's.</summary>
    public int Positions => ((((Images - 1) * Y.Extent) + Y.Positions - 1) * Pitch) + X.Positions;

    /// <summary>How many elements all take.</summary>
    public int Length => (Channels * ChannelLength) + (Y.Shared * Pitch) + X.Shared + Overrun;

    public static int Round(int length) => (length + 15) & ~15;

    /// <summary>Where row <paramref name="y"/> of an image's places begins.</summary>
    public int Row(int image, int y) => ((image * Y.Extent) + y) * Pitch;

    /// <summary>How far from a place the element lies that is (y, x) further in a slot.</summary>
    public int Distance(int slotY, int slotX, int y, int x) => (((slotY * X.Slots) + slotX) * SlotLength) + (y * Pitch) + x;

    /// <summary>Copies images, whose first channel is at the begin of the source and which are <paramref name="stride"/> apart.</summary>
    public void Fill<T>(ReadOnlySpan<T> source, int stride, Span<T> planes)
        where T : unmanaged
    {
        planes[..Length].Clear();
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var image = 0; image < Images; image++)
            {
                var plane = source.Slice((image * stride) + (channel * Y.Size * X.Size), Y.Size * X.Size);
                for (var slot = 0; slot < Y.Slots * X.Slots; slot++)
                {
                    var (slotY, slotX) = (slot / X.Slots, slot % X.Slots);
                    var at = (channel * ChannelLength) + Distance(slotY, slotX, 0, 0) + Row(image, 0);
                    FillSlot(plane, slotY, slotX, planes.Slice(at, Y.Extent * Pitch));
                }
            }
        }
    }

    /// <summary>
    /// How many elements <see cref="Transpose"/> fills: those of all places that a tap may meet, and as many more as a register block reads
    /// beyond them.
    /// </summary>
    public int TransposedLength => ((ChannelLength + (Y.Shared * Pitch) + X.Shared) * Channels) + Overrun;

    /// <summary>Copies an image so that the channels of each place lie side by side.</summary>
    /// <param name="source">The image, its channels one after the other.</param>
    /// <param name="row">Room for a row of it.</param>
    /// <param name="turned">Where it goes.</param>
    public void Transpose<T>(ReadOnlySpan<T> source, Span<T> row, Span<T> turned)
        where T : unmanaged
    {
        turned[..TransposedLength].Clear();
        for (var slotY = 0; slotY < Y.Slots; slotY++)
        {
            var startY = Y.StartOf(slotY);
            var (top, bottom) = ConvGeometry.Inside(Y.Size, Y.Filled, Y.Step, startY);
            for (var y = top; y < bottom; y++)
            {
                var pixels = source[(((y * Y.Step) + startY) * X.Size)..];
                Panels.Pack(new Matrix<T>(pixels, Channels, X.Size, Y.Size * X.Size, 1), Channels, row);
                for (var slotX = 0; slotX < X.Slots; slotX++)
                {
                    TransposeSlot(row, X.StartOf(slotX),
                    turned[(Channels * Distance(slotY, slotX, y, 0))..]);
                }
            }
        }
    }

    private void TransposeSlot<T>(ReadOnlySpan<T> row, int start, Span<T> target)
        where T : unmanaged
    {
        var (left, right) = ConvGeometry.Inside(X.Size, X.Filled, X.Step, start);
        if (X.Step == 1) { row.Slice((left + start) * Channels, (right - left) * Channels).CopyTo(target[(left * Channels)..]); }
        else
        {
            for (var x = left; x < right; x++) { row.Slice(((x * X.Step) + start) * Channels, Channels).CopyTo(target[(x * Channels)..]); }
        }
    }

    private void FillSlot<T>(ReadOnlySpan<T> plane, int slotY, int slotX, Span<T> target)
        where T : unmanaged
    {
        var (startY, startX) = (Y.StartOf(slotY), X.StartOf(slotX));
        var (top, bottom) = ConvGeometry.Inside(Y.Size, Y.Filled, Y.Step, startY);
        var (left, right) = ConvGeometry.Inside(X.Size, X.Filled, X.Step, startX);
        if (top == bottom || left == right) { return; }
        var from = (((top * Y.Step) + startY) * X.Size) + (left * X.Step) + startX;
        var (rows, count) = (bottom - top, right - left);
        if (X.Step == 1) { Rows.Copy(rows, count, plane[from..], Y.Step * X.Size, target[((top * Pitch) + left)..], Pitch); }
        else { Rows.Thin(rows, count, plane[from..], Y.Step * X.Size, X.Step, target[((top * Pitch) + left)..], Pitch); }
    }
}
