using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

public class LbfgsTests
{
    /// <summary>The banana valley of Rosenbrock (1960), in any number of pairs of dimensions.</summary>
    private static double Rosenbrock(ReadOnlySpan<double> x, Span<double> g)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i += 2)
        {
            var (a, b) = (1 - x[i], x[i + 1] - x[i] * x[i]);
            sum += a * a + 100 * b * b;
            g[i] = -2 * a - 400 * x[i] * b;
            g[i + 1] = 200 * b;
        }
        return sum;
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    public void Finds_the_end_of_the_banana_valley(int dimensions)
    {
        var point = Enumerable.Range(0, dimensions).Select(i => i % 2 == 0 ? -1.2 : 1.0).ToArray();
        var result = new Lbfgs().Minimize(Rosenbrock, point);
        Assert.Equal(LbfgsStop.Converged, result.Stop);
        Assert.All(point, x => Assert.Equal(1, x, 1e-7));
        Assert.InRange(result.Iterations, 10, 80);
    }

    [Fact]
    public void The_loss_never_grows()
    {
        var losses = new List<double> { 24.2 };
        new Lbfgs().Minimize(Rosenbrock, [-1.2, 1], losses.Add);
        Assert.Equal(losses.OrderDescending(), losses);
    }

    [Fact]
    public void A_parabola_takes_as_many_steps_as_it_has_curvatures()
    {
        double[] curvatures = [1, 10, 100];
        double Parabola(ReadOnlySpan<double> x, Span<double> g)
        {
            var sum = 0.0;
            for (var i = 0; i < 3; i++) (sum, g[i]) = (sum + curvatures[i] * x[i] * x[i] / 2, curvatures[i] * x[i]);
            return sum;
        }
        double[] point = [3, -2, 1];
        Assert.InRange(new Lbfgs().Minimize(Parabola, point).Iterations, 3, 20);
        Assert.All(point, x => Assert.Equal(0, x, 1e-9));
    }

    [Fact]
    public void Turns_back_where_the_loss_is_no_number()
    {
        // −log x − log(1 − x) has its minimum at ½ and is no number beyond 0 and 1.
        double Barrier(ReadOnlySpan<double> x, Span<double> g)
        {
            g[0] = -1 / x[0] + 1 / (1 - x[0]);
            return -Math.Log(x[0]) - Math.Log(1 - x[0]);
        }
        double[] point = [0.999];
        Assert.Equal(LbfgsStop.Converged, new Lbfgs().Minimize(Barrier, point).Stop);
        Assert.Equal(0.5, point[0], 1e-8);
    }

    [Fact]
    public void Ends_when_the_iterations_are_used_up()
    {
        var result = new Lbfgs { MaxIterations = 3 }.Minimize(Rosenbrock, [-1.2, 1]);
        Assert.Equal((3, LbfgsStop.Iterations), (result.Iterations, result.Stop));
    }

    [Fact]
    public void Takes_its_loss_from_a_step()
    {
        var w = new Parameter([-1.2, 1.0], "w");
        var loss = Square(1 - At(w, 0)) + 100 * Square(At(w, 1) - Square(At(w, 0)));
        var step = new Step([loss, Gradient.Of(loss, w)]);
        double Run(ReadOnlySpan<double> x, Span<double> g)
        {
            w.Value = TensorData.Create(x, [2]);
            step.Run();
            step.CopyOutput(1, g);
            return step.Scalar();
        }
        double[] point = [-1.2, 1];
        new Lbfgs().Minimize(Run, point);
        Assert.Equal(1, point[0], 1e-7);
    }

    [Theory]
    [InlineData(DType.Float64, 1e-6)]
    [InlineData(DType.Float32, 2e-3)]
    public void Trains_a_small_network_on_all_its_data(DType dtype, double tolerance)
    {
        // XOR, which no network without a hidden layer can say.
        Initialize.Seed(1);
        var net = new Sequential { new Linear(2, 4, dtype: dtype), Tanh, new Linear(4, 1, dtype: dtype) };
        var x = Tensor.Constant(TensorData.Create<double>([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]).Cast(dtype));
        double[] y = [0, 1, 1, 0];
        var output = net.Forward(x).Reshape(4);
        var loss = MSELoss(output, Tensor.Constant(TensorData.Create<double>(y, [4]).Cast(dtype)));
        var losses = new List<double>();
        var result = new Lbfgs().Minimize(loss, net.Parameters, value =>
        {
            losses.Add(value);
            Assert.Equal(value, loss.Item()); // whoever is told of a step finds its parameters
        });
        Assert.All(output.Evaluate().ToDoubles().Zip(y), pair => Assert.Equal(pair.Second, pair.First, tolerance));
        Assert.Equal(result.Loss, loss.Item());
        Assert.Equal(result.Iterations, losses.Count);
    }

    [Fact]
    public void Refuses_a_loss_that_changes_by_itself()
    {
        var w = new Parameter([1.0, 2.0], "w");
        var loss = Sum(Square(new Dropout(0.5).Forward(w)));
        Assert.Equal(
            "the loss changes 'state' each time that it is computed, and L-BFGS needs one that stays; build it after model.Eval() "
            + "(Parameter 'loss')",
            Assert.Throws<ArgumentException>(() => new Lbfgs().Minimize(loss, [w])).Message);
        Assert.Equal([1.0, 2.0], w.Value.ToDoubles());
    }
}
