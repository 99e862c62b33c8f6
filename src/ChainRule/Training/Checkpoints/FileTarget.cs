namespace ChainRule.Training;

/// <summary>The file that a path leads to, through symbolic links.</summary>
/// <param name="Path">Its full path, which is no link.</param>
internal readonly record struct FileTarget(string Path)
{
    private const int MaxLinks = 40; // as Linux has it

    public string Folder => System.IO.Path.GetDirectoryName(Path) ?? Path;

    public string Name => System.IO.Path.GetFileName(Path);

    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static FileTarget Of(string path)
    {
        var target = System.IO.Path.GetFullPath(path);
        for (var links = 0; !IsOpenFile(target) && new FileInfo(target).LinkTarget is { } next; links++)
        {
            if (links == MaxLinks) throw new IOException($"the symbolic link {path} leads in a circle");
            target = System.IO.Path.GetFullPath(next, System.IO.Path.GetDirectoryName(target)!);
        }
        return new(target);
    }

    /// <summary>Opens a device or a pipe for writing; gives nothing for a regular file, and where there is none.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public FileStream? OpenIfSpecial()
    {
        // Only regular files have a length, so most need not be opened.
        if (new FileInfo(Path) is not { Exists: true, Length: 0 } && !IsOpenFile(Path)) return null;
        var stream = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (IsOpenFile(Path) || !stream.CanSeek || !CanTruncate(stream)) return stream;
        stream.Dispose();
        return null;
    }

    /// <summary>Whether it is a pipe. Opening one for writing alone would wait for its reader.</summary>
    public bool IsPipe()
    {
        if (OperatingSystem.IsWindows() || IsOpenFile(Path) || new FileInfo(Path) is not { Exists: true, Length: 0 }) return false;
        try
        {
            using var stream = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            return !stream.CanSeek;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // writing to it will say what is wrong
        }
    }

    /// <summary>Whether a stream to an empty file or to a device is the former: the system truncates no device (EINVAL).</summary>
    private static bool CanTruncate(FileStream stream)
    {
        try
        {
            stream.SetLength(0);
            return true;
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether a path stands for a stream that is open already, as /dev/stdout does: it has no other name that could be replaced.
    /// </summary>
    private static bool IsOpenFile(string path) =>
        !OperatingSystem.IsWindows()
        && (path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/dev/fd/", StringComparison.Ordinal));
}
