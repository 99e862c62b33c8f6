using System.Globalization;
using ChainRule.Data;

namespace ChainRule.Cli.Commands;

/// <summary>What the user asks to be trained, and how.</summary>
internal sealed record TrainRequest
{
    private const int MaxUnits = 4096;
    private const int MaxLayers = 10;

    public required string Data { get; init; }

    public required string Target { get; init; }

    /// <summary>How many units each hidden layer has, as the user writes it: 32,32.</summary>
    public required string Hidden { get; init; }

    /// <summary>How often the data are gone through at most; by the number of rows where it is not given.</summary>
    public int? Epochs { get; init; }

    /// <summary>How many rows make a step; by the number of rows where it is not given.</summary>
    public int? Batch { get; init; }

    public double Test { get; init; }

    public int Seed { get; init; }

    /// <summary>Class or number; found out by the target where it is not given.</summary>
    public PredictionTask? Task { get; init; }

    /// <summary>Where the model goes.</summary>
    public string? Model { get; init; }

    /// <summary>Where the curve of the loss goes.</summary>
    public string? Plot { get; init; }

    /// <summary>Where the training is saved, and resumed from.</summary>
    public string? Checkpoint { get; init; }

    public IReadOnlyList<int> HiddenSizes => Sizes(Hidden) ?? throw new UserException(
        $"--hidden takes the sizes of 1 to {MaxLayers} layers, each from 1 to {MaxUnits}, such as 32,32; not '{Hidden}'");

    /// <summary>The sizes that a text names; nothing where it names none.</summary>
    public static IReadOnlyList<int>? Sizes(string text)
    {
        var sizes = new List<int>();
        foreach (var part in text.Split(','))
            if (int.TryParse(part, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture,
                out var size)
                && size is >= 1 and <= MaxUnits)
                sizes.Add(size);
            else return null;
        return sizes.Count <= MaxLayers ? sizes : null;
    }

    /// <exception cref="UserException">An option cannot be.</exception>
    public void Check()
    {
        _ = HiddenSizes;
        if (!(Test is > 0 and < 1))
            throw new UserException(
                string.Create(CultureInfo.InvariantCulture,
                    $"--test takes a share of the rows above 0 and below 1 such as 0.2, not {Test}"));
        if (Epochs < 1) throw new UserException($"--epochs takes a number from 1, not {Epochs}");
        if (Batch < 1) throw new UserException($"--batch takes a number from 1, not {Batch}");
        foreach (var (path, option) in new[] { (Model, "--out"), (Plot, "--plot"), (Checkpoint, "--checkpoint") })
            if (path is not null) Output.OutputFile.CheckWritable(path, option);
        if (new[] { Model, Plot, Checkpoint, Data }
            .OfType<string>()
            .GroupBy(Output.OutputFile.TargetOf)
            .FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UserException(
                $"{twice.First()} is named for two things; data, --out, --plot and --checkpoint need files of their own");
    }
}
