using ChainRule.Execution;
using ChainRule.Graph;
using ChainRule.Networks;

namespace ChainRule.Training;

/// <summary>
/// Means of some scalars over a dataset, each example weighing alike. They are built in evaluation mode, once for each shape
/// of batch, and change nothing.
/// </summary>
internal sealed class Evaluator(Module model, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> scalars)
{
    private readonly List<(Input[] Batch, Evaluation Plan)> traced = [];

    /// <summary>The means, in the order in which they are built.</summary>
    public double[] Run(Loader loader, CancellationToken cancellation)
    {
        double[] sums = [];
        foreach (var batch in loader.Pass(0))
        {
            cancellation.ThrowIfCancellationRequested();
            var values = Values(batch);
            if (sums.Length == 0) sums = new double[values.Length];
            for (var i = 0; i < sums.Length; i++) sums[i] += values[i].Item() * batch[0].Shape[0];
        }
        return [.. sums.Select(sum => sum / loader.Count)];
    }

    private TensorData[] Values(TensorData[] batch)
    {
        var (inputs, plan) = Find(batch) ?? Trace(batch);
        for (var i = 0; i < batch.Length; i++) inputs[i].Value = batch[i];
        return plan.Run();
    }

    private (Input[] Batch, Evaluation Plan)? Find(TensorData[] batch)
    {
        foreach (var candidate in traced)
            if (candidate.Batch.Select(input => input.Type).SequenceEqual(batch.Select(array => array.Type))) return candidate;
        return null;
    }

    private (Input[] Batch, Evaluation Plan) Trace(TensorData[] batch)
    {
        var inputs = TracedStep.Inputs(batch);
        var built = model.BuildAs(training: false, () => scalars(inputs));
        traced.Add((inputs, new Evaluation(built)));
        return traced[^1];
    }
}
