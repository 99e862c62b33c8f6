using System.Text.Json;
using ChainRule.Formulas;

namespace ChainRule.Training;

/// <summary>Reads a header's JSON, and believes nothing of it: what it holds must not take many times its bytes in memory.</summary>
internal ref struct SafetensorsHeaderParser
{
    private const int MaxNumbers = 64; // axes of a shape

    private readonly string path;
    private readonly List<StoredTensor> tensors = [];
    private readonly List<(string Name, string Text)> metadata = [];
    private Utf8JsonReader json;
    private Range? checksum;

    private SafetensorsHeaderParser(string path, ReadOnlySpan<byte> header)
    {
        this.path = path;
        json = new Utf8JsonReader(header);
    }

    /// <exception cref="CheckpointException">The header is not one.</exception>
    public static SafetensorsHeader Parse(string path, ReadOnlySpan<byte> header)
    {
        try
        {
            return new SafetensorsHeaderParser(path, header).Parse();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter is for text that is not UTF-8
        {
            throw new CheckpointException(path, $"its header is not valid JSON: {e.Message}", e);
        }
    }

    private SafetensorsHeader Parse()
    {
        Expect(JsonTokenType.StartObject, "the header");
        var names = new HashSet<string>();
        while (NextName("the header") is { } name)
        {
            if (!names.Add(name)) throw Problem($"'{TokenText.Name(name)}' is there twice");
            RequireFew(tensors.Count, "tensors");
            if (name == Safetensors.MetadataName) ParseMetadata();
            else tensors.Add(ParseTensor(name));
        }
        json.Read(); // complains of anything that follows
        return new(tensors, metadata, checksum);
    }

    private void ParseMetadata()
    {
        Expect(JsonTokenType.StartObject, Safetensors.MetadataName);
        var names = new HashSet<string>();
        while (NextName(Safetensors.MetadataName) is { } name)
        {
            var what = $"the note '{TokenText.Name(name)}'";
            if (!names.Add(name)) throw Problem($"{what} is there twice");
            RequireFew(metadata.Count, "notes");
            Expect(JsonTokenType.String, what);
            if (json.ValueSpan.Length > SafetensorsHeader.LongestNote)
                throw Problem($"{what} has {json.ValueSpan.Length} bytes, and {SafetensorsHeader.LongestNote} are the most");
            if (name == SafetensorsHeader.ChecksumNote && json.ValueSpan.Length == Checksum.Digits)
                checksum = new Range((int)json.TokenStartIndex + 1, (int)json.TokenStartIndex + 1 + Checksum.Digits);
            metadata.Add((name, json.GetString()!));
        }
    }

    private StoredTensor ParseTensor(string name)
    {
        var what = $"tensor '{TokenText.Name(name)}'";
        StoredType? type = null;
        List<long>? sizes = null, offsets = null;
        Expect(JsonTokenType.StartObject, what);
        while (NextName(what) is { } property)
        {
            if (property == "dtype" && type is null) type = ParseType(what);
            else if (property == "shape" && sizes is null) sizes = ParseNumbers($"{what}: its shape");
            else if (property == "data_offsets" && offsets is null) offsets = ParseNumbers($"{what}: data_offsets");
            else throw Problem($"{what} has '{TokenText.Name(property)}', which it should not have, or twice");
        }
        if (type is null || sizes is null || offsets is null) throw Problem($"{what} lacks one of dtype, shape and data_offsets");
        return Checked(what, name, type, ShapeOf(what, sizes), offsets);
    }

    private readonly StoredTensor Checked(string what, string name, StoredType type, Shape shape, List<long> offsets)
    {
        if (offsets is not [var begin, var end] || begin > end)
            throw Problem(
                $"{what}: its data_offsets [{string.Join(", ", offsets.Select(offset => $"{offset}"))}] are not a beginning and an end");
        var bytes = (long)shape.Size * type.Bytes;
        return end - begin == bytes
            ? new(name, type, shape, begin, end)
            : throw Problem(
                $"{what}: shape {shape} of {type.Name} takes {bytes} bytes, but its data_offsets [{begin}, {end}] hold {end - begin}");
    }

    private StoredType ParseType(string what)
    {
        Expect(JsonTokenType.String, $"{what}: its dtype");
        var name = ShortText(what)!;
        return StoredType.Find(name) ?? throw Problem($"{what} has dtype '{TokenText.Name(name)}', which is not one of {StoredType.Names}");
    }

    private readonly Shape ShapeOf(string what, List<long> sizes)
    {
        try
        {
            return Shape.Create([.. sizes.Select(size => checked((int)size))]);
        }
        catch (Exception e) when (e is ShapeException or OverflowException)
        {
            throw new CheckpointException(path,
                $"{what} has shape [{string.Join(", ", sizes.Select(size => $"{size}"))}], which is too large: a tensor has fewer than "
                + $"2^31 elements", e);
        }
    }

    private List<long> ParseNumbers(string what)
    {
        Expect(JsonTokenType.StartArray, what);
        var numbers = new List<long>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (numbers.Count == MaxNumbers) throw Problem($"{what} has more than {MaxNumbers} numbers");
            numbers.Add(json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number) && number >= 0
                ? number
                : throw Problem($"{what} holds something else than whole numbers from 0 on"));
        }
        return numbers;
    }

    /// <summary>The name of an object's next property; nothing at its end.</summary>
    private string? NextName(string what)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject) return null;
        return json.TokenType == JsonTokenType.PropertyName ? ShortText(what) : throw Problem($"{what} is not a JSON object");
    }

    /// <summary>A text that is no note.</summary>
    private string? ShortText(string what) => json.ValueSpan.Length <= SafetensorsHeader.LongestName
        ? json.GetString()
        : throw Problem($"{what} holds a name of {json.ValueSpan.Length} bytes, and {SafetensorsHeader.LongestName} are the most");

    private readonly void RequireFew(int count, string what)
    {
        if (count == SafetensorsHeader.MaxEntries) throw Problem($"it holds more than {SafetensorsHeader.MaxEntries} {what}");
    }

    private void Expect(JsonTokenType type, string what)
    {
        if (!json.Read() || json.TokenType != type) throw Problem($"{what} should be a JSON {Name(type)}, and is not");
    }

    private static string Name(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        _ => "string",
    };

    private readonly CheckpointException Problem(string text) => new(path, text);
}
