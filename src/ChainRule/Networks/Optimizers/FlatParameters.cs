using System.Numerics.Tensors;

namespace ChainRule.Networks;

/// <summary>The elements of some parameters as one vector, as minimizers want them.</summary>
/// <param name="parameters">The parameters, in the order of their elements in the vector.</param>
public sealed class FlatParameters(IReadOnlyList<Parameter> parameters)
{
    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>The number of elements of all parameters together.</summary>
    public int Count { get; } = parameters.Sum(parameter => parameter.Shape.Size);

    /// <summary>The current values, one parameter after the other, each row-major.</summary>
    public double[] Read() => [.. parameters.SelectMany(parameter => parameter.Value.ToDoubles())];

    /// <summary>Sets the values of all parameters.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than <see cref="Count"/>.</exception>
    public void Write(ReadOnlySpan<double> all)
    {
        if (all.Length != Count) throw new ArgumentException($"{Count} values are needed, not {all.Length}", nameof(all));
        foreach (var parameter in parameters)
        {
            var own = all[..parameter.Shape.Size];
            if (parameter.DType == DType.Float32) TensorPrimitives.ConvertTruncating(own, parameter.Value.AsMutableSpan<float>());
            else own.CopyTo(parameter.Value.AsMutableSpan<double>());
            all = all[own.Length..];
        }
    }
}
