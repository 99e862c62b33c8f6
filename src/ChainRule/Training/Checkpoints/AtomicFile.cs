namespace ChainRule.Training;

/// <summary>Files that are there whole or not at all, whenever the program is stopped.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes beside the file, has the disk take it, and then puts the new file in the place of the old one. Where that fails, the old
    /// one stays as it was and nothing is left beside it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes what shall be in it to a stream that can seek.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var temporary = Path.Combine(FolderOf(path), $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Removes what writers of the file left beside it that were killed before they were done.</summary>
    internal static void Sweep(string path)
    {
        foreach (var left in Directory.EnumerateFiles(FolderOf(path), $".{Path.GetFileName(path)}.*.tmp")) File.Delete(left);
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
}
