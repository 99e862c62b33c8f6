using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ChainRule.Cli.Commands;
using ChainRule.Data;

namespace ChainRule.Cli.Output;

/// <summary>A training's outcome for programs. It has no times in it: the same seed gives the same text.</summary>
internal static class TrainJson
{
    public static string Of(TrainOutcome outcome)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream,
            new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            Write(json, outcome);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, TrainOutcome outcome)
    {
        var (data, encoding) = (outcome.Data, outcome.Data.Encoding);
        json.WriteString("task", encoding.Task == PredictionTask.Classification ? "classification" : "regression");
        json.WriteString("target", encoding.Target.Name);
        Score(json, "test", outcome.Test);
        Score(json, "train", outcome.Train);
        json.WriteNumber("epochs", outcome.Result.Epochs);
        json.WriteNumber("best_epoch", outcome.Result.Best + 1);
        if (outcome.Test.Confusion is { } confusion)
        {
            Texts(json, "classes", encoding.Classes);
            Matrix(json, "confusion", confusion);
        }
        Rows(json, data);
        Texts(json, "columns", encoding.Inputs.Select(input => input.Name));
        json.WriteStartObject("left_out");
        foreach (var column in encoding.LeftOut) json.WriteString(column.Name, column.Problem);
        json.WriteEndObject();
        Missing(json, data);
        json.WriteString("model", outcome.Request.Model);
    }

    private static void Score(Utf8JsonWriter json, string name, TableScore score)
    {
        json.WriteStartObject(name);
        foreach (var (metric, value) in score.Numbers) FitJson.Number(json, metric, value);
        json.WriteEndObject();
    }

    private static void Rows(Utf8JsonWriter json, TrainData data)
    {
        json.WriteStartObject("rows");
        json.WriteNumber("train", data.Training.Count);
        json.WriteNumber("validation", data.Validation.Count);
        json.WriteNumber("test", data.Test.Count);
        json.WriteNumber("without_target", data.WithoutTarget);
        json.WriteEndObject();
    }

    private static void Missing(Utf8JsonWriter json, TrainData data)
    {
        json.WriteStartObject("missing");
        foreach (var (column, _) in data.WithMissing)
        {
            json.WriteStartObject(column.Name);
            json.WriteNumber("count", column.Missing);
            json.WriteStartArray("lines");
            foreach (var line in column.MissingLines) json.WriteNumberValue(line);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Matrix(Utf8JsonWriter json, string name, int[][] rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartArray();
            foreach (var number in row) json.WriteNumberValue(number);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
