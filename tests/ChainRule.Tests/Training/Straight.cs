using System.Runtime.CompilerServices;
using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Training;

/// <summary>ŷ = w·x in double precision, whose training is worked out by hand.</summary>
internal sealed class Straight : Layer
{
    private readonly Parameter w;

    public Straight(double start = 0) => w = new(start);

    public double Slope => w.Value.Item();

    protected override IEnumerable<Member> Members => [new(w)];

    public override Tensor Forward(Tensor x) => w * x;

    /// <summary>Rows of numbers and what should come out for them.</summary>
    public static TensorDataset Rows(params (double X, double Y)[] rows) =>
        new(TensorData.Create([.. rows.Select(row => row.X)], [rows.Length]),
            TensorData.Create([.. rows.Select(row => row.Y)], [rows.Length]));

    /// <summary>A silent trainer of (w·x − y)² with rate 0.1, which takes the rows in their order.</summary>
    public Trainer Trainer(int epochs, int batchSize, Func<TrainerSettings, TrainerSettings>? change = null)
    {
        var settings = (change ?? (s => s))(new TrainerSettings());
        // Merged into its caller it would have no line of its own to be named by.
        return new Trainer(this, new Sgd(settings.Rate), [MethodImpl(MethodImplOptions.NoInlining)] (x, y) => MSELoss(Forward(x), y))
        {
            Epochs = epochs,
            BatchSize = batchSize,
            Shuffle = false,
            Progress = settings.Progress,
            Validation = settings.Validation,
            Schedule = settings.Schedule,
            EarlyStopping = settings.EarlyStopping,
            Accumulate = settings.Accumulate,
            Checkpoint = settings.Checkpoint,
            Monitor = settings.Monitor,
            Metrics = { ["distance"] = (x, y) => Mean(Abs(Forward(x) - y)) },
        };
    }
}

/// <summary>What differs between the trainings of the tests.</summary>
internal sealed record TrainerSettings
{
    public double Rate { get; init; } = 0.1;

    public Dataset? Validation { get; init; }

    public Schedule? Schedule { get; init; }

    public EarlyStopping? EarlyStopping { get; init; }

    public TrainingCheckpoint? Checkpoint { get; init; }

    public int Accumulate { get; init; } = 1;

    public string Monitor { get; init; } = "loss";

    public IProgress<TrainingProgress>? Progress { get; init; }
}

/// <summary>Does something each time that progress is told, at once.</summary>
internal sealed class Told(Action<TrainingProgress> act) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => act(value);
}
