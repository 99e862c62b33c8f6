namespace ChainRule.Cli.Output;

/// <summary>Files that are there whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Complains before any work is done, where a file could not be written after it.</summary>
    public static void CheckWritable(string path)
    {
        var folder = FolderOf(path);
        if (!Directory.Exists(folder)) throw new UserException($"--out: there is no directory {folder} to write {Path.GetFileName(path)} to");
        if (Directory.Exists(path)) throw new UserException($"--out: {path} is a directory; give the name of a file");
    }

    /// <summary>Writes beside the file and then puts the new one in its place.</summary>
    public static void Write(string path, string text)
    {
        var temporary = Path.Combine(FolderOf(path), $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new UserException($"--out: {path} cannot be written: {e.Message}");
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
}
