namespace ChainRule.Cli.Commands;

/// <summary>How well rows are predicted, as numbers with names, and for classes which was taken for which.</summary>
internal sealed record TableScore(IReadOnlyList<(string Name, double Value)> Numbers)
{
    /// <summary>How many rows of the class (first number) were taken for the class (second number); none for numbers.</summary>
    public int[][]? Confusion { get; private init; }

    public double this[string name] => Numbers.First(number => number.Name == name).Value;

    /// <summary>Compares predictions, as <see cref="TableModel.Predict"/> gives them, with targets.</summary>
    public static TableScore Of(double[][] predicted, double[] targets, bool isClassifier) =>
        isClassifier ? OfClasses(predicted, targets) : OfNumbers(predicted, targets);

    /// <summary>The class whose probability is greatest.</summary>
    public static int Likeliest(double[] logarithms) => Array.IndexOf(logarithms, logarithms.Max());

    private static TableScore OfClasses(double[][] predicted, double[] targets)
    {
        var confusion = predicted[0].Select(_ => new int[predicted[0].Length]).ToArray();
        foreach (var (row, target) in predicted.Zip(targets)) confusion[(int)target][Likeliest(row)]++;
        var accuracy = (double)confusion.Select((row, i) => row[i]).Sum() / targets.Length;
        return new([("accuracy", accuracy),
            ("loss", -predicted.Zip(targets, (row, target) => row[(int)target]).Average())])
        { Confusion = confusion };
    }

    private static TableScore OfNumbers(double[][] predicted, double[] targets)
    {
        double[] errors = [.. predicted.Zip(targets, (row, target) => row[0] - target)];
        var mean = targets.Average();
        var (squares, total) = (errors.Sum(error => error * error), targets.Sum(target => (target - mean) * (target - mean)));
        return new([("r2", total > 0 ? 1 - squares / total : double.NaN), ("rmse", Math.Sqrt(squares / errors.Length)),
            ("mae", errors.Average(Math.Abs))]);
    }
}
