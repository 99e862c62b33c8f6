using System.Numerics;
using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;
using ChainRule.Planning;

namespace ChainRule.Execution;

/// <summary>Runs an elementwise pass: tile by tile, every step on a tile while it is in the L1 cache.</summary>
internal sealed class PassRunner<T> : Runner, IChunkWork where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int MinStreamBytes = Machine.SmallSecondLevelCache / 2; // what is smaller is in a cache as a rule

    private readonly ElementwisePass pass;
    private readonly Session session;
    private readonly TileAction<T>[] actions;
    private readonly TileAction<T>[] once;
    private readonly TilePlace[] loaded;
    private readonly bool[] isSplat;
    private readonly T[] literals;
    private readonly Accumulate[] reductions;
    private readonly Operand[] streams;
    private readonly int tile;
    private readonly int tileStride;
    private readonly int rowStride;

    public PassRunner(ElementwisePass pass, Session session)
    {
        (this.pass, this.session) = (pass, session);
        tile = TileLength(pass);
        reductions = [.. pass.Reductions];
        streams = (long)pass.Size * Unsafe.SizeOf<T>() < MinStreamBytes
            ? []
            : [.. pass.Direct.Where(operand => operand.View.Shape.Size == pass.Size)];
        (tileStride, rowStride) = (Padded(tile), Padded(tile / pass.Row));
        once = [.. pass.Loads.Select(load => TileAction<T>.For(load, pass.Row, Resolve))];
        loaded = Array.ConvertAll(pass.Loads, load => Resolve(load.To));
        literals = new T[pass.Loads.Length];
        isSplat = Array.ConvertAll(pass.Loads, load => load.IsSplat);
        actions = TileActions.For<T>(pass, Resolve);
    }

    public override int ScratchBytes => (pass.Registers * tileStride + pass.RowRegisters * rowStride) * Unsafe.SizeOf<T>();

    public override void Take(ReadOnlySpan<double> numbers)
    {
        for (var i = 0; i < literals.Length; i++)
            if (pass.Loads[i].Number is >= 0 and var number) literals[i] = T.CreateChecked(numbers[number]);
    }

    public override void Run()
    {
        foreach (var reduction in reductions)
            if (reduction.Partials < 0) reduction.Begin<T>(session, 0);
        ThreadTeam.Shared.Run(pass.Chunks, this);
        foreach (var reduction in reductions)
            if (reduction.Partials >= 0) reduction.AddTo<T>(session, pass.Chunks);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int chunk, int worker)
    {
        var scratch = session.Scratch<T>(worker);
        Begin(chunk, scratch);
        var end = (int)Math.Min(pass.Size, (chunk + 1L) * pass.Chunk);
        for (var start = chunk * pass.Chunk; start < end; start += tile)
        {
            var frame = new TileFrame<T>(session, scratch, chunk, start, Math.Min(tile, end - start), pass.Row);
            AskFor(start + tile, end);
            foreach (var action in actions) action.Run(frame);
        }
    }

    /// <summary>Prefetches the memory of the next tile while this one is computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AskFor(int start, int end)
    {
        var count = Math.Min(tile, end - start);
        if (count <= 0) return;
        foreach (var stream in streams) Prefetch.Ahead<T>(session.Span<T>(stream.Buffer).Slice(stream.View.Offset + start, count));
    }

    /// <summary>The number of elements with which all registers fit the cache; whole rows, at least one.</summary>
    private static int TileLength(ElementwisePass pass)
    {
        var room = Machine.FirstLevelCache / Unsafe.SizeOf<T>() / Math.Max(4, pass.Registers);
        var elements = Math.Clamp(room, 64, 1024) & ~15;
        return Math.Min(Math.Max(1, elements / pass.Row) * pass.Row, Math.Max(1, pass.Size));
    }

    /// <summary>
    /// The stride between registers in scratch memory: whole cache lines, and one more so that registers do not map to the same cache sets.
    /// </summary>
    private static int Padded(int elements)
    {
        var line = Machine.CacheLine / Unsafe.SizeOf<T>();
        return ((elements + line - 1) / line + 1) * line;
    }

    private TilePlace Resolve(Place place)
    {
        if (place.IsRegister)
            return new(-1, place.OfRows ? pass.Registers * tileStride + place.Index * rowStride : place.Index * tileStride, place.OfRows);
        var operand = pass.Direct[place.Index];
        return new(operand.Buffer, operand.View.Offset, place.OfRows);
    }

    /// <summary>Prepares a chunk: the registers that are the same for all tiles, and the chunk's partial results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Begin(int chunk, Span<T> scratch)
    {
        var whole = new TileFrame<T>(session, scratch, chunk, 0, tile, pass.Row);
        for (var i = 0; i < pass.Loads.Length; i++)
        {
            if (isSplat[i]) whole.At(loaded[i]).Fill(pass.Loads[i].From is { } from ? Element(from) : literals[i]);
            else once[i].Run(whole);
        }
        foreach (var reduction in reductions)
            if (reduction.Partials >= 0) reduction.Begin<T>(session, chunk);
    }

    private T Element(Operand from)
    {
        if (from.View.Shape.Size == 0) return default;
        return from.DType == DType.Bool
            ? session.Span<bool>(from.Buffer)[from.View.Offset] ? T.One : T.Zero
            : session.Span<T>(from.Buffer)[from.View.Offset];
    }
}
