using System.Buffers.Binary;

namespace ChainRule.Training;

/// <summary>How an IDX file writes its numbers, and how they become elements of a tensor.</summary>
internal sealed class IdxElements
{
    private delegate double Decoder(ReadOnlySpan<byte> bytes);

    private static readonly Dictionary<byte, IdxElements> Types = new()
    {
        [0x08] = new(1, isInteger: true, bytes => bytes[0]) { IsPixel = true },
        [0x09] = new(1, isInteger: true, bytes => (sbyte)bytes[0]),
        [0x0B] = new(2, isInteger: true, bytes => BinaryPrimitives.ReadInt16BigEndian(bytes)),
        [0x0C] = new(4, isInteger: true, bytes => BinaryPrimitives.ReadInt32BigEndian(bytes)),
        [0x0D] = new(4, isInteger: false, bytes => BinaryPrimitives.ReadSingleBigEndian(bytes)),
        [0x0E] = new(8, isInteger: false, bytes => BinaryPrimitives.ReadDoubleBigEndian(bytes)),
    };

    private readonly Decoder decode;

    private IdxElements(int size, bool isInteger, Decoder decode) => (Size, IsInteger, this.decode) = (size, isInteger, decode);

    /// <summary>The size of a number in bytes.</summary>
    public int Size { get; }

    public bool IsInteger { get; }

    /// <summary>Whether the numbers are unsigned bytes, as pixels are.</summary>
    public bool IsPixel { get; private init; }

    /// <exception cref="InvalidDataException">There is no such type.</exception>
    public static IdxElements Of(byte type) => Types.TryGetValue(type, out var found)
        ? found
        : throw new InvalidDataException(
            $"0x{type:X2} is no type of IDX elements; there are {string.Join(", ", Types.Keys.Select(key => $"0x{key:X2}"))}");

    /// <summary>Pixels of 0 to 255 become 0 to 1, other numbers stay what they are.</summary>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (IsPixel) for (var i = 0; i < values.Length; i++) values[i] = bytes[i] / 255f;
        else for (var i = 0; i < values.Length; i++) values[i] = (float)decode(bytes[(i * Size)..]);
    }

    public long Decode(ReadOnlySpan<byte> bytes) => (long)decode(bytes);
}
