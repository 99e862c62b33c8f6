using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChainRule.Explanations;

/// <summary>The explanation as JSON. Its shape is stable: docs/explain-json.md describes each field.</summary>
internal static class JsonRenderer
{
    public static string Render(Explanation explanation, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options)) Write(json, explanation);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Explanation explanation)
    {
        json.WriteStartObject();
        json.WriteStartObject("output");
        json.WriteString("name", explanation.Output);
        Number(json, "value", explanation.Value);
        json.WriteEndObject();
        List(json, "forward", explanation.Forward, row => Forward(json, row));
        List(json, "local", explanation.Local, row => Local(json, row));
        Map(json, "gradients", explanation.Parameters, p => Data(json, p.Gradient));
        Map(json, "chain", explanation.Parameters.Where(p => p.Paths.Count > 0), p => Paths(json, p.Paths));
        var unlisted = explanation.Parameters.Where(p => p.MorePaths > 0).ToList();
        if (unlisted.Count > 0) Map(json, "more", unlisted, p => More(json, p.MorePaths));
        Map(json, "check", explanation.Parameters.Where(p => p.Check is not null), p => Check(json, p));
        Map(json, "advice", explanation.Parameters, p => Nested(json, p.Gradient.Shape, i => json.WriteStringValue(Word(p.Advice[i]))));
        Step(json, explanation);
        if (explanation.Notes.Count > 0) List(json, "notes", explanation.Notes, json.WriteStringValue);
        json.WriteEndObject();
    }

    private static void Forward(Utf8JsonWriter json, ForwardRow row)
    {
        json.WriteStartObject();
        json.WriteString("node", row.Node);
        json.WriteString("expression", row.Expression);
        json.WriteString("substituted", row.Substituted);
        json.WritePropertyName("value");
        Data(json, row.Value);
        json.WriteEndObject();
    }

    private static void Local(Utf8JsonWriter json, LocalRow row)
    {
        json.WriteStartObject();
        json.WriteString("of", row.Of);
        json.WriteString("wrt", row.Wrt);
        json.WriteString("expression", row.Expression);
        json.WriteString("substituted", row.Substituted);
        json.WritePropertyName("value");
        Data(json, row.Value);
        json.WriteEndObject();
    }

    private static void Paths(Utf8JsonWriter json, IReadOnlyList<ChainPath> paths)
    {
        json.WriteStartArray();
        foreach (var path in paths)
        {
            json.WriteStartObject();
            List(json, "path", path.Nodes, json.WriteStringValue);
            List(json, "factors", path.Factors, factor => Number(json, factor));
            Number(json, "product", path.Product);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void More(Utf8JsonWriter json, long count)
    {
        if (count >= ChainPaths.Countless) json.WriteStringValue(">10^18");
        else json.WriteNumberValue(count);
    }

    private static void Check(Utf8JsonWriter json, ParameterRow parameter)
    {
        var check = parameter.Check!;
        var shape = parameter.Gradient.Shape;
        json.WriteStartObject();
        json.WritePropertyName("numeric");
        if (check.Elements.Count == shape.Size) Nested(json, shape, i => Number(json, check.Numeric[i]));
        else Nested(json, [check.Elements.Count], i => Number(json, check.Numeric[i]));
        Number(json, "difference", check.Difference);
        if (check.Elements.Count < shape.Size) List(json, "elements", check.Elements, json.WriteNumberValue);
        json.WriteEndObject();
    }

    private static void Step(Utf8JsonWriter json, Explanation explanation)
    {
        json.WriteStartObject("step");
        Number(json, "rate", explanation.LearningRate);
        Map(json, "parameters", explanation.Parameters, p => Data(json, p.After));
        Number(json, "output", explanation.OutputAfter);
        json.WriteEndObject();
    }

    private static string Word(Advice advice) => advice switch
    {
        Advice.Increase => "increase",
        Advice.Decrease => "decrease",
        _ => "hold",
    };

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    private static void Map(Utf8JsonWriter json, string name, IEnumerable<ParameterRow> parameters, Action<ParameterRow> write)
    {
        json.WriteStartObject(name);
        foreach (var parameter in parameters)
        {
            json.WritePropertyName(parameter.Name);
            write(parameter);
        }
        json.WriteEndObject();
    }

    private static void Data(Utf8JsonWriter json, TensorData data) => Nested(json, data.Shape, i => Element(json, data, i));

    private static void Element(Utf8JsonWriter json, TensorData data, int index)
    {
        if (data.DType == DType.Bool) json.WriteBooleanValue(data[index] != 0);
        else if (data.DType == DType.Float32 && double.IsFinite(data[index])) json.WriteNumberValue((float)data[index]);
        else Number(json, data[index]);
    }

    /// <summary>Elements as arrays of arrays; a scalar stands by itself.</summary>
    private static void Nested(Utf8JsonWriter json, Shape shape, Action<int> write)
    {
        var next = 0;
        Nested(json, shape.Printed, 0, () => write(next++));
    }

    private static void Nested(Utf8JsonWriter json, Shape shape, int axis, Action write)
    {
        if (axis == shape.Rank)
        {
            write();
            return;
        }
        json.WriteStartArray();
        for (var i = 0; i < shape[axis]; i++) Nested(json, shape, axis + 1, write);
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        Number(json, value);
    }

    /// <summary>A number with all its digits; those that JSON has no sign for as words.</summary>
    private static void Number(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value == 0 ? 0 : value);
        else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
}
