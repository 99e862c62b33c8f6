using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace ChainRule.Training;

/// <summary>Writes a file: first with zeros for the checksum, which is put in when all else is there.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;
    private const int BufferBytes = 1 << 16;

    public static void Write(Safetensors content, Stream stream)
    {
        var laid = Lay(content.Tensors);
        var header = Header(laid, content.Metadata);
        RequireReadable(header);
        using var sum = new Checksum();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        sum.Add(header);
        foreach (var tensor in laid) WriteTensor(tensor, content.Tensors[tensor.Name], stream, sum);
        // The notes come first, and the checksum is the first of them.
        stream.Position = length.Length + header.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Checksum.Zeros));
        stream.Write(sum.Result());
    }

    /// <summary>What the reader would refuse is not written.</summary>
    private static void RequireReadable(byte[] header)
    {
        if (header.Length > SafetensorsHeader.Longest)
            throw new ArgumentException($"the names and notes take {header.Length} bytes, and {SafetensorsHeader.Longest} are the most");
        try
        {
            SafetensorsHeaderParser.Parse("the file", header);
        }
        catch (CheckpointException e)
        {
            throw new ArgumentException($"{e.Message}; it could not be read again", e);
        }
    }

    /// <summary>Places one after the other, wide elements first, so that each lies where its size divides.</summary>
    private static List<StoredTensor> Lay(IReadOnlyDictionary<string, TensorData> tensors)
    {
        var laid = new List<StoredTensor>();
        var end = 0L;
        foreach (var (name, data) in tensors.OrderByDescending(tensor => tensor.Value.DType.Bytes()))
        {
            var (begin, type) = (end, StoredType.Of(data.DType));
            laid.Add(new(name, type, data.Shape, begin, end += (long)data.Shape.Size * type.Bytes));
        }
        return laid;
    }

    private static byte[] Header(IEnumerable<StoredTensor> tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            foreach (var tensor in tensors) WriteEntry(json, tensor);
            json.WriteEndObject();
        }
        var padding = -bytes.WrittenCount & (Alignment - 1);
        return [.. bytes.WrittenSpan, .. Enumerable.Repeat((byte)' ', padding)];
    }

    private static void WriteMetadata(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        json.WriteStartObject(Safetensors.MetadataName);
        json.WriteString(SafetensorsHeader.ChecksumNote, Checksum.Zeros);
        json.WriteString(SafetensorsHeader.FormatNote, "1");
        foreach (var (name, text) in metadata) json.WriteString(name, text);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, StoredTensor tensor)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type.Name);
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(tensor.Begin);
        json.WriteNumberValue(tensor.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTensor(StoredTensor tensor, TensorData data, Stream stream, Checksum sum)
    {
        var (type, size) = (tensor.Type, tensor.Shape.Size);
        var buffer = new byte[Math.Min(BufferBytes, tensor.End - tensor.Begin)];
        for (int first = 0, count; first < size; first += count)
        {
            count = Math.Min(buffer.Length / type.Bytes, size - first);
            var bytes = buffer.AsSpan(0, count * type.Bytes);
            type.Encode!(data, first, bytes);
            sum.Add(bytes);
            stream.Write(bytes);
        }
    }
}
