namespace ChainRule.Training;

/// <summary>How far a training has come: told after every step, after every epoch, and at the end.</summary>
public readonly record struct TrainingProgress
{
    /// <summary>
    /// A bar with loss, rate and time left on standard error, where that is a terminal, and a line for each epoch; silent where it is not.
    /// </summary>
    public static IProgress<TrainingProgress> Console { get; } = new ConsoleProgress(System.Console.Error,
        () => !System.Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb");

    /// <summary>No display.</summary>
    public static IProgress<TrainingProgress>? None => null;

    /// <summary>The epoch that is under way, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>How many epochs there are to be.</summary>
    public required int Epochs { get; init; }

    /// <summary>How many batches of the epoch are done.</summary>
    public required int Batch { get; init; }

    /// <summary>How many batches an epoch has.</summary>
    public required int Batches { get; init; }

    /// <summary>The mean loss of the epoch so far.</summary>
    public required double Loss { get; init; }

    /// <summary>The optimizer's rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The time since the beginning, or since the training was resumed.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The time that is left if it goes on as before.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>What the epoch came to, told once when it ends.</summary>
    public TrainingEpoch? Completed { get; init; }

    /// <summary>Whether nothing more is told: the training has ended, in whichever way.</summary>
    public bool IsEnd { get; init; }
}
