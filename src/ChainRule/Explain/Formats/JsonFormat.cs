using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChainRule.Explanations;

/// <summary>The explanation as JSON. Its shape is stable: docs/explain-json.md describes each field.</summary>
internal sealed class JsonFormat(Utf8JsonWriter json, Explanation explanation)
{
    /// <summary>The version of the document's shape; it changes when a field is renamed, moved or removed.</summary>
    public const int Version = 2;

    private readonly RowFormulas formulas = new(explanation.Derivation, FormulaNotation.Source);
    private readonly RowFormulas pretty = new(explanation.Derivation, FormulaNotation.Pretty);

    public static string Write(Explanation explanation, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options)) new JsonFormat(json, explanation).Write();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Write()
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartObject("output");
        json.WriteString("name", formulas.Name(explanation.Output));
        Number("value", explanation.Value);
        json.WriteEndObject();
        List("forward", explanation.Forward, Forward);
        List("local", explanation.Local, Local);
        Map("gradients", explanation.Parameters, row => Data(row.Gradient));
        Map("chain", explanation.Parameters.Where(row => row.Paths.Count > 0), Paths);
        var unlisted = explanation.Parameters.Where(row => row.MorePaths > 0).ToList();
        if (unlisted.Count > 0) Map("more", unlisted, row => More(row.MorePaths));
        Map("check", explanation.Parameters.Where(row => row.Check is not null), Check);
        Map("advice", explanation.Parameters, row => Nested(row.Gradient.Shape, i => json.WriteStringValue(Word(row.Advice[i]))));
        Step();
        var notes = new NoteText(pretty, explanation);
        if (explanation.Notes.Count > 0) List("notes", explanation.Notes, note => Note(note, notes.Write(note)));
        json.WriteEndObject();
    }

    private void Forward(ForwardRow row)
    {
        json.WriteStartObject();
        json.WriteString("node", formulas.Name(row.Result));
        json.WriteString("expression", formulas.Expression(row.Result));
        json.WriteString("substituted", formulas.Expression(row.Result, explanation));
        Data("value", row.Value);
        json.WriteEndObject();
    }

    private void Local(LocalRow row)
    {
        json.WriteStartObject();
        json.WriteString("of", formulas.Name(row.Step.Of));
        json.WriteString("wrt", formulas.Name(row.Step.From));
        json.WriteString("rule", pretty.Rule(row.Step));
        json.WriteString("expression", formulas.Local(row.Step));
        json.WriteString("substituted", formulas.Local(row.Step, explanation));
        Data("value", row.Value ?? row.Contribution);
        Data("upstream", row.Upstream);
        Data("contribution", row.Contribution);
        json.WriteEndObject();
    }

    private void Paths(ParameterRow row)
    {
        json.WriteStartArray();
        foreach (var path in row.Paths)
        {
            json.WriteStartObject();
            List("path", path.Steps.Select(step => step.Of).Prepend(row.Parameter), node => json.WriteStringValue(formulas.Name(node)));
            List("factors", path.Factors, Number);
            Number("product", path.Product);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void Note(Note note, string text)
    {
        json.WriteStartObject();
        json.WriteString("kind", NameOf(note.Kind));
        json.WriteString("node", formulas.Name(note.Tensor));
        if (note.Step is { } step) json.WriteString("wrt", formulas.Name(step.From));
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private void More(long count)
    {
        if (count >= ChainPaths.Countless) json.WriteStringValue(">10^18");
        else json.WriteNumberValue(count);
    }

    private void Check(ParameterRow row)
    {
        var (check, shape) = (row.Check!, row.Gradient.Shape);
        json.WriteStartObject();
        json.WritePropertyName("numeric");
        Nested(check.Elements.Count == shape.Size ? shape : [check.Elements.Count], i => Number(check.Numeric[i]));
        Number("difference", check.Difference);
        if (check.Elements.Count < shape.Size) List("elements", check.Elements, json.WriteNumberValue);
        json.WriteEndObject();
    }

    private void Step()
    {
        json.WriteStartObject("step");
        Number("rate", explanation.LearningRate);
        Map("parameters", explanation.Parameters, row => Data(row.After));
        Number("output", explanation.OutputAfter);
        json.WriteEndObject();
    }

    private static string NameOf(NoteKind kind) => kind switch
    {
        NoteKind.NotFinite => "not-finite",
        NoteKind.Undefined => "undefined",
        NoteKind.Unused => "unused",
        NoteKind.NoGradient => "no-gradient",
        NoteKind.Kink => "kink",
        NoteKind.Border => "border",
        _ => "tie",
    };

    private static string Word(Advice advice) => advice switch
    {
        Advice.Increase => "increase",
        Advice.Decrease => "decrease",
        _ => "hold",
    };

    private void List<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    private void Map(string name, IEnumerable<ParameterRow> rows, Action<ParameterRow> write)
    {
        json.WriteStartObject(name);
        foreach (var row in rows)
        {
            json.WritePropertyName(formulas.Name(row.Parameter));
            write(row);
        }
        json.WriteEndObject();
    }

    private void Data(string name, TensorData data)
    {
        json.WritePropertyName(name);
        Data(data);
    }

    private void Data(TensorData data) => Nested(data.Shape, i => Element(data, i));

    private void Element(TensorData data, int index)
    {
        if (data.DType == DType.Bool) json.WriteBooleanValue(data[index] != 0);
        else if (data.DType == DType.Float32 && double.IsFinite(data[index])) json.WriteNumberValue((float)data[index]);
        else Number(data[index]);
    }

    /// <summary>Elements as arrays of arrays; a scalar stands by itself.</summary>
    private void Nested(Shape shape, Action<int> write)
    {
        var next = 0;
        Nested(shape.Printed, 0, () => write(next++));
    }

    private void Nested(Shape shape, int axis, Action write)
    {
        if (axis == shape.Rank)
        {
            write();
            return;
        }
        json.WriteStartArray();
        for (var i = 0; i < shape[axis]; i++) Nested(shape, axis + 1, write);
        json.WriteEndArray();
    }

    private void Number(string name, double value)
    {
        json.WritePropertyName(name);
        Number(value);
    }

    /// <summary>A number with all its digits; those that JSON has no sign for as words.</summary>
    private void Number(double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value == 0 ? 0 : value);
        else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
}
