using System.Text;

namespace ChainRule.Training;

/// <summary>Files that are there whole or not at all, whenever the program is stopped.</summary>
public static class AtomicFile
{
    /// <summary>
    /// The longest name of a file, in bytes of UTF-8: file systems allow 255, and the temporary file's name is 38 bytes longer.
    /// </summary>
    public const int LongestName = 255 - 38;

    /// <summary>
    /// Writes a new file beside the old one, flushes it to disk and renames it over the old one. If that fails, the old file stays as it
    /// was and nothing is left beside it. A symbolic link stays: the file it leads to is replaced. A device or a pipe cannot be replaced:
    /// it receives the bytes once all of them are made.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content to a stream that can seek.</param>
    /// <exception cref="IOException">The file cannot be written, or its name is longer than <see cref="LongestName"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var file = FileTarget.Of(path);
        using var special = file.OpenIfSpecial();
        if (special is null) Replace(file, write);
        else Send(special, write);
    }

    /// <summary>Removes the temporary files of killed writers of this file. Those that a writer still has open stay.</summary>
    internal static void Sweep(string path)
    {
        var file = FileTarget.Of(path);
        foreach (var left in Directory.EnumerateFiles(file.Folder, ".*.tmp"))
            if (IsTemporaryOf(file, Path.GetFileName(left))) DeleteIfUnused(left);
    }

    private static void Replace(FileTarget file, Action<Stream> write)
    {
        var length = Encoding.UTF8.GetByteCount(file.Name);
        if (length > LongestName) throw new PathTooLongException($"its name has {length} bytes; at most {LongestName} are allowed");
        var temporary = Path.Combine(file.Folder, $".{file.Name}.{Guid.NewGuid():N}.tmp");
        // It stays open until it has its name, so that no sweep takes it for a leftover. Windows renames what is open only if that is
        // shared.
        var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write,
            OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
                File.Move(temporary, file.Path, overwrite: true);
            }
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        DirectorySync.Flush(file.Folder);
    }

    /// <summary>Writes to a temporary file first, which can seek, and copies that.</summary>
    private static void Send(FileStream special, Action<Stream> write)
    {
        using var draft = new FileStream(Path.Combine(Path.GetTempPath(), $"chainrule.{Guid.NewGuid():N}.tmp"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
        });
        write(draft);
        draft.Position = 0;
        draft.CopyTo(special);
    }

    private static bool IsTemporaryOf(FileTarget file, string name) =>
        name.StartsWith($".{file.Name}.", StringComparison.Ordinal)
        && Guid.TryParseExact(name.AsSpan()[(file.Name.Length + 2)..^4], "N", out _);

    private static void DeleteIfUnused(string temporary)
    {
        try
        {
            // Its writer's handle excludes this one, on Unix by an advisory lock.
            using var unused = new FileStream(temporary,
                new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, Share = FileShare.None });
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In use, gone by now, or another user's.
        }
    }
}
