using ChainRule.Cli.Output;

namespace ChainRule.Cli.Whiteboard;

/// <summary>Writes the site into a folder, for any web host to serve, with a page that needs none.</summary>
internal static class SiteExport
{
    // Says that the folder is ours, so that it may be written anew.
    private const string Mark = ".chainrule-whiteboard";

    /// <summary>Writes it whole or not at all, in the place of an earlier export, if there is one.</summary>
    /// <exception cref="UserException">The folder holds something else, or cannot be written.</exception>
    public static void Write(Site site, string folder)
    {
        var target = Path.TrimEndingDirectorySeparator(OutputFile.TargetOf(Path.TrimEndingDirectorySeparator(folder)));
        RefuseOthers(target);
        var beside = $"{Path.Combine(Path.GetDirectoryName(target)!, "." + Path.GetFileName(target))}.{Guid.NewGuid():N}";
        try
        {
            WriteAll(site, beside + ".new");
            Replace(target, beside + ".new", beside + ".old");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"--export: {folder} cannot be written: {e.Message}");
        }
        finally
        {
            Remove(beside + ".new");
        }
    }

    private static void RefuseOthers(string target)
    {
        if (File.Exists(target)) throw new UserException($"--export: {target} is a file; give the name of a folder");
        if (target == Path.TrimEndingDirectorySeparator(Directory.GetCurrentDirectory()))
            throw new UserException("--export: the folder you are in cannot be replaced; give another");
        if (!Directory.Exists(target) || !Directory.EnumerateFileSystemEntries(target).Any() || File.Exists(Path.Combine(target, Mark)))
            return;
        throw new UserException($"--export: {target} holds files that are not an earlier export; give a new folder or empty this one");
    }

    private static void WriteAll(Site site, string folder)
    {
        foreach (var file in site.Files)
        {
            var path = Path.Combine([folder, .. file.Path.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Plain());
            File.WriteAllBytes(path + ".br", file.Compressed);
        }
        File.WriteAllText(Path.Combine(folder, "offline.html"), OfflinePage.Write(site));
        File.WriteAllText(Path.Combine(folder, Mark), "chainrule whiteboard --export wrote this folder, and may write it anew.\n");
    }

    /// <summary>Puts what was written in the target's place; where that fails, the target is as it was.</summary>
    private static void Replace(string target, string written, string old)
    {
        var existed = Directory.Exists(target);
        if (existed) Directory.Move(target, old);
        try
        {
            Directory.Move(written, target);
        }
        catch when (existed)
        {
            Directory.Move(old, target);
            throw;
        }
        Remove(old);
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
