using ChainRule.Execution;

namespace ChainRule.Explanations;

/// <summary>Computes an output again with other values in its leaves.</summary>
internal sealed class Trial(Tensor output)
{
    private const int ElementsTried = 16;
    private const double Nearer = 16;
    private readonly Evaluation evaluation = new([output]);

    /// <summary>The output with some leaves' values replaced.</summary>
    public double Output(IReadOnlyDictionary<Tensor, TensorData> values) => evaluation.Run(values)[0].Item();

    /// <summary>Compares a gradient with central differences.</summary>
    public NumericCheck Check(Tensor wrt, TensorData at, TensorData gradient)
    {
        int[] elements = [.. Spread(at.Shape.Size)];
        double[] numeric = [.. elements.Select(element => Slope(wrt, at, element, gradient[element]))];
        var difference = numeric.Select((slope, i) => Math.Abs(slope - gradient[elements[i]])).DefaultIfEmpty(0).Aggregate(0d, Greater);
        return new(elements, numeric, double.IsFinite(difference) ? difference : double.NaN);
    }

    /// <summary>
    /// Whether the output has a kink or a jump: along a direction that moves every element, the slopes to both sides differ, and go on to
    /// differ however near one looks.
    /// </summary>
    public bool HasKink(IReadOnlyList<Tensor> wrt, Func<Tensor, TensorData> value)
    {
        var isSingle = wrt.Any(tensor => tensor.DType == DType.Float32);
        var here = Output(new Dictionary<Tensor, TensorData>());
        var (far, _) = Disagreement(isSingle ? 1e-2 : 1e-5);
        var (near, noise) = Disagreement(isSingle ? 1e-3 : 1e-8);
        return far > 1e-3 && double.IsFinite(far) && near > far / 2 && noise < far / 2;

        (double Slopes, double Noise) Disagreement(double h) =>
            (Math.Abs(Moved(h) - here - (here - Moved(-h))) / h, (isSingle ? 1e-7 : 1e-15) * Math.Max(1, Math.Abs(here)) / h);

        double Moved(double h)
        {
            var random = new Random(1);
            return Output(wrt.ToDictionary(tensor => tensor, tensor => Along(value(tensor), h, random)));
        }
    }

    private static TensorData Along(TensorData at, double by, Random random)
    {
        var moved = at.Cast(at.DType);
        for (var i = 0; i < at.Shape.Size; i++)
            moved.Set(i, at[i] + by * Math.Max(1, Math.Abs(at[i])) * (random.Next(2) * 2 - 1) * (0.5 + random.NextDouble() / 2));
        return moved;
    }

    /// <summary>
    /// The slope between two points close by; NaN where the output is not finite at one of them, and infinite at a pole or a jump, where it
    /// grows as the points come nearer. Points yet nearer are only tried where the slope is not the expected one.
    /// </summary>
    private double Slope(Tensor wrt, TensorData at, int element, double expected)
    {
        var h = StepSize(at.DType) * Math.Max(1, Math.Abs(at[element]));
        var (slope, _) = CentralDifference(wrt, at, element, h);
        if (double.IsFinite(expected) && Math.Abs(slope - expected) <= 1e-3 * Math.Max(1, Math.Abs(expected))) return slope;
        var (nearer, noise) = CentralDifference(wrt, at, element, h / Nearer);
        return Math.Abs(nearer) > Nearer / 2 * Math.Abs(slope) + noise ? double.CopySign(double.PositiveInfinity, nearer) : slope;
    }

    /// <summary>
    /// The slope, and how much of it may be rounding. What was really added counts, not what was meant: w + h is rounded.
    /// </summary>
    private (double Slope, double Noise) CentralDifference(Tensor wrt, TensorData at, int element, double h)
    {
        TensorData above = Moved(at, element, h), below = Moved(at, element, -h);
        var (up, down) = (Output(new Dictionary<Tensor, TensorData> { [wrt] = above }),
            Output(new Dictionary<Tensor, TensorData> { [wrt] = below }));
        if (!double.IsFinite(up) || !double.IsFinite(down)) return (double.NaN, 0);
        var width = above[element] - below[element];
        return ((up - down) / width, 100 * Epsilon(at.DType) * Math.Max(Math.Abs(up), Math.Abs(down)) / width);
    }

    /// <summary>∛ε: where the error of the formula and that of the arithmetic meet.</summary>
    internal static double StepSize(DType dtype) => Math.Cbrt(Epsilon(dtype));

    private static double Epsilon(DType dtype) => Math.ScaleB(1, dtype == DType.Float32 ? -23 : -52);

    private static double Greater(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Max(a, b);

    private static IEnumerable<int> Spread(int size) => Enumerable.Range(0, Math.Min(size, ElementsTried))
        .Select(i => size <= ElementsTried ? i : (int)((long)i * size / ElementsTried));

    private static TensorData Moved(TensorData at, int element, double by)
    {
        var moved = at.Cast(at.DType);
        moved.Set(element, at[element] + by);
        return moved;
    }
}
