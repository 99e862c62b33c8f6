using System.Text;
using ChainRule.Formulas;
using ChainRule.Training;

namespace ChainRule.Cli.Output;

/// <summary>The file that a result goes to.</summary>
internal static class OutputFile
{
    /// <summary>Complains before any work is done, where a file could not be written after it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it.</param>
    /// <param name="inputs">The files that the command reads.</param>
    public static void CheckWritable(string path, string option = "--out", params ReadOnlySpan<string> inputs)
    {
        if (path.Length == 0) throw new UserException($"{option}: the name is empty; give the name of a file");
        var target = TargetOf(path);
        if (Encoding.UTF8.GetByteCount(Path.GetFileName(target)) is > AtomicFile.LongestName and var length)
            throw new UserException(
                $"{option}: the name {TokenText.Shorten(Path.GetFileName(target))} is too long: it has {length} bytes, and at most "
                + $"{AtomicFile.LongestName} are allowed");
        var folder = Path.GetDirectoryName(target) ?? path;
        if (!Directory.Exists(folder))
            throw new UserException($"{option}: there is no directory {folder} to write {Path.GetFileName(path)} to");
        if (Directory.Exists(path)) throw new UserException($"{option}: {path} is a directory; give the name of a file");
        foreach (var input in inputs)
            if (TargetOf(input) == target)
                throw new UserException(
                    $"{option}: {path} is read by this command and would be written over; give the result a file of its own");
    }

    /// <summary>Writes it whole or not at all.</summary>
    public static void Write(string path, string text, string option = "--out") =>
        Guard(path, option, () => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text))));

    /// <summary>Does what writes a file, and says which option named it where that fails.</summary>
    public static void Guard(string path, string option, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{option}: {path} cannot be written: {e.Message}");
        }
    }

    /// <summary>
    /// The full path of the file that is written: where a symbolic link leads. An empty name, which leads nowhere, stays empty.
    /// </summary>
    public static string TargetOf(string path)
    {
        if (path.Length == 0) return path;
        try
        {
            if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target) return target.FullName;
        }
        catch (IOException) { } // there is no such file yet, or the link leads in a circle
        return Path.GetFullPath(path);
    }
}
