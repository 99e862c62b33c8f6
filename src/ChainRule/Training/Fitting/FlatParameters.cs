namespace ChainRule.Training;

/// <summary>The elements of some parameters as one row of numbers, as optimizers want them.</summary>
internal sealed class FlatParameters(IReadOnlyList<Parameter> parameters)
{
    public IReadOnlyList<Parameter> Parameters => parameters;

    public int Count { get; } = parameters.Sum(parameter => parameter.Shape.Size);

    /// <summary>Gives each parameter data of its own: values are written in place, and nobody else's may change with them.</summary>
    public void Separate()
    {
        foreach (var parameter in parameters) parameter.Value = TensorData.Create(parameter.Value.AsSpan<double>(), parameter.Shape);
    }

    public double[] Read()
    {
        var all = new double[Count];
        var at = 0;
        foreach (var parameter in parameters)
        {
            parameter.Value.AsSpan<double>().CopyTo(all.AsSpan(at));
            at += parameter.Shape.Size;
        }
        return all;
    }

    public void Write(ReadOnlySpan<double> all)
    {
        foreach (var parameter in parameters)
        {
            all[..parameter.Shape.Size].CopyTo(parameter.Value.Elements<double>());
            all = all[parameter.Shape.Size..];
        }
    }
}
