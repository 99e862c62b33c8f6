using System.Numerics.Tensors;

namespace ChainRule.Networks;

/// <summary>The elements of some parameters as one row of numbers, as minimizers want them.</summary>
internal sealed class FlatParameters(IReadOnlyList<Parameter> parameters)
{
    public IReadOnlyList<Parameter> Parameters => parameters;

    public int Count { get; } = parameters.Sum(parameter => parameter.Shape.Size);

    public double[] Read() => [.. parameters.SelectMany(parameter => parameter.Value.ToDoubles())];

    public void Write(ReadOnlySpan<double> all)
    {
        foreach (var parameter in parameters)
        {
            var own = all[..parameter.Shape.Size];
            if (parameter.DType == DType.Float32) TensorPrimitives.ConvertTruncating(own, parameter.Value.AsMutableSpan<float>());
            else own.CopyTo(parameter.Value.AsMutableSpan<double>());
            all = all[own.Length..];
        }
    }
}
