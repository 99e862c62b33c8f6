using System.Text;
using System.Text.Json;
using ChainRule.Cli.Commands;
using ChainRule.Training;

namespace ChainRule.Cli.Output;

/// <summary>A fit's outcome for programs.</summary>
internal static class FitJson
{
    public static string Of(FitOutcome outcome)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(json, outcome);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, FitOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteStartObject("parameters");
        foreach (var parameter in outcome.Parameters) Number(json, parameter.Name!, parameter.Value.Item());
        json.WriteEndObject();
        if (outcome.Formula.ReadAs is { } readAs) json.WriteString("readAs", readAs);
        Number(json, "loss", outcome.Result.Loss);
        Metrics(json, outcome.Result.Metrics);
        json.WriteNumber("epochs", outcome.Result.Epochs);
        json.WriteString("stopped", StopName(outcome.Result.Stop));
        json.WriteNumber("rows", outcome.Rows);
        if (outcome.Classes is { } classes)
        {
            json.WriteStartArray("classes");
            foreach (var name in classes) json.WriteStringValue(name);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    public static string StopName(FitStop stop) => stop switch
    {
        FitStop.Converged => "converged",
        FitStop.Epochs => "epochs",
        _ => "stalled",
    };

    private static void Metrics(Utf8JsonWriter json, FitMetrics metrics)
    {
        json.WriteStartObject("metrics");
        if (metrics.R2 is { } r2) Number(json, "r2", r2);
        if (metrics.Rmse is { } rmse) Number(json, "rmse", rmse);
        if (metrics.Accuracy is { } accuracy) Number(json, "accuracy", accuracy);
        json.WriteEndObject();
    }

    /// <summary>JSON has no NaN.</summary>
    internal static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
