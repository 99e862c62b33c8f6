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
    private const int TileBytes = 32 * 1024; // what the registers may fill of a core's L1 cache
    private readonly ElementwisePass pass;
    private readonly Session session;
    private readonly Delegate[] kernels;
    private readonly int tile;

    public PassRunner(ElementwisePass pass, Session session)
    {
        (this.pass, this.session) = (pass, session);
        kernels = [.. pass.Steps.Select(step => step is Instruction i ? i.Op.Kernel.For<T>() : null!)];
        var room = TileBytes / Unsafe.SizeOf<T>() / Math.Max(4, pass.Registers);
        tile = Math.Min(Math.Clamp(room, 64, 1024) & ~15, Math.Max(1, pass.Size));
    }

    public override int ScratchBytes => pass.Registers * tile * Unsafe.SizeOf<T>();

    public override void Run()
    {
        foreach (var step in pass.Steps)
            if (step is Accumulate { Partials: < 0 } reduction) Target(reduction, 0).Fill(Identity(reduction.Combine));
        ThreadTeam.Shared.Run(pass.Chunks, this);
        foreach (var step in pass.Steps)
            if (step is Accumulate { Partials: >= 0 } reduction) Gather(reduction);
    }

    public void Execute(int chunk, int worker)
    {
        var registers = session.Scratch<T>(worker)[..(pass.Registers * tile)];
        Begin(chunk, registers);
        var end = (int)Math.Min(pass.Size, (chunk + 1L) * pass.Chunk);
        for (var start = chunk * pass.Chunk; start < end; start += tile)
            Tile(start, Math.Min(tile, end - start), chunk, registers);
    }

    /// <summary>What is done once a chunk: registers that are one number throughout, and the chunk's own results.</summary>
    private void Begin(int chunk, Span<T> registers)
    {
        foreach (var load in pass.Loads)
            if (load.IsSplat) registers.Slice(load.Register * tile, tile).Fill(SplatValue(load));
        foreach (var step in pass.Steps)
            if (step is Accumulate { Partials: >= 0 } reduction) Target(reduction, chunk).Fill(Identity(reduction.Combine));
    }

    private T SplatValue(Load load)
    {
        if (load.From is not { } from) return T.CreateChecked(load.Literal);
        if (from.View.Shape.Size == 0) return default;
        return from.DType == DType.Bool
            ? session.Span<bool>(from.Buffer)[from.View.Offset] ? T.One : T.Zero
            : session.Span<T>(from.Buffer)[from.View.Offset];
    }

    private void Tile(int start, int count, int chunk, Span<T> registers)
    {
        foreach (var load in pass.Loads)
            if (!load.IsSplat) Bring(load, start, registers.Slice(load.Register * tile, count));
        for (var i = 0; i < pass.Steps.Length; i++)
        {
            switch (pass.Steps[i])
            {
                case Instruction instruction: Apply(instruction, kernels[i], start, count, registers); break;
                case Accumulate reduction: Reduce(reduction, At(reduction.From, start, count, registers), start, chunk); break;
                case StoreMask mask: Tiles.StoreMask(At(mask.From, start, count, registers), session.Span<bool>(mask.To.Buffer).Slice(start, count)); break;
            }
        }
    }

    private void Bring(Load load, int start, Span<T> register)
    {
        var from = load.From!;
        if (from.DType == DType.Bool) Tiles.LoadMask(pass.Sizes, load.Strides, session.Span<bool>(from.Buffer), from.View.Offset, start, register);
        else Tiles.Load(pass.Sizes, load.Strides, session.Span<T>(from.Buffer), from.View.Offset, start, register);
    }

    private void Apply(Instruction instruction, Delegate kernel, int start, int count, Span<T> registers)
    {
        var inputs = instruction.Inputs;
        var output = At(instruction.Output, start, count, registers);
        var first = At(inputs[0], start, count, registers);
        switch (inputs.Length)
        {
            case 1:
                Unsafe.As<UnaryKernel<T>>(kernel)(first, output);
                break;
            case 2:
                Unsafe.As<BinaryKernel<T>>(kernel)(first, At(inputs[1], start, count, registers), output);
                break;
            default:
                Unsafe.As<TernaryKernel<T>>(kernel)(first, At(inputs[1], start, count, registers), At(inputs[2], start, count, registers), output);
                break;
        }
    }

    private Span<T> At(Place place, int start, int count, Span<T> registers)
    {
        if (place.IsRegister) return registers.Slice(place.Index * tile, count);
        var operand = pass.Direct[place.Index];
        return session.Span<T>(operand.Buffer).Slice(operand.View.Offset + start, count);
    }

    private void Reduce(Accumulate reduction, ReadOnlySpan<T> values, int start, int chunk)
    {
        var target = Target(reduction, chunk);
        switch (reduction.Combine)
        {
            case Combine.Sum: Tiles.Sum(pass.Sizes, reduction.Strides, values, start, target); break;
            case Combine.Max: Tiles.Max(pass.Sizes, reduction.Strides, values, start, target); break;
            default: Tiles.Min(pass.Sizes, reduction.Strides, values, start, target); break;
        }
    }

    /// <summary>Brings the chunks' results together, in their order, whoever made them.</summary>
    private void Gather(Accumulate reduction)
    {
        var result = session.Span<T>(reduction.To.Buffer)[..reduction.To.View.Shape.Size];
        result.Fill(Identity(reduction.Combine));
        for (var chunk = 0; chunk < pass.Chunks; chunk++)
        {
            var own = Target(reduction, chunk);
            switch (reduction.Combine)
            {
                case Combine.Sum: Elementary.Add<T>(result, own, result); break;
                case Combine.Max: Elementary.Maximum<T>(result, own, result); break;
                default: Elementary.Minimum<T>(result, own, result); break;
            }
        }
    }

    private Span<T> Target(Accumulate reduction, int chunk)
    {
        var size = reduction.To.View.Shape.Size;
        return reduction.Partials < 0
            ? session.Span<T>(reduction.To.Buffer)[..size]
            : session.Span<T>(reduction.Partials).Slice(chunk * size, size);
    }

    private static T Identity(Combine combine) => combine switch
    {
        Combine.Sum => T.Zero,
        Combine.Max => T.NegativeInfinity,
        _ => T.PositiveInfinity,
    };
}
