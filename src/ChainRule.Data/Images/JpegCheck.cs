using System.Buffers.Binary;

namespace ChainRule.Data;

/// <summary>
/// Checks a JPEG's segments: that they come to their end, and that scans are few, because the decoder goes over all pixels for each.
/// </summary>
internal static class JpegCheck
{
    private const int MaxScans = 100; // usual progressive images have about ten
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9;

    public static ReadOnlySpan<byte> Signature => [0xFF, 0xD8];

    /// <exception cref="InvalidDataException">It is cut off, or has too many scans.</exception>
    public static void Check(FileStream file)
    {
        var all = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(all);
        var rest = all.AsSpan(Signature.Length);
        for (var scans = 0; NextMarker(ref rest) is var marker && marker != EndOfImage;)
        {
            if (marker == StartOfScan && ++scans > MaxScans) throw new InvalidDataException($"it has more than {MaxScans} scans");
            if (!HasLength(marker)) continue;
            if (rest.Length < 2) throw CutOff();
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length > rest.Length) throw CutOff();
            rest = rest[Math.Max((ushort)2, length)..];
        }
    }

    /// <summary>
    /// The next marker, after 0xFF. What comes before it is skipped: the data of a scan, where 0xFF is followed by 0, and padding.
    /// </summary>
    private static byte NextMarker(ref Span<byte> rest)
    {
        while (true)
        {
            var place = rest.IndexOf((byte)0xFF);
            if (place < 0 || place + 1 >= rest.Length) throw CutOff();
            var marker = rest[place + 1];
            rest = rest[(place + (marker == 0xFF ? 1 : 2))..];
            if (marker is not (0 or 0xFF)) return marker;
        }
    }

    /// <summary>Restarts between pieces of a scan, and some others, have no content.</summary>
    private static bool HasLength(byte marker) => marker is not (0x01 or >= 0xD0 and <= 0xD8);

    private static InvalidDataException CutOff() => new("it is cut off");
}
