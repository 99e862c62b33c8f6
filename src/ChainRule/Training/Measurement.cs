using ChainRule.Execution;
using ChainRule.Graph;
using ChainRule.Networks;

namespace ChainRule.Training;

/// <summary>
/// The means of a trainer's loss and metrics over a dataset, each example weighing alike. They are built in evaluation mode, once for
/// each shape of batch, and change nothing.
/// </summary>
internal sealed class Measurement(Trainer trainer, Module model, Dataset data)
{
    private readonly Loader loader = new(data, trainer.BatchSize) { Shuffle = false };
    private readonly List<(Input[] Batch, Evaluation Plan)> traced = [];

    /// <summary>The means by name.</summary>
    public IReadOnlyDictionary<string, double> Run(CancellationToken cancellation)
    {
        string[] names = [TrainingMetrics.Loss, .. trainer.Metrics.Names];
        var sums = new double[names.Length];
        foreach (var batch in loader.Pass(0))
        {
            cancellation.ThrowIfCancellationRequested();
            var values = Measure(batch);
            for (var i = 0; i < sums.Length; i++) sums[i] += values[i].Item() * batch[0].Shape[0];
        }
        var means = new OrderedDictionary<string, double>();
        for (var i = 0; i < sums.Length; i++) means.Add(names[i], sums[i] / loader.Count);
        return means;
    }

    private TensorData[] Measure(TensorData[] batch)
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
        traced.Add((inputs, new Evaluation(Build()) { Rebuild = () => Build() }));
        return traced[^1];

        IReadOnlyList<Tensor> Build() => model.BuildAs(training: false, () => trainer.Measures(inputs));
    }
}
