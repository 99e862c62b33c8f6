using ChainRule.Execution;
using static ChainRule.Functions;

namespace ChainRule.Explanations;

/// <summary>Runs the comparisons of <see cref="Check.Gradient(Func{Tensor, Tensor}, TensorData, int)"/>.</summary>
internal sealed class GradientTrial
{
    private const int Directions = 3, SmallSize = 64;

    private const string ReverseMode = "reverse mode against central differences";

    private readonly Random random;
    private readonly Parameter x;
    private readonly Input direction;
    private readonly Tensor output, weights, scalar, gradient;
    private readonly List<GradientComparison> comparisons = [];

    /// <summary>A weighted sum makes a scalar of any output; random weights let no error cancel.</summary>
    public GradientTrial(Func<Tensor, Tensor> f, Parameter x, int seed)
    {
        (this.x, random) = (x, new Random(seed));
        output = f(x);
        weights = Tensor.Constant(Draw(output.Type));
        scalar = Sum(output * weights);
        gradient = Gradient.Of(scalar, x);
        direction = new Input(x.Shape, x.DType, "direction");
    }

    public GradientCheck Run()
    {
        for (var i = 0; i < Directions; i++) Along(Draw(x.Type), $"along direction {i + 1}");
        if (x.Shape.Size <= SmallSize)
            for (var i = 0; i < x.Shape.Size; i++) Compare(ReverseMode, Unit(i), $"element {i}", scalar, Sum(gradient * direction));
        return new GradientCheck(comparisons);
    }

    private void Along(TensorData v, string where)
    {
        var slope = Sum(gradient * direction);
        Compare(ReverseMode, v, where, scalar, slope);
        var forward = Sum(Gradient.Jvp(output, (x, direction)) * weights);
        Add($"forward against reverse mode, {where}", Values(v, forward, slope), Exactness);
        // The slope's own derivative along the direction: second order, by reverse mode and by forward mode.
        var curvature = Sum(Gradient.Of(slope, x) * direction);
        Compare("second order against central differences", v, where, slope, curvature);
        Add($"second order, forward over reverse mode against reverse over reverse, {where}",
            Values(v, Sum(Gradient.Jvp(gradient, (x, direction)) * direction), curvature), Exactness);
    }

    /// <summary>Compares a derivative along a direction with the difference of two values of what it is the derivative of.</summary>
    private void Compare(string what, TensorData v, string where, Tensor of, Tensor derivative)
    {
        var h = Trial.StepSize(x.DType) * Math.Max(1, x.Value.ToDoubles().Select(Math.Abs).DefaultIfEmpty(0).Max());
        var rise = At(Moved(v, h), v, of) - At(Moved(v, -h), v, of);
        var found = rise / (2 * h);
        Add($"{what}, {where}", [At(x.Value, v, derivative), found], Nearness);
    }

    private void Add(string what, double[] pair, double tolerance) =>
        comparisons.Add(new(what, pair[0], pair[1], tolerance * Math.Max(1, Math.Max(Math.Abs(pair[0]), Math.Abs(pair[1])))));

    private double[] Values(TensorData v, params Tensor[] tensors) =>
        [.. Evaluation.Run(tensors, new Dictionary<Tensor, TensorData> { [direction] = v }).Select(data => data.Item())];

    private double At(TensorData point, TensorData v, Tensor tensor) =>
        Evaluation.Run([tensor], new Dictionary<Tensor, TensorData> { [x] = point, [direction] = v })[0].Item();

    private double Nearness => x.DType == DType.Float32 ? 2e-2 : 1e-6;

    private double Exactness => x.DType == DType.Float32 ? 1e-4 : 1e-10;

    private TensorData Moved(TensorData v, double by)
    {
        var moved = x.Value.Cast(x.DType);
        for (var i = 0; i < x.Shape.Size; i++) moved.Set(i, x.Value[i] + by * v[i]);
        return moved;
    }

    private TensorData Unit(int element)
    {
        var unit = TensorData.Zeros(x.Shape, x.DType);
        unit.Set(element, 1);
        return unit;
    }

    private TensorData Draw(Graph.TensorType type)
    {
        var drawn = TensorData.Zeros(type.Shape, type.DType);
        for (var i = 0; i < type.Shape.Size; i++) drawn.Set(i, random.NextDouble() * 2 - 1);
        return drawn;
    }
}
