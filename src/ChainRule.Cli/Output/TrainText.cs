using System.Globalization;
using System.Text;
using ChainRule.Cli.Commands;
using ChainRule.Data;
using ChainRule.Training;

namespace ChainRule.Cli.Output;

/// <summary>A training's outcome for people.</summary>
internal static class TrainText
{
    public static string Of(TrainOutcome outcome, bool unicode)
    {
        var (request, data) = (outcome.Request, outcome.Data);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{request.Target} from {Inputs(data)}: {data.Table.Count:N0} rows of {request.Data}\n");
        text.Append(Task(request, data)).Append('\n');
        foreach (var column in data.Encoding.LeftOut)
            text.Append(CultureInfo.InvariantCulture, $"left out {column.Name}: {column.Problem}\n");
        if (data.WithoutTarget > 0)
            text.Append(CultureInfo.InvariantCulture,
                $"left out {data.WithoutTarget} {(data.WithoutTarget == 1 ? "row" : "rows")} without {request.Target}\n");
        foreach (var missing in data.WithMissing) text.Append(Missing(missing)).Append('\n');
        text.Append('\n');
        FitText.Table(text, [.. Summary(outcome, unicode)]);
        if (outcome.Test.Confusion is { } confusion) Confusion(text.Append('\n'), confusion, data.Encoding.Classes);
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>Says what became of missing cells.</summary>
    public static string Missing((CsvColumn Column, EncodedColumn Encoded) missing)
    {
        var (column, filling) = (missing.Column, missing.Encoded.Categories is null ? "the training rows' mean" : "none of the categories");
        return $"{column.Missing} {(column.Missing == 1 ? "cell" : "cells")} of {column.Name} {(column.Missing == 1 ? "is" : "are")} missing "
            + $"(line {string.Join(", ", column.MissingLines.Select(line => $"{line}"))}{(column.Missing > column.MissingLines.Count ? ", …" : "")}) and filled with {filling}";
    }

    public static string Number(double value) => double.IsNaN(value) ? "none" : value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Inputs(TrainData data)
    {
        var names = data.Encoding.Inputs.Select(input => input.Name).ToList();
        return names.Count <= 8 ? string.Join(", ", names) : $"{names.Count} columns, {names[0]} to {names[^1]}";
    }

    private static string Task(TrainRequest request, TrainData data)
    {
        var (classes, target) = (data.Encoding.Classes, request.Target);
        if (classes.Count == 0)
            return $"regression, since {(request.Task is null ? $"{target} holds numbers; --task classification predicts classes" : "--task says so")}";
        var names = classes.Count <= 12 ? $" ({string.Join(", ", classes)})" : "";
        var isNumber = data.Table.Columns.First(column => column.Name == target).Kind == ColumnKind.Number;
        var reason = request.Task is not null ? "--task says so"
            : isNumber ? $"{target} holds few whole numbers; --task regression predicts a number"
            : $"{target} holds categories";
        return $"classification into {classes.Count} classes{names}, since {reason}";
    }

    private static IEnumerable<(string, string)> Summary(TrainOutcome outcome, bool unicode)
    {
        var (data, result) = (outcome.Data, outcome.Result);
        yield return ("rows", $"{data.Training.Count} to train, {data.Validation.Count} to validate, {data.Test.Count} to test");
        foreach (var (name, value) in outcome.Test.Numbers)
            yield return ($"test {Label(name, unicode)}",
                $"{Value(name, value)}{(name is "rmse" or "mae" ? $" in the unit of {outcome.Request.Target}" : "")} "
                + $"(training {Value(name, outcome.Train[name])})");
        yield return ("network",
            $"{data.Encoding.Width} inputs, hidden {string.Join(", ", outcome.Request.HiddenSizes.Select(size => $"{size}"))}, relu");
        yield return ("epochs",
            $"{result.Epochs}, the best "
            + $"was {result.Best + 1}: {(result.Stop == TrainingStop.EarlyStopping ? "the validation loss no longer became smaller" : "all are used up")}");
        yield return ("time", $"{Math.Max(0.01, result.Time.TotalSeconds).ToString("F2", CultureInfo.InvariantCulture)} s");
        if (outcome.Request.Model is { } model) yield return ("model", model);
        if (outcome.Request.Plot is { } plot) yield return ("plot", plot);
    }

    private static string Label(string name, bool unicode) =>
        name switch { "r2" => unicode ? "R²" : "R2", "rmse" => "RMSE", "mae" => "MAE", _ => name };

    private static string Value(string name, double value) =>
        name == "accuracy" ? value.ToString("P1", CultureInfo.InvariantCulture) : Number(value);

    /// <summary>A line for each class, a column for each that it was taken for.</summary>
    private static void Confusion(StringBuilder text, int[][] confusion, IReadOnlyList<string> classes)
    {
        var first = classes.Max(name => name.Length);
        int[] widths = [.. classes.Select((name, i) => Math.Max(name.Length, confusion.Max(row => $"{row[i]}".Length)))];
        text.Append("  test rows by class (down) and prediction (across)\n");
        Row("", classes);
        for (var i = 0; i < classes.Count; i++) Row(classes[i], confusion[i].Select(count => $"{count}"));

        void Row(string name, IEnumerable<string> cells) =>
            text
                .Append("  ")
                .Append(name.PadRight(first))
                .Append(' ')
                .AppendJoin("", cells.Select((cell, i) => " " + cell.PadLeft(widths[i])))
                .Append('\n');
    }
}
