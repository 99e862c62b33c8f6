using ChainRule.Networks;
using ChainRule.Training;

namespace ChainRule.Benchmarks.Workloads;

/// <summary>A piece of work to be timed.</summary>
/// <param name="Run">Takes one step: from data in memory to the loss, every gradient and every updated parameter.</param>
/// <param name="Inner">How many steps are timed together, so that the clock's resolution does not matter.</param>
/// <param name="Plan">The plan of a step, once one was taken.</param>
public sealed record Workload(Action Run, int Inner, Func<Plan> Plan)
{
    /// <summary>Computations, and updates if there are any.</summary>
    public static Workload Of(Step step, int inner) => new(step.Run, inner, () => step.Plan);

    /// <summary>Training on one batch.</summary>
    public static Workload Of(Layer model, Optimizer optimizer, TensorData x, TensorData y, Func<Tensor, Tensor, Tensor> loss, int inner)
    {
        var step = new TrainingStep(model, optimizer, (input, target) => loss(model.Forward(input), target));
        return new(() => step.Run(x, y), inner, () => step.Plan);
    }
}
