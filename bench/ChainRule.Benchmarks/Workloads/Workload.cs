using ChainRule.Networks;
using ChainRule.Training;

namespace ChainRule.Benchmarks.Workloads;

/// <summary>A piece of work to be timed.</summary>
/// <param name="Step">What computes it.</param>
/// <param name="Inner">How many steps are timed together, so that the clock's resolution does not matter.</param>
internal sealed record Workload(IWorkloadStep Step, int Inner)
{
    /// <summary>Computations, and updates if there are any. What has to be planned is planned at <see cref="Prepare"/>.</summary>
    public static Workload Of(Func<Step> step, int inner) => new(new PlainStep(step), inner);

    /// <summary>Training on one batch.</summary>
    public static Workload Of(Layer model, Optimizer optimizer, TensorData x, TensorData y, Func<Tensor, Tensor, Tensor> loss, int inner) =>
        new(new BatchStep(new TrainingStep(model, optimizer, (input, target) => loss(model.Forward(input), target)), x, y), inner);

    /// <summary>Traces and plans where that is to be done; says how much of the time went into simplifying and planning.</summary>
    public TimeSpan Prepare() => Step.Prepare();

    /// <summary>Takes one step: from data in memory to the loss, every gradient and every updated parameter.</summary>
    public void Run() => Step.Run();

    /// <summary>The plan of a step.</summary>
    public Plan Plan()
    {
        Prepare();
        return Step.Planned.Plan;
    }
}

/// <summary>The step of a workload.</summary>
internal interface IWorkloadStep
{
    /// <summary>The planned step, once <see cref="Prepare"/> was called.</summary>
    Step Planned { get; }

    /// <summary>Traces and plans where that is to be done; says how much of the time went into simplifying and planning.</summary>
    TimeSpan Prepare();

    /// <summary>Takes one step.</summary>
    void Run();
}

/// <summary>A step that is written out.</summary>
internal sealed class PlainStep(Func<Step> make) : IWorkloadStep
{
    private Step? step;

    public Step Planned => step ??= make();

    public TimeSpan Prepare() => Planned.PlanningTime;

    public void Run() => Planned.Run();
}

/// <summary>A training step with its batch.</summary>
internal sealed class BatchStep(TrainingStep step, TensorData x, TensorData y) : IWorkloadStep
{
    public Step Planned => step.Prepare(x, y);

    public TimeSpan Prepare() => Planned.PlanningTime;

    public void Run() => step.Run(x, y);
}
