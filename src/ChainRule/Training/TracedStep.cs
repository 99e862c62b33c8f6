using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>
/// The plans for batches of one shape: the one that updates, and, where several batches make one update, the one that only gathers
/// gradients. After the outputs the update gives the gradients' norm, as its output <paramref name="Norm"/>.
/// </summary>
internal sealed record TracedStep(Input[] Batch, Tensor Loss, Step Update, Step? Accumulate, int Norm)
{
    private readonly Parameter[] parameters = [.. TopologicalOrder.Of(Loss).OfType<Parameter>()];
    private readonly HashSet<Parameter> frozen = [.. TopologicalOrder.Of(Loss).OfType<Parameter>().Where(parameter => parameter.IsFrozen)];

    /// <summary>The inputs that stand for a batch's arrays in a graph.</summary>
    public static Input[] Inputs(ReadOnlySpan<TensorData> batch)
    {
        var inputs = new Input[batch.Length];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = new Input(batch[i], i == 0 ? "x" : i == 1 ? "y" : $"x{i}");
        return inputs;
    }

    /// <summary>Whether a batch has the shapes and dtypes that were traced, and the same parameters are frozen.</summary>
    public bool Fits(ReadOnlySpan<TensorData> batch)
    {
        if (batch.Length != Batch.Length) return false;
        for (var i = 0; i < batch.Length; i++)
            if (batch[i].Type != Batch[i].Type) return false;
        foreach (var parameter in parameters)
            if (parameter.IsFrozen != frozen.Contains(parameter)) return false;
        return true;
    }

    /// <summary>Gives the next run its batch.</summary>
    public void Bind(ReadOnlySpan<TensorData> batch)
    {
        for (var i = 0; i < batch.Length; i++) Batch[i].Value = batch[i];
    }
}
