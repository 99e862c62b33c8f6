using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using ChainRule.Cli.Output;
using ChainRule.Data;

namespace ChainRule.Cli.Commands;

/// <summary><c>chainrule predict MODEL DATA.csv</c></summary>
internal static class PredictCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var file = new Argument<string>("MODEL") { Description = "A file that chainrule train wrote." };
        var data = new Argument<string>(
            "DATA.csv")
        { Description = "A table with the columns that the model was trained on, in any order." };
        var output = new Option<string?>(
            "--out")
        { Description = "Writes the predictions to a file instead, which is there whole or not at all.", HelpName = "FILE" };
        var command = new Command("predict", "Predicts a column for the rows of a table with a trained model.") { file, data, output };
        command.SetAction(parsed =>
        {
            var to = parsed.GetValue(output);
            var (from, rows) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(data));
            if (to is not null) OutputFile.CheckWritable(to, "--out", from, rows);
            var model = TableModel.Load(from);
            using var table = CsvTable.Load(rows, cancellation: cancellation);
            var (text, notes) = (Csv(model, model.Predict(model.Encoding.EncodeInputs(table))), Notes(model, table));
            cancellation.ThrowIfCancellationRequested();
            if (to is null) terminal.Out.Write(text);
            else OutputFile.Write(to, text);
            foreach (var note in notes) terminal.WriteNote(note);
        });
        return command;
    }

    private static string Csv(TableModel model, double[][] predicted)
    {
        var classes = model.Encoding.Classes;
        var text = new StringBuilder();
        Line(text, ["prediction", .. classes.Select(name => $"probability_{name}")]);
        foreach (var row in predicted)
            Line(text, model.IsClassifier
                ? [classes[TableScore.Likeliest(row)], .. row.Select(logarithm => Number(Math.Exp(logarithm)))]
                : [Number(row[0])]);
        return text.ToString();
    }

    /// <summary>
    /// What is worth knowing beside the predictions: what was filled, and how good they are where the table has the truth.
    /// </summary>
    private static List<string> Notes(TableModel model, CsvTable table)
    {
        List<string> notes = [.. TrainData.MissingIn(table, model.Encoding).Select(TrainText.Missing)];
        var target = model.Encoding.Target.Name;
        if (table.Columns.All(column => column.Name != target) || table.CompleteRows(target) is not [_, ..] rows) return notes;
        var known = model.Encoding.Encode(table, rows).ToMemory();
        var score = TableScore.Of(model.Predict(known), model.Targets(known), model.IsClassifier);
        notes.Add($"{target} is known "
            + $"in {rows.Count} {(rows.Count == 1 ? "row" : "rows")}: {string.Join(", ", score.Numbers.Select(number => $"{number.Name} {TrainText.Number(number.Value)}"))}");
        return notes;
    }

    private static readonly SearchValues<char> ToBeQuoted = SearchValues.Create(",\"\r\n;\t");

    private static string Number(double value) => value.ToString("G7", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append('\n');

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(ToBeQuoted) < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
