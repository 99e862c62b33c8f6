using ChainRule.Cli.Data;
using ChainRule.Cli.Output;
using ChainRule.Data;
using ChainRule.Formulas;
using ChainRule.Training;

namespace ChainRule.Cli.Commands;

/// <summary>What came out of a fit, for whoever writes it down.</summary>
internal sealed record FitOutcome(FitRequest Request, Formula Formula, int Rows, IReadOnlyList<string> Columns,
    IReadOnlyList<Parameter> Parameters, FitResult Result)
{
    /// <summary>The names that stand for 0 and 1 in a target that holds others.</summary>
    public IReadOnlyList<string>? Classes { get; init; }
}

/// <summary>Reads the table, makes the formula a graph over its columns, and fits.</summary>
internal static class FitRun
{
    private const long ResultsOfData = 100; // times the size of the data
    private const int MaxListed = 20, LongestListed = 100; // names in a message, and their characters

    public static FitOutcome Run(FitRequest request, Terminal terminal, CancellationToken cancellation)
    {
        request.Check();
        using var table = CsvFile.Open(request.Data);
        var formula = Formula.Parse(request.Text, [.. table.Headers, .. request.Init.Select(FormulaInput.NameOf)]);
        var data = DataNames(request, formula, table.Headers);
        var parameters = Parameters(request, formula, formula.FreeNames.Except(data).ToList());

        ICsvColumn target = Target(request, table);
        ICsvColumn[] columns = [target, .. data.Select(name => new NumberColumn(table.IndexOf(name, "the formula")))];
        var rows = table.Read(columns, cancellation: cancellation);
        var tensors = parameters.ToDictionary(p => p.Name!, Tensor (p) => p);
        for (var i = 0; i < data.Count; i++) tensors[data[i]] = Column(columns[i + 1], rows, data[i]);

        var fit = new Fit(Prediction(request, formula, tensors), Column(target, rows, request.Target), parameters)
        {
            Loss = request.FitLoss,
            Optimizer = request.Rule(),
            Epochs = request.Epochs,
            Batch = request.Batch,
            Seed = request.Seed,
            Searched = [.. parameters.Where(p => !Given(request, p.Name!))],
        };
        var result = ProgressBar.Follow(terminal, request.Epochs, progress => fit.Run(progress, cancellation));
        return new(request, formula, rows, data, parameters,
            result)
        { Classes = target is ClassColumn { IsBinary: false } named ? named.Classes : null };
    }

    /// <summary>The formula's names that are columns.</summary>
    private static List<string> DataNames(FitRequest request, Formula formula, IReadOnlyList<string> headers)
    {
        var free = formula.FreeNames;
        if (headers.Contains(request.Target) && free.Contains(request.Target))
            throw new UserException(
                $"the formula reads {request.Target}, which it is to predict; write the prediction alone, as in y = w*x + b, and the loss "
                + $"with --loss");
        var data = free.Where(headers.Contains).ToList();
        if (data.Count == 0)
            throw new UserException(
                $"no name of the formula is a column of {request.Data}: the names are {Listed(free)}, the columns {Listed(headers)}"
                + NameOffers.Advice(formula, headers));
        if (data.Count == free.Count)
            throw new UserException(
                $"every name of the formula is a column, so there is no parameter to find; write one, as in w*{data[0]} + b");
        if (formula.Syntax.Assignments.Any(a => a.Name == request.Target) && formula.OutputName != request.Target)
            throw new UserException(
                $"the formula computes {request.Target}, the target, but goes on to {formula.OutputName}; end it with {request.Target} = "
                + $"…");
        return data;
    }

    private static string Listed(IReadOnlyList<string> names) =>
        names.Count == 0 ? "none"
        : string.Join(", ", names.Take(MaxListed).Select(name => TokenText.Shorten(name, LongestListed)))
            + (names.Count > MaxListed ? $" and {names.Count - MaxListed} more" : "");

    private static List<Parameter> Parameters(FitRequest request, Formula formula, List<string> names)
    {
        var values = FormulaInput.Values(request.Init, formula, names, "parameter");
        return [.. names.Select(name => new Parameter(values.TryGetValue(name, out var value) ? Number(name, value) : 1, name))];
    }

    private static bool Given(FitRequest request, string name) => request.Init.Any(text => ValueSyntax.ParseAssignment(text).Name == name);

    private static double Number(string name, ArrayValue value) => value is { Shape: [], Data: [var number] } && double.IsFinite(number)
        ? number
        : throw new UserException($"--init: {name} begins with one number, as in {name}=1");

    private static ICsvColumn Target(FitRequest request, CsvFile table)
    {
        var index = table.IndexOf(request.Target, "--target");
        return request.Loss == "logistic" ? new ClassColumn(index) : new NumberColumn(index);
    }

    private static Input Column(ICsvColumn column, int rows, string name) => new(TensorData.Wrap(column.Values(), [rows]), name);

    /// <summary>
    /// Results of the data's size are to be expected, and a fit does not hold them all at once: of many rows there may be more than a
    /// formula's default.
    /// </summary>
    private static long MaxBytes(IEnumerable<Tensor> data) =>
        Math.Max(FormulaLimits.MaxBytes, ResultsOfData * data.Sum(column => (long)column.Shape.Size * sizeof(double)));

    private static Tensor Prediction(FitRequest request, Formula formula, Dictionary<string, Tensor> tensors)
    {
        var prediction = formula.Build(tensors, request.MaxMemory ?? MaxBytes(tensors.Values));
        var rows = tensors.Values.Max(t => t.Shape.Size);
        return prediction.Rank == 0 || prediction.Shape.Equals([rows])
            ? prediction
            : throw new UserException($"the formula gives a result of shape {prediction.Shape}, but one number a row is wanted");
    }
}
