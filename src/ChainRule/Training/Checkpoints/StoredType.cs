using static System.Buffers.Binary.BinaryPrimitives;

namespace ChainRule.Training;

/// <summary>A type of element as it lies in a safetensors file, little-endian, and the type that it becomes here.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Bytes">The size of an element.</param>
/// <param name="DType">What it becomes.</param>
/// <param name="Decode">Reads elements from bytes into data, from the given place on.</param>
internal sealed record StoredType(string Name, int Bytes, DType DType, StoredType.Decoder Decode)
{
    public delegate void Decoder(ReadOnlySpan<byte> bytes, TensorData data, int first);

    public delegate void Encoder(TensorData data, int first, Span<byte> bytes);

    private static readonly StoredType[] All =
    [
        new("F32", 4, DType.Float32, Each(4, ReadSingleLittleEndian)) { Encode = Each<float>(4, WriteSingleLittleEndian) },
        new("F64", 8, DType.Float64, Each(8, ReadDoubleLittleEndian)) { Encode = Each<double>(8, WriteDoubleLittleEndian) },
        new("I64", 8, DType.Int64, Each(8, ReadInt64LittleEndian)) { Encode = Each<long>(8, WriteInt64LittleEndian) },
        new("BOOL", 1, DType.Bool,
            Each(1, bytes => bytes[0] != 0)) { Encode = Each<bool>(1, (bytes, value) => bytes[0] = value ? (byte)1 : (byte)0) },
        new("F16", 2, DType.Float32, Each(2, bytes => (float)ReadHalfLittleEndian(bytes))),
        // A bfloat16 is the upper half of a float.
        new("BF16", 2, DType.Float32, Each(2, bytes => BitConverter.Int32BitsToSingle(ReadUInt16LittleEndian(bytes) << 16))),
        new("I32", 4, DType.Int64, Each(4, bytes => (long)ReadInt32LittleEndian(bytes))),
        new("I16", 2, DType.Int64, Each(2, bytes => (long)ReadInt16LittleEndian(bytes))),
        new("I8", 1, DType.Int64, Each(1, bytes => (long)(sbyte)bytes[0])),
        new("U32", 4, DType.Int64, Each(4, bytes => (long)ReadUInt32LittleEndian(bytes))),
        new("U16", 2, DType.Int64, Each(2, bytes => (long)ReadUInt16LittleEndian(bytes))),
        new("U8", 1, DType.Int64, Each(1, bytes => (long)bytes[0])),
    ];

    /// <summary>Writes elements to bytes; there is one for each type that we write.</summary>
    public Encoder? Encode { get; private init; }

    /// <summary>The types' names, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(type => type.Name));

    /// <summary>The type of a name, if we know it.</summary>
    public static StoredType? Find(string name) => Array.Find(All, type => type.Name == name);

    /// <summary>How our own elements are stored.</summary>
    public static StoredType Of(DType dtype) => All.First(type => type.DType == dtype && type.Encode is not null);

    private static Decoder Each<T>(int size, Func<ReadOnlySpan<byte>, T> read) where T : unmanaged => (bytes, data, first) =>
    {
        var values = data.AsMutableSpan<T>()[first..];
        for (var i = 0; i * size < bytes.Length; i++) values[i] = read(bytes.Slice(i * size, size));
    };

    private static Encoder Each<T>(int size, Action<Span<byte>, T> write) where T : unmanaged => (data, first, bytes) =>
    {
        var values = data.AsSpan<T>()[first..];
        for (var i = 0; i * size < bytes.Length; i++) write(bytes.Slice(i * size, size), values[i]);
    };
}
