using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace ChainRule.Tests;

/// <summary>A folder for a test's files, which is gone after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("chainrule-");

    /// <summary>The names of the files in it, hidden ones too.</summary>
    public IEnumerable<string> Files => directory.GetFiles().Select(file => file.Name).Order();

    public string Path(params string[] parts) => System.IO.Path.Combine([directory.FullName, .. parts]);

    /// <summary>Writes a file, and the folders on the way to it; gives its path.</summary>
    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Makes a pipe (p) or a device (c major minor), and gives its path; skips the test where that is not to be had.</summary>
    public string Special(params string[] kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no files that are devices");
        var path = Path($"special{string.Concat(kind)}");
        using var made = Process.Start(new ProcessStartInfo("mknod", [path, .. kind]) { RedirectStandardError = true })!;
        made.WaitForExit();
        try
        {
            // some mounts allow no devices
            if (made.ExitCode == 0 && kind[0] == "c") File.OpenHandle(path, access: FileAccess.Write).Dispose();
        }
        catch (UnauthorizedAccessException)
        {
            Assert.Skip("this folder allows no devices");
        }
        Assert.SkipUnless(made.ExitCode == 0, "devices can be made by the superuser alone");
        return path;
    }

    public static byte[] Gzipped(ReadOnlySpan<byte> bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    public void Dispose() => directory.Delete(recursive: true);
}
