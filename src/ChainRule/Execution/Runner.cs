using System.Numerics;
using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Planning;

namespace ChainRule.Execution;

/// <summary>A step of a plan, bound to the buffers of one session. It may run any number of times.</summary>
internal abstract class Runner
{
    /// <summary>Runs the step.</summary>
    public abstract void Run();

    /// <summary>Sets the values of literals, by their slots, for all later runs.</summary>
    public virtual void Take(ReadOnlySpan<double> numbers) { }

    /// <summary>Scratch memory that each worker needs, in bytes.</summary>
    public virtual int ScratchBytes => 0;

    /// <summary>The runner for a step.</summary>
    public static Runner For(PlanStep step, Session session) => step switch
    {
        ElementwisePass { Compute: DType.Float32 } pass when ScalarRunner<float>.Runs(pass) => new ScalarRunner<float>(pass, session),
        ElementwisePass pass when ScalarRunner<double>.Runs(pass) => new ScalarRunner<double>(pass, session),
        ElementwisePass { Compute: DType.Float32 } pass => new PassRunner<float>(pass, session),
        ElementwisePass pass => new PassRunner<double>(pass, session),
        KernelStep { Compute: DType.Float32 } kernel => new KernelRunner<float>(kernel, session),
        KernelStep kernel => new KernelRunner<double>(kernel, session),
        CopyStep copy => new CopyRunner(copy, session),
        FillStep fill => new FillRunner(fill, session),
        _ => throw new NotSupportedException($"no way to run a {step.GetType().Name}"),
    };
}

/// <summary>Runs an op's own kernel, its parts in parallel.</summary>
internal sealed class KernelRunner<T>(KernelStep step, Session session) : Runner, IChunkWork where T : unmanaged, IFloatingPointIeee754<T>
{
    public override int ScratchBytes => step.Work.Workspace * Unsafe.SizeOf<T>();

    public override void Run()
    {
        if (step.Output.View.Shape.Size == 0) return;
        ThreadTeam.Shared.Run(step.Work.Parts, this);
        step.Op.Finish(Call(worker: 0));
    }

    public void Execute(int chunk, int worker) => step.Op.Execute(Call(worker), chunk);

    private KernelCall<T> Call(int worker) =>
        new(session, step.Inputs, step.Output, step.Shared, session.Scratch<T>(worker)[..step.Work.Workspace], step.Work.Parts);
}

/// <summary>Copies between views.</summary>
internal sealed class CopyRunner(CopyStep step, Session session) : Runner
{
    public override void Run()
    {
        switch (step.From.DType)
        {
            case DType.Float32: Copy<float>(); break;
            case DType.Float64: Copy<double>(); break;
            case DType.Int64: Copy<long>(); break;
            default: Copy<bool>(); break;
        }
    }

    private void Copy<T>() where T : unmanaged
    {
        var (from, to) = (step.From.View, step.To.View);
        if (from.Shape.Size == 0) return;
        Strided.Copy(from.Shape.AsSpan(), session.Span<T>(step.From.Buffer), from.Offset, from.Strides.AsSpan(),
            session.Span<T>(step.To.Buffer), to.Offset, to.Strides.AsSpan());
    }
}

/// <summary>Sets a dense buffer to one number.</summary>
internal sealed class FillRunner(FillStep step, Session session) : Runner
{
    private double value;

    public override void Take(ReadOnlySpan<double> numbers) => value = step.Number < 0 ? 0 : numbers[step.Number];

    public override void Run()
    {
        switch (step.To.DType)
        {
            case DType.Float32: session.Span<float>(step.To.Buffer).Fill((float)value); break;
            case DType.Float64: session.Span<double>(step.To.Buffer).Fill(value); break;
            case DType.Int64: session.Span<long>(step.To.Buffer).Fill((long)value); break;
            default: session.Span<bool>(step.To.Buffer).Fill(value != 0); break;
        }
    }
}
