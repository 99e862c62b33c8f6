using ChainRule.Execution;
using ChainRule.Graph;
using ChainRule.Networks;

namespace ChainRule.Training;

public sealed partial class TrainingStep
{
    /// <summary>
    /// What must be saved beside the model for a training to go on with the same bits, by name: the count of steps, the optimizer's
    /// memories of the model's parameters (<c>mean.hidden.weight</c>), gradients that wait for an update, a schedule's own states. The
    /// list is complete before the first run, so that a checkpoint can be compared with it, and loaded, before anything is traced.
    /// </summary>
    public IReadOnlyList<(string Name, State Value)> NamedStates
    {
        get
        {
            EnsureState([.. model.Parameters.Where(parameter => !parameter.IsFrozen)]);
            IEnumerable<(string, State)> gathered = Accumulate > 1 ? [("accumulated", accumulated)] : [];
            return
            [
                ("steps", State.Counter),
                .. gathered,
                .. State.StatesOf(model.Parameters),
                .. (Schedule?.NamedStates ?? []).Select(state => ($"schedule.{state.Name}", state.Value)),
            ];
        }
    }

    /// <summary>Gives a state of <see cref="NamedStates"/> the value that it had in a checkpoint.</summary>
    /// <exception cref="ArgumentException">There is no state of that name.</exception>
    /// <exception cref="ShapeException">The state has another shape or dtype.</exception>
    public void Restore(string name, TensorData value)
    {
        var states = NamedStates;
        var state = states.FirstOrDefault(state => state.Name == name).Value
            ?? throw new ArgumentException(
                $"this training has no state '{name}'; it has {string.Join(", ", states.Select(state => state.Name))}", nameof(name));
        state.Value = value;
        lastLearningRate = null;
    }

    private void CheckCount(ReadOnlySpan<TensorData> batch)
    {
        if (arrays is { } count && batch.Length != count)
            throw new ArgumentException($"the loss takes {count} arrays, but the batch has {batch.Length}", nameof(batch));
        for (var i = 0; i < batch.Length; i++)
            if (batch[i] is null) throw new ArgumentException($"batch array {i} is null", nameof(batch));
    }

    /// <summary>The plans for a batch, whose next run reads it.</summary>
    private TracedStep Bound(ReadOnlySpan<TensorData> batch)
    {
        var known = Find(batch) ?? Trace(batch);
        known.Bind(batch);
        return known;
    }

    private TracedStep? Find(ReadOnlySpan<TensorData> batch)
    {
        for (var i = 0; i < traced.Count; i++)
        {
            if (!traced[i].Fits(batch)) continue;
            var found = traced[i];
            traced.RemoveAt(i);
            traced.Insert(0, found);
            return found;
        }
        return null;
    }

    private TracedStep Trace(ReadOnlySpan<TensorData> batch)
    {
        var inputs = TracedStep.Inputs(batch);
        var built = Build(inputs);
        JitWarmUp.Begin(() => [.. built]);
        var parameters = Trained(built[0]);
        var gradients = Gradient.Of(built[0], parameters);
        EnsureState(parameters);
        var made = Accumulate == 1
            ? new TracedStep(inputs, built[0], UpdateStep(inputs, built, parameters, gradients), null, built.Count)
            : new TracedStep(inputs, built[0], UpdateStep(inputs, built, parameters, Totals(parameters, gradients)),
                AccumulateStep(inputs, built, parameters, gradients), built.Count);
        traced.Insert(0, made);
        if (traced.Count > MaxShapes) traced.RemoveAt(traced.Count - 1);
        return made;
    }

    /// <summary>The loss and what else is wanted, built in training mode; the modules' own modes are left as they were.</summary>
    private IReadOnlyList<Tensor> Build(Input[] inputs)
    {
        try
        {
            return model.BuildAs(training: true, () => outputs(inputs));
        }
        catch (ShapeException e)
        {
            throw new ShapeException($"{WhatIsNew(inputs)}: {e.Message}", e);
        }
    }

    /// <summary>For messages: what distinguishes a batch from the one before.</summary>
    private string WhatIsNew(Input[] inputs)
    {
        var before = traced.Count > 0 ? traced[0].Batch : [];
        if (before.Length != inputs.Length)
            return $"the loss cannot take a batch of {string.Join(" and ", inputs.Select(input => input.Type))}";
        var changed = Enumerable.Range(0, inputs.Length).Where(i => inputs[i].Type != before[i].Type);
        return string.Join("; ", changed.Select(i => $"batch array {i} is {inputs[i].Type}, but it was {before[i].Type} before"));
    }

    private static List<Parameter> Trained(Tensor loss)
    {
        var parameters = TopologicalOrder.Of(loss).OfType<Parameter>().ToList();
        var free = parameters.Where(parameter => !parameter.IsFrozen).ToList();
        if (free.Count > 0) return free;
        throw new InvalidOperationException(parameters.Count == 0
            ? "the loss does not depend on any parameter, so there is nothing to train"
            : $"all parameters of the loss are frozen, so there is nothing to "
                + $"train: {string.Join(", ", parameters.Select(parameter => parameter.Name))}");
    }

    /// <summary>Makes the memories of some parameters, where they are not there yet, by building updates that nobody runs.</summary>
    private void EnsureState(IReadOnlyList<Parameter> parameters)
    {
        optimizer.Updates([.. parameters.Select(parameter => (parameter, (Tensor)parameter))], State);
        if (Accumulate == 1) return;
        foreach (var parameter in parameters) AccumulatedGradients(parameter);
    }

    /// <summary>
    /// An update's ops, known before the loss is: those of any parameter, a small one, with a memory that nothing else will use.
    /// </summary>
    private Tensor[] SomeUpdate()
    {
        var some = model.Parameters.MinBy(parameter => parameter.Shape.Size);
        return some is null ? [] : [.. optimizer.Updates([(some, some)], new OptimizerState()).Select(update => update.Value)];
    }

    private State AccumulatedGradients(Parameter parameter) => State.StateOf(parameter, "accumulated", parameter.Shape, parameter.DType);

    private Tensor[] Totals(List<Parameter> parameters, Tensor[] gradients) =>
        [.. parameters.Zip(gradients, (parameter, gradient) => AccumulatedGradients(parameter) + gradient / Accumulate)];

    private Step AccumulateStep(Input[] inputs, IReadOnlyList<Tensor> built, List<Parameter> parameters, Tensor[] gradients) =>
        StepOf(inputs, built,
            [(accumulated, accumulated + 1),
                .. parameters.Zip(Totals(parameters, gradients),
                    (parameter, total) => ((Variable)AccumulatedGradients(parameter), total))]);

    private Step UpdateStep(Input[] inputs, IReadOnlyList<Tensor> built, List<Parameter> parameters, IReadOnlyList<Tensor> gradients)
    {
        Tensor[] outputs = [.. built, Clipping.Norm(gradients, NormOrder)];
        var updates = optimizer.Updates([.. parameters.Zip(Clipped(gradients))], State);
        if (Accumulate == 1) return StepOf(inputs, outputs, updates);
        return StepOf(inputs, outputs,
            [.. updates, (accumulated, accumulated * 0),
                .. parameters.Select(parameter => ((Variable)AccumulatedGradients(parameter), Zeros(parameter)))]);
    }

    private Step StepOf(Input[] inputs, IReadOnlyList<Tensor> outputs, IReadOnlyList<(Variable, Tensor)> updates) =>
        new(outputs, updates) { Rebuild = () => Build(inputs) };

    private IReadOnlyList<Tensor> Clipped(IReadOnlyList<Tensor> gradients)
    {
        if (ClipNorm is { } norm) gradients = Clipping.ByNorm(gradients, norm, NormOrder);
        return ClipValue is { } limit ? Clipping.ByValue(gradients, limit) : gradients;
    }

    private static Tensor Zeros(Tensor like) => Functions.Zero(like).BroadcastTo(like.Shape);
}
