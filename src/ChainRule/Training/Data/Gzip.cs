namespace ChainRule.Training;

/// <summary>Files that may be gzipped; the first bytes tell, not the name.</summary>
public static class Gzip
{
    /// <summary>The most bytes that deflate can make of one (zlib, "Technical Details": 1032 : 1).</summary>
    internal const int MaxExpansion = 1032;

    /// <summary>Whether the file begins as a gzipped one does.</summary>
    public static bool Is(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
    }

    /// <summary>
    /// The file's bytes from the first to the last, unpacked where they are packed. Damage, and a file that is cut off, is an
    /// <see cref="InvalidDataException"/> of the reading.
    /// </summary>
    public static Stream OpenRead(string path) => Is(path) ? new GunzipStream(File.OpenRead(path)) : File.OpenRead(path);
}
