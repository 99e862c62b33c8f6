using System.Buffers.Binary;
using System.IO.Compression;

namespace ChainRule.Data;

/// <summary>Checks a PNG's chunks: the decoder takes memory for as much as they claim to hold, and for all that they unpack to.</summary>
internal static class PngCheck
{
    private const int ChunkHead = 8; // bytes before the content of a chunk: length, type
    private const int ChunkFrame = 12; // bytes beside the content: the same and a checksum
    private const int MostBytesPerPixel = 10; // 8 for four channels of 16 bits, and at most two for the filter of each row
    private const int Slack = 1 << 26; // bytes that do little harm; images that cannot have more are not unpacked twice
    private const int MaxExpansion = 1032; // of deflate (zlib, "Technical Details")

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="InvalidDataException">It is cut off, or unpacks to far more than its pixels.</exception>
    public static void Check(FileStream file, long pixels)
    {
        var (parts, packed, hasZlibHeader) = (new List<(long Start, int Length)>(), 0L, true);
        Span<byte> head = stackalloc byte[ChunkHead];
        // The decoder stops at the chunk IEND.
        for (long place = Signature.Length; place + ChunkHead <= file.Length; place += ChunkFrame + Length(head))
        {
            RandomAccess.Read(file.SafeFileHandle, head, place);
            if (Is(head, "IEND"u8)) break;
            if (Length(head) > file.Length - place - ChunkFrame) throw new InvalidDataException("it is cut off");
            if (Is(head, "CgBI"u8)) hasZlibHeader = false; // Apple's variant
            if (!Is(head, "IDAT"u8) || Length(head) == 0) continue;
            parts.Add((place + ChunkHead, (int)Length(head)));
            packed += Length(head);
        }
        if (packed == 0) throw new InvalidDataException("it is cut off: it has no pixels");
        var most = MostBytesPerPixel * pixels + Slack;
        if (packed > most / MaxExpansion && Unpacks(file, parts, hasZlibHeader, most))
            throw new InvalidDataException("it unpacks to far more bytes than its pixels have");
    }

    private static uint Length(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadUInt32BigEndian(head);

    private static bool Is(ReadOnlySpan<byte> head, ReadOnlySpan<byte> type) => head[4..].SequenceEqual(type);

    /// <summary>Whether data unpack to more bytes than some.</summary>
    private static bool Unpacks(FileStream file, List<(long Start, int Length)> parts, bool hasZlibHeader, long most)
    {
        var packed = new byte[parts.Sum(part => (long)part.Length)];
        var filled = 0;
        foreach (var (start, length) in parts)
            filled += RandomAccess.Read(file.SafeFileHandle, packed.AsSpan(filled, length), start);
        using var bytes = new MemoryStream(packed, 0, filled);
        using Stream unpacking = hasZlibHeader
            ? new ZLibStream(bytes, CompressionMode.Decompress)
            : new DeflateStream(bytes, CompressionMode.Decompress);
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; most >= 0 && (read = unpacking.Read(buffer)) > 0; most -= read) { }
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException("its data are damaged", e);
        }
        return most < 0;
    }
}
