using System.Buffers.Binary;

namespace ChainRule.Data;

/// <summary>Checks that a bitmap's file has the bytes for its pixels.</summary>
internal static class BmpCheck
{
    /// <summary>How many bytes of the file's beginning are looked at.</summary>
    public const int HeaderBytes = 30;

    /// <exception cref="InvalidDataException">It has not, or its header is not known.</exception>
    public static void Check(ReadOnlySpan<byte> start, int width, long height, long fileLength)
    {
        var bits = (long)width * BitsPerPixel(start);
        var row = (bits + 31) / 32 * 4; // rows begin at multiples of 4 bytes
        var available = fileLength - BinaryPrimitives.ReadUInt32LittleEndian(start[10..]);
        if (height > 1 + (available - (bits + 7) / 8) / row || available < (bits + 7) / 8)
            throw new InvalidDataException($"it claims {width}×{height} pixels, which do not fit into {fileLength} bytes; it is cut off");
    }

    /// <summary>The bits of a bitmap's pixel. Its header, whose length it begins with, is one of those that the decoder knows.</summary>
    private static int BitsPerPixel(ReadOnlySpan<byte> start)
    {
        if (start.Length < HeaderBytes) throw new InvalidDataException("its header is cut off");
        var place = BinaryPrimitives.ReadInt32LittleEndian(start[14..]) switch
        {
            12 => 24,
            40 or 56 or 108 or 124 => 28,
            _ => throw new InvalidDataException("its header is of an unknown length"),
        };
        var bits = BinaryPrimitives.ReadInt16LittleEndian(start[place..]);
        return bits is 1 or 4 or 8 or 16 or 24 or 32 ? bits : throw new InvalidDataException($"it has {bits} bits a pixel");
    }
}
