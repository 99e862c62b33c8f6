using System.Buffers.Binary;

namespace ChainRule.Training;

/// <summary>Reads a file from its beginning to its end, and gives nothing before all of it was found good.</summary>
internal static class SafetensorsReader
{
    private const int LengthBytes = 8;
    private const int BufferBytes = 1 << 16;

    public static Safetensors Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (!stream.CanSeek) throw new CheckpointException(path, "it is a pipe or a device; give a file");
        try
        {
            return Read(path, stream);
        }
        catch (EndOfStreamException e)
        {
            throw new CheckpointException(path, "the file became shorter while it was read", e);
        }
    }

    private static Safetensors Read(string path, FileStream stream)
    {
        var bytes = ReadHeader(path, stream);
        var header = SafetensorsHeaderParser.Parse(path, bytes);
        var laid = header.Laid(path, stream.Length - stream.Position);
        using var sum = new Checksum();
        var tensors = new List<(string, TensorData)>();
        var expected = header.Checksum is { } digits ? TakeOut(bytes.AsSpan()[digits]) : null;
        sum.Add(bytes);
        foreach (var tensor in laid) tensors.Add((tensor.Name, ReadTensor(tensor, stream, sum)));
        if (expected is not null && !sum.Result().AsSpan().SequenceEqual(expected))
            throw new CheckpointException(path,
                "its checksum is not that of its contents: the file was damaged or changed after it was written");
        return new(tensors, header.Notes);
    }

    private static byte[] ReadHeader(string path, FileStream stream)
    {
        if (stream.Length < LengthBytes)
            throw new CheckpointException(path, $"it has {stream.Length} bytes, and a safetensors file at least {LengthBytes}");
        Span<byte> length = stackalloc byte[LengthBytes];
        stream.ReadExactly(length);
        var count = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (count > SafetensorsHeader.Longest)
            throw new CheckpointException(path,
                $"its header would have {count} bytes, and {SafetensorsHeader.Longest} are the most: this is not a safetensors file");
        if (count > (ulong)(stream.Length - LengthBytes))
            throw new CheckpointException(path,
                $"its header has {count} bytes, but only {stream.Length - LengthBytes} follow: the file was cut off");
        var header = new byte[count];
        stream.ReadExactly(header);
        return header;
    }

    /// <summary>The checksum's digits, which are zeros in what it sums up.</summary>
    private static byte[] TakeOut(Span<byte> digits)
    {
        var taken = digits.ToArray();
        digits.Fill((byte)'0');
        return taken;
    }

    private static TensorData ReadTensor(StoredTensor tensor, FileStream stream, Checksum sum)
    {
        var (type, data) = (tensor.Type, TensorData.Zeros(tensor.Shape, tensor.Type.DType));
        var buffer = new byte[Math.Min(BufferBytes, tensor.End - tensor.Begin)];
        for (int first = 0, count; first < tensor.Shape.Size; first += count)
        {
            count = Math.Min(buffer.Length / type.Bytes, tensor.Shape.Size - first);
            var bytes = buffer.AsSpan(0, count * type.Bytes);
            stream.ReadExactly(bytes);
            sum.Add(bytes);
            type.Decode(bytes, data, first);
        }
        return data;
    }
}
