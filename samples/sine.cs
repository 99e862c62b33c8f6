#:project ../src/ChainRule/ChainRule.csproj

// An LSTM learns to go on with a sine wave: it sees 20 points and says the next, then is fed what it said.
using ChainRule;
using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

const int Seen = 20, Waves = 64;
Initialize.Seed(1);
var model = new Forecaster(hidden: 16);
var step = new TrainingStep(model, new Adam(0.01), (x, y) => MSELoss(model.Forward(x), y)) { ClipNorm = 1 };

// Waves of one frequency that begin anywhere: Seen points each, and the point after each of them.
var random = new Random(1);
var (x, y) = (new float[Waves * Seen], new float[Waves * Seen]);
for (var i = 0; i <= 400; i++)
{
    for (var wave = 0; wave < Waves; wave++)
    {
        var phase = 2 * Math.PI * random.NextDouble();
        for (var t = 0; t < Seen; t++) (x[wave * Seen + t], y[wave * Seen + t]) = (Wave(phase, t), Wave(phase, t + 1));
    }
    var loss = step.Run(TensorData.Wrap(x, [Waves, Seen, 1]), TensorData.Wrap(y, [Waves, Seen, 1]));
    if (i % 100 == 0) Console.WriteLine($"step {i,3}   loss {loss:F6}");
}

// Forecast: the graph is built once; its input is set and it is run again.
model.Eval();
var window = new float[Seen];
for (var t = 0; t < Seen; t++) window[t] = Wave(0, t);
var input = new Input(TensorData.Wrap(window, [1, Seen, 1]));
var forecast = new Step([model.Forward(input)]);
var (said, worst) = (new float[Seen], 0.0);
for (var t = Seen; t < 2 * Seen; t++)
{
    forecast.Run();
    forecast.CopyOutput<float>(0, said);
    var (next, truth) = (said[^1], Wave(0, t));
    worst = Math.Max(worst, Math.Abs(next - truth));
    Console.WriteLine($"{truth,7:F3} {next,7:F3}  {new string(' ', (int)(30 + 28 * next))}●");
    window.AsSpan(1).CopyTo(window);
    window[^1] = next;
}
Console.WriteLine($"greatest error over {Seen} points of its own making: {worst:F3}");
if (worst > 0.2) throw new InvalidOperationException("the wave was not learned");

static float Wave(double phase, int t) => (float)Math.Sin(phase + 0.3 * t);

internal sealed class Forecaster(int hidden) : Layer
{
    private readonly LSTM lstm = new(1, hidden, batchFirst: true);
    private readonly Linear output = new(hidden, 1);

    protected override IEnumerable<Member> Members => [new(lstm), new(output)];

    public override Tensor Forward(Tensor x) => output.Forward(lstm.Forward(x));
}
