namespace ChainRule.Training;

/// <summary>
/// A file that is read, once or several times, plain or gzipped; its first bytes tell, not its name. A pipe gives its bytes only once, so
/// they are kept in memory. Safe for use by several threads.
/// </summary>
public sealed class InputFile
{
    /// <summary>The most bytes of a pipe that are kept in memory: 256 MiB.</summary>
    public const int MaxPipeBytes = 1 << 28;

    /// <summary>The most bytes that deflate can make of one (zlib, "Technical Details": 1032 : 1).</summary>
    internal const int MaxExpansion = 1032;

    private readonly byte[]? kept;

    private InputFile(string path, Stream file)
    {
        Path = path;
        var start = new byte[2];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        IsPacked = start is [0x1f, 0x8b];
        // Devices and the files of /proc can seek, but have no length.
        if (!file.CanSeek || (file.Length == 0 && read > 0)) kept = ReadAll(file, start.AsSpan(0, read));
        Length = kept?.Length ?? file.Length;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether it is gzipped.</summary>
    public bool IsPacked { get; }

    /// <summary>Whether its bytes are kept in memory, because they can be read only once.</summary>
    public bool IsKept => kept is not null;

    /// <summary>The file's size in bytes, as it is stored.</summary>
    public long Length { get; }

    /// <summary>Looks at a file's first bytes, and reads all bytes of a pipe.</summary>
    /// <exception cref="IOException">
    /// The file is not there, cannot be read, or is a pipe with more than <see cref="MaxPipeBytes"/> bytes.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static InputFile Of(string path)
    {
        using var file = File.OpenRead(path);
        return new(path, file);
    }

    /// <summary>
    /// The file's bytes from the first to the last, unpacked where they are packed. Reading a gzipped file that is damaged or cut off
    /// throws <see cref="InvalidDataException"/>.
    /// </summary>
    /// <exception cref="IOException">The file is not there any more, or cannot be read.</exception>
    public Stream OpenRead()
    {
        Stream file = kept is null ? File.OpenRead(Path) : new MemoryStream(kept, writable: false);
        return IsPacked ? new GunzipStream(file) : file;
    }

    private byte[] ReadAll(Stream pipe, ReadOnlySpan<byte> start)
    {
        var all = new MemoryStream();
        all.Write(start);
        var buffer = new byte[1 << 16];
        for (int read; (read = pipe.Read(buffer)) > 0;)
        {
            if (all.Length + read > MaxPipeBytes)
                throw new IOException(
                    $"{Path} is a pipe or a device with more than {MaxPipeBytes} bytes, the most that are kept in memory; give a file");
            all.Write(buffer, 0, read);
        }
        return all.ToArray();
    }
}
