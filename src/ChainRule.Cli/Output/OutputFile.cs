using System.Text;
using ChainRule.Training;

namespace ChainRule.Cli.Output;

/// <summary>The file that a result goes to.</summary>
internal static class OutputFile
{
    /// <summary>Complains before any work is done, where a file could not be written after it.</summary>
    public static void CheckWritable(string path, string option = "--out")
    {
        var folder = FolderOf(path);
        if (!Directory.Exists(folder)) throw new UserException($"{option}: there is no directory {folder} to write {Path.GetFileName(path)} to");
        if (Directory.Exists(path)) throw new UserException($"{option}: {path} is a directory; give the name of a file");
    }

    /// <summary>Writes it whole or not at all.</summary>
    public static void Write(string path, string text, string option = "--out")
    {
        try
        {
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{option}: {path} cannot be written: {e.Message}");
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
}
