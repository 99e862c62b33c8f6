using System.Buffers.Binary;
using StbImageSharp;

namespace ChainRule.Data;

/// <summary>
/// Reads the size that an image claims before memory is taken and time spent on it. An uncompressed one must have the bytes for its
/// pixels; a compressed one must have no more pixels than a limit.
/// </summary>
internal static class ImageHeader
{
    private const int Longest = 30; // bytes of what is looked at here
    private const int ChunkHead = 8; // bytes before the content of a PNG's chunk: length, type
    private const int ChunkFrame = 12; // bytes beside the content: the same and a checksum
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Checks a file's size and goes back to its beginning.</summary>
    /// <exception cref="InvalidDataException">It is of no known format, or its size cannot be.</exception>
    public static void Check(FileStream file, long maxPixels)
    {
        Span<byte> start = stackalloc byte[Longest];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        var isBitmap = start.StartsWith("BM"u8);
        if (!isBitmap && !start.StartsWith(Png) && !start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
            throw new InvalidDataException("it is no PNG, JPEG or BMP");
        file.Position = 0;
        var size = ImageInfo.FromStream(file) ?? throw new InvalidDataException("its header is damaged");
        file.Position = 0;
        if (size.Width < 1 || size.Height < 1) throw new InvalidDataException($"it has {size.Width}×{size.Height} pixels");
        var pixels = (long)size.Width * size.Height;
        if (isBitmap && pixels > file.Length * 8 / BitsPerPixel(start))
            throw new InvalidDataException($"it claims {size.Width}×{size.Height} pixels, which do not fit into {file.Length} bytes");
        if (start.StartsWith(Png)) CheckChunks(file);
        if (!isBitmap && pixels > maxPixels)
            throw new InvalidDataException(
                $"it has {size.Width}×{size.Height} pixels, more than {maxPixels}; maxPixels sets another limit");
    }

    /// <summary>The decoder takes memory for as much as a chunk of a PNG claims to hold, and stops at the chunk IEND.</summary>
    private static void CheckChunks(FileStream file)
    {
        Span<byte> head = stackalloc byte[ChunkHead];
        for (long place = Png.Length; place + ChunkHead <= file.Length; place += ChunkFrame + BinaryPrimitives.ReadUInt32BigEndian(head))
        {
            RandomAccess.Read(file.SafeFileHandle, head, place);
            if (head[4..].SequenceEqual("IEND"u8)) return;
            if (BinaryPrimitives.ReadUInt32BigEndian(head) > file.Length - place - ChunkFrame)
                throw new InvalidDataException("it is cut off");
        }
    }

    /// <summary>The bits of a bitmap's pixel. Its header, whose length it begins with, is one of those that the decoder knows.</summary>
    private static int BitsPerPixel(ReadOnlySpan<byte> start)
    {
        if (start.Length < Longest) throw new InvalidDataException("its header is cut off");
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
