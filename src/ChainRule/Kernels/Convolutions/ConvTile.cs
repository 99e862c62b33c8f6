using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>
/// A kernel's tap: where its weight is in the weights of a channel, and how far from a place the element is that it meets.
/// </summary>
internal readonly record struct Tap(int Weight, int Distance);

/// <summary>How many rows and vectors a register tile has: constants to the compiler.</summary>
internal interface ITileShape
{
    /// <summary>4 or 8.</summary>
    static abstract int Rows { get; }

    /// <summary>1 to 3.</summary>
    static abstract int Columns { get; }
}

internal readonly struct Tile8x3 : ITileShape
{
    public static int Rows => 8;

    public static int Columns => 3;
}

internal readonly struct Tile8x2 : ITileShape
{
    public static int Rows => 8;

    public static int Columns => 2;
}

internal readonly struct Tile8x1 : ITileShape
{
    public static int Rows => 8;

    public static int Columns => 1;
}

internal readonly struct Tile4x3 : ITileShape
{
    public static int Rows => 4;

    public static int Columns => 3;
}

internal readonly struct Tile4x2 : ITileShape
{
    public static int Rows => 4;

    public static int Columns => 2;
}

internal readonly struct Tile4x1 : ITileShape
{
    public static int Rows => 4;

    public static int Columns => 1;
}

/// <summary>
/// The sums of some channels of a result at neighbouring places, in registers: of 32, 24 hold sums, 3 elements of the planes and one a
/// weight.
/// </summary>
internal static class ConvTile
{
    /// <summary>
    /// result[r, p] = Σ over channels c and taps t of weights[r * row + c * channel + t.Weight] planes[c * planeChannel + t.Distance + p].
    /// Where there are fewer than a tile's rows, the others repeat the last.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<T, V, S>(
        int channels, ReadOnlySpan<Tap> taps, ref T weights, nint row, int rows, nint channel,
        ref T planes, nint planeChannel, ref T result, nint resultRow)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where S : ITileShape
    {
        var o1 = Math.Min(1, rows - 1) * row;
        var o2 = Math.Min(2, rows - 1) * row;
        var o3 = Math.Min(3, rows - 1) * row;
        var o4 = Math.Min(4, rows - 1) * row;
        var o5 = Math.Min(5, rows - 1) * row;
        var o6 = Math.Min(6, rows - 1) * row;
        var o7 = Math.Min(7, rows - 1) * row;
        V x0 = default, y0 = default, z0 = default;
        V x1 = default, y1 = default, z1 = default;
        V x2 = default, y2 = default, z2 = default;
        V x3 = default, y3 = default, z3 = default;
        V x4 = default, y4 = default, z4 = default;
        V x5 = default, y5 = default, z5 = default;
        V x6 = default, y6 = default, z6 = default;
        V x7 = default, y7 = default, z7 = default;
        for (; channels > 0; channels--)
        {
            foreach (ref readonly var tap in taps)
            {
                ref var p = ref Unsafe.Add(ref planes, (nint)tap.Distance);
                ref var q = ref Unsafe.Add(ref weights, (nint)tap.Weight);
                var bx = V.Load(ref p, 0);
                var by = S.Columns > 1 ? V.Load(ref Unsafe.Add(ref p, V.Count), 0) : bx;
                var bz = S.Columns > 2 ? V.Load(ref Unsafe.Add(ref p, 2 * V.Count), 0) : bx;
                var a0 = V.Splat(q);
                V.Accumulate(a0, bx, ref x0);
                if (S.Columns > 1) { V.Accumulate(a0, by, ref y0); }
                if (S.Columns > 2) { V.Accumulate(a0, bz, ref z0); }
                var a1 = V.Splat(Unsafe.Add(ref q, o1));
                V.Accumulate(a1, bx, ref x1);
                if (S.Columns > 1) { V.Accumulate(a1, by, ref y1); }
                if (S.Columns > 2) { V.Accumulate(a1, bz, ref z1); }
                var a2 = V.Splat(Unsafe.Add(ref q, o2));
                V.Accumulate(a2, bx, ref x2);
                if (S.Columns > 1) { V.Accumulate(a2, by, ref y2); }
                if (S.Columns > 2) { V.Accumulate(a2, bz, ref z2); }
                var a3 = V.Splat(Unsafe.Add(ref q, o3));
                V.Accumulate(a3, bx, ref x3);
                if (S.Columns > 1) { V.Accumulate(a3, by, ref y3); }
                if (S.Columns > 2) { V.Accumulate(a3, bz, ref z3); }
                if (S.Rows == 4) { continue; }
                var a4 = V.Splat(Unsafe.Add(ref q, o4));
                V.Accumulate(a4, bx, ref x4);
                if (S.Columns > 1) { V.Accumulate(a4, by, ref y4); }
                if (S.Columns > 2) { V.Accumulate(a4, bz, ref z4); }
                var a5 = V.Splat(Unsafe.Add(ref q, o5));
                V.Accumulate(a5, bx, ref x5);
                if (S.Columns > 1) { V.Accumulate(a5, by, ref y5); }
                if (S.Columns > 2) { V.Accumulate(a5, bz, ref z5); }
                var a6 = V.Splat(Unsafe.Add(ref q, o6));
                V.Accumulate(a6, bx, ref x6);
                if (S.Columns > 1) { V.Accumulate(a6, by, ref y6); }
                if (S.Columns > 2) { V.Accumulate(a6, bz, ref z6); }
                var a7 = V.Splat(Unsafe.Add(ref q, o7));
                V.Accumulate(a7, bx, ref x7);
                if (S.Columns > 1) { V.Accumulate(a7, by, ref y7); }
                if (S.Columns > 2) { V.Accumulate(a7, bz, ref z7); }
            }
            weights = ref Unsafe.Add(ref weights, channel);
            planes = ref Unsafe.Add(ref planes, planeChannel);
        }
        Store<T, V, S>(x0, y0, z0, ref result);
        Store<T, V, S>(x1, y1, z1, ref Unsafe.Add(ref result, 1 * resultRow));
        Store<T, V, S>(x2, y2, z2, ref Unsafe.Add(ref result, 2 * resultRow));
        Store<T, V, S>(x3, y3, z3, ref Unsafe.Add(ref result, 3 * resultRow));
        if (S.Rows == 4) { return; }
        Store<T, V, S>(x4, y4, z4, ref Unsafe.Add(ref result, 4 * resultRow));
        Store<T, V, S>(x5, y5, z5, ref Unsafe.Add(ref result, 5 * resultRow));
        Store<T, V, S>(x6, y6, z6, ref Unsafe.Add(ref result, 6 * resultRow));
        Store<T, V, S>(x7, y7, z7, ref Unsafe.Add(ref result, 7 * resultRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, V, S>(V x, V y, V z, ref T to)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where S : ITileShape
    {
        V.Store(x, ref to, 0);
        if (S.Columns > 1) { V.Store(y, ref Unsafe.Add(ref to, V.Count), 0); }
        if (S.Columns > 2) { V.Store(z, ref Unsafe.Add(ref to, 2 * V.Count), 0); }
    }
}
