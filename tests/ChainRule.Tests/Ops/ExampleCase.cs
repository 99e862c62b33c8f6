using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Tests.Ops;

/// <summary>An example of the catalogue with inputs drawn for it, the same ones in every run.</summary>
internal sealed class ExampleCase
{
    // Examples alike are one row; two ops of one name fail in a test of their own.
    private static readonly Lazy<Dictionary<string, Example>> Rows = new(() => Catalogue.Examples.DistinctBy(Label).ToDictionary(Label));
    private readonly Random random;

    public ExampleCase(string label)
    {
        Example = Rows.Value[label];
        random = new Random(label.Length + Example.Inputs.Sum(type => type.Shape.Size));
        Inputs = [.. Example.Inputs.Select((type, i) => new Input(Draw(type, Example.Domains[i]), $"x{i}"))];
        Output = Tensor.Apply(Example.Op, Inputs);
    }

    public static IEnumerable<string> Labels => Rows.Value.Keys;

    public Example Example { get; }

    public Input[] Inputs { get; }

    public Tensor Output { get; }

    /// <summary>The inputs by which the op can be differentiated.</summary>
    public Input[] Differentiable => Output.DType.IsFloat()
        ? [.. Inputs.Where((input, i) => Example.Op.IsDifferentiable(i) && input.DType.IsFloat())]
        : [];

    /// <summary>One of two tolerances: a cast computes in single precision, all else in double.</summary>
    public double Rounding(double exact, double single) => Output.DType == DType.Float32 ? single : exact;

    /// <summary>Numbers from −1 to 1.</summary>
    public Input Random(Tensor like, string name) => new(Draw(like.Type, new SampleRange(-1, 1)), name);

    /// <summary>Σ ∂f/∂x[i]·direction[i] for a function of the inputs' values, by central differences.</summary>
    public double Slope(Func<double> f, Input x, TensorData direction)
    {
        var step = Rounding(1e-5, 1e-2);
        var at = x.Value;
        double Moved(double by)
        {
            x.Value = TensorData
                .Wrap([.. at.ToDoubles().Zip(direction.ToDoubles(), (value, d) => value + by * d)], at.Shape)
                .Cast(at.DType);
            return f();
        }
        var slope = (Moved(step) - Moved(-step)) / (2 * step);
        x.Value = at;
        return slope;
    }

    private TensorData Draw(TensorType type, SampleRange domain)
    {
        var data = TensorData.Zeros(type.Shape, type.DType);
        for (var i = 0; i < type.Shape.Size; i++)
            data.Set(i, type.DType switch
            {
                DType.Bool => random.Next(2),
                DType.Int64 => random.Next((int)domain.From, (int)domain.To + 1),
                _ => domain.From + random.NextDouble() * (domain.To - domain.From),
            });
        return data;
    }

    private static string Label(Example example) => $"{example.Op} of {string.Join(", ", example.Inputs)}";
}
