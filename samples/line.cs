#:project ../src/ChainRule/ChainRule.csproj

// Fits formulas to data from C#: a straight line, a decay, and plain gradient descent in batches.
using ChainRule;
using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

var random = new Random(1);
double[] times = [.. Enumerable.Range(0, 100).Select(i => i * 0.1)];

Input Column(Func<double, double> value, string name) =>
    new(TensorData.Wrap(times.Select(value).ToArray(), [times.Length]), name);

double Error() => 0.1 * (random.NextDouble() - 0.5);

var x = Column(t => t, "x");
var (w, b) = (new Parameter(1.0, "w"), new Parameter(1.0, "b"));
var line = new Fit(w * x + b, Column(t => 2 * t + 1 + Error(), "y"), w, b).Run();
Console.WriteLine($"line     y = {w.Value.Item():F3}·x + {b.Value.Item():F3}, R² {line.Metrics.R2:F5}");

var (a, k, c) = (new Parameter(1.0, "a"), new Parameter(1.0, "k"), new Parameter(1.0, "c"));
var decay = new Fit(a * Exp(-k * x) + c, Column(t => 5 * Math.Exp(-0.7 * t) + 1 + Error(), "y"), a, k, c).Run();
Console.WriteLine($"decay    y = {a.Value.Item():F3}·exp(−{k.Value.Item():F3}·x) + {c.Value.Item():F3}, R² {decay.Metrics.R2:F5}");

w.Value = b.Value = TensorData.Create([0.0], Shape.Scalar);
var steps = new Fit(w * x + b, Column(t => 2 * t + 1, "y"), w, b) { Optimizer = new Adam(0.1), Batch = 16 }.Run();
Console.WriteLine($"batches  y = {w.Value.Item():F3}·x + {b.Value.Item():F3} after {steps.Epochs} epochs, {steps.Stop}");
