using System.Text;
using System.Text.Json;

namespace ChainRule.Data;

/// <summary>An encoding as JSON, member by member: nothing of it needs reflection.</summary>
internal static class EncodingJson
{
    private const int Version = 1;

    public static string Write(TableEncoding encoding)
    {
        var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteBoolean("fillMissing", encoding.FillsMissing);
            json.WriteStartArray("inputs");
            foreach (var column in encoding.Inputs) Write(json, column);
            json.WriteEndArray();
            json.WritePropertyName("target");
            Write(json, encoding.Target);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    public static TableEncoding Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var json = JsonDocument.Parse(text);
            return Read(json.RootElement);
        }
        // the last for half a character, as in "\uD800"
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"this is no encoding of a table: {e.Message}", e);
        }
    }

    private static void Write(Utf8JsonWriter json, EncodedColumn column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        if (column.Scale is { } scale)
        {
            json.WriteNumber("mean", scale.Means[0]);
            json.WriteNumber("deviation", scale.Deviations[0]);
        }
        else
        {
            json.WriteStartArray("categories");
            foreach (var category in column.Categories!) json.WriteStringValue(category);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static TableEncoding Read(JsonElement json)
    {
        var version = Number(json, "version");
        if (version != Version) throw new JsonException($"it is of version {version}, and this program reads version {Version}");
        return new(
            [.. Member(json, "inputs", JsonValueKind.Array).EnumerateArray().Select(ReadColumn)],
            ReadColumn(Member(json, "target", JsonValueKind.Object)),
            Member(json, "fillMissing", JsonValueKind.True, JsonValueKind.False).GetBoolean());
    }

    private static EncodedColumn ReadColumn(JsonElement json)
    {
        var name = Text(Member(json, "name", JsonValueKind.String));
        return json.TryGetProperty("categories", out _)
            ? new(name, [.. Member(json, "categories", JsonValueKind.Array).EnumerateArray().Select(Text)])
            : new(name, Number(json, "mean"), Number(json, "deviation"));
    }

    private static double Number(JsonElement json, string name) => Member(json, name, JsonValueKind.Number).TryGetDouble(out var number)
        ? number
        : throw new JsonException($"{name} is out of range");

    private static string Text(JsonElement json) => json.ValueKind == JsonValueKind.String
        ? json.GetString()!
        : throw new JsonException($"a text is expected, not {json.ValueKind}");

    private static JsonElement Member(JsonElement json, string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new JsonException($"an object with {name} is expected, not {json.ValueKind}");
        if (!json.TryGetProperty(name, out var member)) throw new JsonException($"{name} is missing");
        return kinds.Contains(member.ValueKind) ? member : throw new JsonException($"{name} is {member.ValueKind}, not {kinds[0]}");
    }
}
