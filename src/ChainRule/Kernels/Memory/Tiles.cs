using System.Numerics;
using System.Numerics.Tensors;

namespace ChainRule.Kernels;

/// <summary>
/// Walks a range of an index space, row-major, in runs along the last axis, and says where each run begins in a buffer with
/// strides of its own.
/// </summary>
internal ref struct RunWalker
{
    private readonly ReadOnlySpan<int> sizes;
    private readonly ReadOnlySpan<int> strides;
    private readonly Span<int> index;
    private readonly int inner;
    private int remaining;
    private int offset;
    private int from;

    /// <summary>Begins at element <paramref name="start"/>; <paramref name="index"/> is scratch memory, one place an axis.</summary>
    public RunWalker(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset, int start, int count, Span<int> index)
    {
        this.sizes = sizes;
        this.strides = strides;
        this.index = index;
        (this.offset, remaining) = (offset, count);
        inner = sizes.IsEmpty ? 1 : sizes[^1];
        Stride = sizes.IsEmpty ? 0 : strides[^1];
        for (var axis = sizes.Length - 1; axis >= 0; axis--)
        {
            index[axis] = start % sizes[axis];
            start /= sizes[axis];
            if (axis < sizes.Length - 1) this.offset += index[axis] * strides[axis];
        }
        from = sizes.IsEmpty ? 0 : index[sizes.Length - 1];
    }

    /// <summary>How far apart the elements of a run are.</summary>
    public int Stride { get; }

    /// <summary>Where the run begins in the buffer.</summary>
    public int Offset { get; private set; }

    /// <summary>How many elements it has.</summary>
    public int Length { get; private set; }

    public bool Next()
    {
        if (remaining == 0) return false;
        Length = Math.Min(inner - from, remaining);
        Offset = offset + from * Stride;
        remaining -= Length;
        from = 0;
        Advance();
        return true;
    }

    /// <summary>To the next row: the last axis but one moves on, and those before it where it is through.</summary>
    private void Advance()
    {
        for (var axis = sizes.Length - 2; axis >= 0; axis--)
        {
            offset += strides[axis];
            if (++index[axis] < sizes[axis]) return;
            offset -= sizes[axis] * strides[axis];
            index[axis] = 0;
        }
    }
}

/// <summary>Moves tiles between buffers with strides and the dense registers of a pass.</summary>
internal static class Tiles
{
    private const int MaxRank = 32;
    private const int MaxColumns = 64; // wider rows are few in a chunk

    /// <summary>tile[i] = the element that strides find at place start + i of the index space.</summary>
    public static void Load<T>(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, ReadOnlySpan<T> buffer, int offset, int start,
        Span<T> tile)
    {
        var runs = new RunWalker(sizes, strides, offset, start, tile.Length, stackalloc int[MaxRank]);
        while (runs.Next())
        {
            var run = tile[..runs.Length];
            if (runs.Stride == 1) buffer.Slice(runs.Offset, runs.Length).CopyTo(run);
            else if (runs.Stride == 0) run.Fill(buffer[runs.Offset]);
            else
                for (var i = 0; i < run.Length; i++) run[i] = buffer[runs.Offset + i * runs.Stride];
            tile = tile[runs.Length..];
        }
    }

    /// <summary>The same for a mask: true becomes 1.</summary>
    public static void LoadMask<T>(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, ReadOnlySpan<bool> buffer, int offset, int start,
        Span<T> tile)
        where T : INumber<T>
    {
        var runs = new RunWalker(sizes, strides, offset, start, tile.Length, stackalloc int[MaxRank]);
        while (runs.Next())
        {
            for (var i = 0; i < runs.Length; i++) tile[i] = buffer[runs.Offset + i * runs.Stride] ? T.One : T.Zero;
            tile = tile[runs.Length..];
        }
    }

    /// <summary>mask[i] = tile[i] ≠ 0.</summary>
    public static void StoreMask<T>(ReadOnlySpan<T> tile, Span<bool> mask) where T : INumber<T>
    {
        for (var i = 0; i < tile.Length; i++) mask[i] = tile[i] != T.Zero;
    }

    /// <summary>target += tile, where strides say which elements come together.</summary>
    public static void Sum<T>(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, ReadOnlySpan<T> tile, int start, Span<T> target)
        where T : unmanaged, INumber<T>
    {
        if (sizes is [_, <= MaxColumns and var columns] && strides is [0, 1] && tile.Length >= 4 * columns)
        {
            // The rows of a tile are added up first: a chunk has too many to add them one after the other.
            Span<T> own = stackalloc T[columns];
            own.Clear();
            SumRuns(sizes, strides, tile, start, own);
            Add(own, target);
        }
        else { SumRuns(sizes, strides, tile, start, target); }
    }

    private static void SumRuns<T>(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, ReadOnlySpan<T> tile, int start, Span<T> target)
        where T : unmanaged, INumber<T>
    {
        var runs = new RunWalker(sizes, strides, 0, start, tile.Length, stackalloc int[MaxRank]);
        while (runs.Next())
        {
            var run = tile[..runs.Length];
            if (runs.Stride == 0) target[runs.Offset] += WideSums.Sum<T>(run);
            else if (runs.Stride == 1) Add(run, target.Slice(runs.Offset, run.Length));
            else
                for (var i = 0; i < run.Length; i++) target[runs.Offset + i * runs.Stride] += run[i];
            tile = tile[runs.Length..];
        }
    }

    /// <summary>target = max(target, tile), where strides say which elements come together; NaN wins.</summary>
    public static void Max<T>(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, ReadOnlySpan<T> tile, int start, Span<T> target)
        where T : INumber<T>
    {
        var runs = new RunWalker(sizes, strides, 0, start, tile.Length, stackalloc int[MaxRank]);
        while (runs.Next())
        {
            var run = tile[..runs.Length];
            if (runs.Stride == 0) target[runs.Offset] = T.Max(target[runs.Offset], TensorPrimitives.Max(run));
            else
                for (var i = 0; i < run.Length; i++)
                    target[runs.Offset + i * runs.Stride] = T.Max(target[runs.Offset + i * runs.Stride], run[i]);
            tile = tile[runs.Length..];
        }
    }

    /// <summary>target = min(target, tile), where strides say which elements come together; NaN wins.</summary>
    public static void Min<T>(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, ReadOnlySpan<T> tile, int start, Span<T> target)
        where T : INumber<T>
    {
        var runs = new RunWalker(sizes, strides, 0, start, tile.Length, stackalloc int[MaxRank]);
        while (runs.Next())
        {
            var run = tile[..runs.Length];
            if (runs.Stride == 0) target[runs.Offset] = T.Min(target[runs.Offset], TensorPrimitives.Min(run));
            else
                for (var i = 0; i < run.Length; i++)
                    target[runs.Offset + i * runs.Stride] = T.Min(target[runs.Offset + i * runs.Stride], run[i]);
            tile = tile[runs.Length..];
        }
    }

    /// <summary>target = √(target² + Σtile²), where strides say which elements come together; NaN wins.</summary>
    public static void Norm<T>(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, ReadOnlySpan<T> tile, int start, Span<T> target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var runs = new RunWalker(sizes, strides, 0, start, tile.Length, stackalloc int[MaxRank]);
        while (runs.Next())
        {
            var run = tile[..runs.Length];
            if (runs.Stride == 0) target[runs.Offset] = Norms.Of(target[runs.Offset], Norms.Of(run));
            else if (runs.Stride == 1) Norms.Combine(target.Slice(runs.Offset, run.Length), run);
            else
                for (var i = 0; i < run.Length; i++)
                    target[runs.Offset + i * runs.Stride] = Norms.Of(target[runs.Offset + i * runs.Stride], run[i]);
            tile = tile[runs.Length..];
        }
    }

    /// <summary>y += x; short runs, as in a column of three, are not worth a vectorised call.</summary>
    private static void Add<T>(ReadOnlySpan<T> x, Span<T> y) where T : INumber<T>
    {
        if (x.Length >= 16)
        {
            Loops.Binary<T, AddFormula>(y, x, y);
            return;
        }
        for (var i = 0; i < x.Length; i++) y[i] += x[i];
    }
}
