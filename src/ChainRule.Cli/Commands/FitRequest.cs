using ChainRule.Networks;
using ChainRule.Training;

namespace ChainRule.Cli.Commands;

/// <summary>What the user asks to be fitted, and how.</summary>
internal sealed record FitRequest
{
    private const double DefaultRate = 0.01;

    /// <summary>The formula as it was typed: only with the table's columns is it clear what its names are.</summary>
    public required string Text { get; init; }

    public required string Data { get; init; }

    public required string Target { get; init; }

    public IReadOnlyList<string> Init { get; init; } = [];

    public required string Loss { get; init; }

    public required string Optimizer { get; init; }

    public double? Rate { get; init; }

    public int Epochs { get; init; }

    public int? Batch { get; init; }

    public int Seed { get; init; }

    /// <summary>The most bytes of all results of the formula together, if given.</summary>
    public long? MaxMemory { get; init; }

    public FitLoss FitLoss => Loss switch
    {
        "mae" => FitLoss.MeanAbsoluteError,
        "huber" => FitLoss.Huber,
        "logistic" => FitLoss.Logistic,
        _ => FitLoss.MeanSquaredError,
    };

    /// <summary>The rule for the steps; none for L-BFGS.</summary>
    public Optimizer? Rule() => Optimizer switch
    {
        "sgd" => new Sgd(Rate ?? DefaultRate),
        "momentum" => new Sgd(Rate ?? DefaultRate, Momentum: 0.9),
        "adam" => new Adam(Rate ?? DefaultRate),
        _ => null,
    };

    /// <exception cref="UserException">An option does not fit the others.</exception>
    public void Check()
    {
        if (Optimizer == "lbfgs" && (Rate, Batch) is not (null, null))
            throw new UserException(
                $"{(Rate is null ? "--batch" : "--rate")} is for sgd, momentum and adam; lbfgs looks at all rows and finds its own steps: "
                + $"leave it out, or add --optimizer adam");
        if (Rate is { } rate && !(rate > 0 && double.IsFinite(rate)))
            throw new UserException($"--rate takes a number above 0 such as 0.01, not {rate}");
        if (Epochs < 1) throw new UserException($"--epochs takes a number from 1, not {Epochs}");
        if (Batch < 1) throw new UserException($"--batch takes a number from 1, not {Batch}");
    }
}
