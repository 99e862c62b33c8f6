#:project ../src/ChainRule/ChainRule.csproj

// How long planned steps take on this machine. The median of several runs; a shared machine varies by half.
using System.Diagnostics;
using ChainRule;
using static ChainRule.Functions;

var (x, y, w) = (Tensor.Constant(1f, "x"), Tensor.Constant(2f, "y"), new Parameter(1f, "w"));
var loss = Square(w * x - y);
Report("the lecture's step: forward, backward, update", new Step([loss], [(w, w - 0.1 * Gradient.Of(loss, w))]), 100_000);

var v = new Input(Numbers([4_000_000]));
var sum = Sum(Sigmoid(Tanh(2 * v + 1) * v) + v);
Report("sum(sigmoid(tanh(2x + 1)·x) + x) of 4,000,000 numbers, and its gradient", new Step([sum, Gradient.Of(sum, v)]), 3);

var (a, b) = (new Input(Numbers([1024, 1024])), new Input(Numbers([1024, 1024])));
Report("a product of two 1024×1024 matrices", new Step([MatMul(a, b)]), 5);

static TensorData Numbers(Shape shape)
{
    var random = new Random(1);
    return TensorData.Wrap([.. Enumerable.Range(0, shape.Size).Select(_ => random.NextSingle())], shape);
}

static void Report(string what, Step step, int runs)
{
    var begin = Stopwatch.GetTimestamp();
    do step.Run(); while (Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(1)); // plans, and lets the JIT settle
    var times = new double[7];
    var before = GC.GetTotalAllocatedBytes(precise: true);
    for (var sample = 0; sample < times.Length; sample++)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < runs; i++) step.Run();
        times[sample] = Stopwatch.GetElapsedTime(start).TotalMilliseconds / runs;
    }
    var bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / (times.Length * runs);
    Array.Sort(times);
    Console.WriteLine($"{times[3],12:G3} ms, {bytes} bytes allocated   {what}");
}
