namespace ChainRule.Tests.Training.Checkpoints;

/// <summary>A folder of a test's own, which goes when the test does.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chainrule-test-");

    /// <summary>The names of the files in it.</summary>
    public IEnumerable<string> Files => folder.GetFiles().Select(file => file.Name).Order();

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
