using System.Numerics.Tensors;
using ChainRule.Shapes;

namespace ChainRule.Networks;

/// <summary>Which side of a weight decides how large its numbers are.</summary>
public enum Fan
{
    /// <summary>How many numbers an output is made of: activations keep their variance on the way forward.</summary>
    In,

    /// <summary>How many outputs a number goes into: gradients keep theirs on the way back.</summary>
    Out,
}

/// <summary>What follows a weight, and so how much its numbers are to make up for.</summary>
public enum Nonlinearity
{
    /// <summary>Nothing, or a convolution.</summary>
    Linear,

    /// <summary>The logistic function.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>max(x, 0) with a slope below 0.</summary>
    LeakyRelu,

    /// <summary>The self-normalizing one.</summary>
    Selu,
}

public static partial class Initialize
{
    /// <summary>Sets all numbers of a parameter to one value.</summary>
    public static void Constant(Parameter parameter, double value) => parameter.Value = Filled(parameter.Shape, value, parameter.DType);

    /// <summary>Sets all numbers of a parameter to 0.</summary>
    public static void Zeros(Parameter parameter) => Constant(parameter, 0);

    /// <summary>Sets all numbers of a parameter to 1.</summary>
    public static void Ones(Parameter parameter) => Constant(parameter, 1);

    /// <summary>Draws a parameter evenly between two bounds.</summary>
    public static void Uniform(Parameter parameter, double from = 0, double to = 1) =>
        parameter.Value = Uniform(parameter.Shape, from, to, parameter.DType);

    /// <summary>Draws a parameter from the normal distribution.</summary>
    public static void Normal(Parameter parameter, double mean = 0, double standardDeviation = 1) =>
        parameter.Value = Normal(parameter.Shape, mean, standardDeviation, parameter.DType);

    /// <summary>Draws a parameter from the normal distribution, but only between two bounds.</summary>
    /// <exception cref="ArgumentException">
    /// The lower bound is not below the upper one, or nothing of the distribution lies between.
    /// </exception>
    public static void TruncatedNormal(Parameter parameter, double mean = 0, double standardDeviation = 1, double from = -2,
        double to = 2) =>
        parameter.Value = TruncatedNormal(parameter.Shape, mean, standardDeviation, from, to, parameter.DType);

    /// <summary>
    /// Draws a weight evenly, with variance gain²·2/(fan in + fan out) (Glorot, Bengio, "Understanding the difficulty of training deep
    /// feedforward neural networks", 2010, eq. 16).
    /// </summary>
    /// <exception cref="ShapeException">The parameter has fewer than two axes.</exception>
    public static void XavierUniform(Parameter weight, double gain = 1) => Evenly(weight, XavierDeviation(weight, gain));

    /// <summary>
    /// Draws a weight from the normal distribution, with variance gain²·2/(fan in + fan out) (Glorot, Bengio, 2010, eq. 12).
    /// </summary>
    /// <exception cref="ShapeException">The parameter has fewer than two axes.</exception>
    public static void XavierNormal(Parameter weight, double gain = 1) => Normal(weight, 0, XavierDeviation(weight, gain));

    /// <summary>
    /// Draws a weight evenly, with variance gain²/fan (He et al., "Delving deep into rectifiers", 2015, eq. 10 and 14; the gain of a
    /// rectifier is √2).
    /// </summary>
    /// <param name="weight">[outputs, inputs, …].</param>
    /// <param name="nonlinearity">What follows the weight.</param>
    /// <param name="slope">The slope below 0 of a leaky rectifier.</param>
    /// <param name="fan">Which side decides.</param>
    /// <exception cref="ShapeException">The parameter has fewer than two axes.</exception>
    public static void KaimingUniform(Parameter weight, Nonlinearity nonlinearity = Nonlinearity.Relu, double slope = 0.01,
        Fan fan = Fan.In) =>
        Evenly(weight, KaimingDeviation(weight, nonlinearity, slope, fan));

    /// <summary>Draws a weight from the normal distribution, with variance gain²/fan (He et al., 2015, eq. 10 and 14).</summary>
    /// <param name="weight">[outputs, inputs, …].</param>
    /// <param name="nonlinearity">What follows the weight.</param>
    /// <param name="slope">The slope below 0 of a leaky rectifier.</param>
    /// <param name="fan">Which side decides.</param>
    /// <exception cref="ShapeException">The parameter has fewer than two axes.</exception>
    public static void KaimingNormal(Parameter weight, Nonlinearity nonlinearity = Nonlinearity.Relu, double slope = 0.01,
        Fan fan = Fan.In) =>
        Normal(weight, 0, KaimingDeviation(weight, nonlinearity, slope, fan));

    /// <summary>
    /// Draws a weight whose rows, or columns where those are fewer, are orthogonal and of length <paramref name="gain"/>; all axes but the
    /// first count as one (Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
    /// networks", 2014).
    /// </summary>
    /// <exception cref="ShapeException">The parameter has fewer than two axes.</exception>
    public static void Orthogonal(Parameter weight, double gain = 1)
    {
        var (rows, columns) = (weight.Shape[0], FanIn(weight.Shape));
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var basis = Orthonormal(count, length);
        var values = TensorData.Zeros(weight.Shape, weight.DType);
        for (var i = 0; i < values.Shape.Size; i++)
        {
            var (row, column) = (i / columns, i % columns);
            values.Set(i, gain * (rows <= columns ? basis[row][column] : basis[column][row]));
        }
        weight.Value = values;
    }

    /// <summary>The factor on the deviation of a weight's numbers that makes up for what follows, as PyTorch recommends it.</summary>
    /// <param name="nonlinearity">What follows.</param>
    /// <param name="slope">The slope below 0 of a leaky rectifier.</param>
    public static double Gain(Nonlinearity nonlinearity, double slope = 0.01) => nonlinearity switch
    {
        Nonlinearity.Linear or Nonlinearity.Sigmoid => 1,
        Nonlinearity.Tanh => 5.0 / 3,
        Nonlinearity.Relu => Math.Sqrt(2),
        Nonlinearity.LeakyRelu => Math.Sqrt(2 / (1 + slope * slope)),
        Nonlinearity.Selu => 3.0 / 4,
        _ => throw new ArgumentOutOfRangeException(nameof(nonlinearity), nonlinearity, "there is no such nonlinearity"),
    };

    /// <summary>How many numbers an output of a weight [outputs, inputs, …] is made of.</summary>
    internal static int FanIn(Shape weight) => weight.Rank >= 2
        ? weight.Skip(1).Aggregate(1, (product, size) => product * size)
        : throw new ShapeException($"a weight has outputs and inputs, so at least two axes, but this one has shape {weight}");

    /// <summary>How many outputs a number that comes in goes into.</summary>
    private static int FanOut(Shape weight) => FanIn(weight) / Math.Max(1, weight[1]) * weight[0];

    private static double XavierDeviation(Parameter weight, double gain) =>
        gain * Math.Sqrt(2.0 / (FanIn(weight.Shape) + FanOut(weight.Shape)));

    private static double KaimingDeviation(Parameter weight, Nonlinearity nonlinearity, double slope, Fan fan) =>
        Gain(nonlinearity, slope) / Math.Sqrt(fan == Fan.In ? FanIn(weight.Shape) : FanOut(weight.Shape));

    /// <summary>Evenly around 0; the deviation of numbers from −b to b is b/√3.</summary>
    private static void Evenly(Parameter weight, double deviation) => Uniform(weight, -Math.Sqrt(3) * deviation, Math.Sqrt(3) * deviation);

    /// <summary>
    /// Random directions at right angles: normal ones, each freed of those before it. Twice, since once leaves rounding errors behind.
    /// </summary>
    private static double[][] Orthonormal(int count, int length)
    {
        var draws = NextDraw();
        var basis = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var vector = basis[i] = new double[length];
            for (var k = 0; k < length; k++) vector[k] = draws.NextNormal();
            for (var j = 0; j < 2 * i; j++) Project(vector, basis[j % i]);
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        }
        return basis;
    }

    private static void Project(double[] vector, double[] away) =>
        TensorPrimitives.MultiplyAdd(away, -TensorPrimitives.Dot(vector, away), vector, vector);
}
