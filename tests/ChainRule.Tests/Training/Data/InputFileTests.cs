using System.Text;
using ChainRule.Training;

namespace ChainRule.Tests.Training.Data;

/// <summary>Files that are read: plain, gzipped, damaged, and pipes.</summary>
public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string TextOf(InputFile file)
    {
        using var reader = new StreamReader(file.OpenRead());
        return reader.ReadToEnd();
    }

    private static string Problem(InputFile file) => Assert.Throws<InvalidDataException>(() => TextOf(file)).Message;

    [Fact]
    public async Task A_pipe_can_be_read_again_and_again()
    {
        var pipe = folder.Special("p");
        var writing = Task.Run(() => File.WriteAllText(pipe, "one\n"), TestContext.Current.CancellationToken);
        var file = InputFile.Of(pipe);
        Assert.Equal((true, false, 4L), (file.IsKept, file.IsPacked, file.Length));
        Assert.Equal(("one\n", "one\n"), (TextOf(file), TextOf(file)));
        await writing.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Files_are_plain_or_gzipped()
    {
        var plain = InputFile.Of(folder.Write("plain.gz", "text"));
        Assert.Equal((false, false, "text"), (plain.IsKept, plain.IsPacked, TextOf(plain)));
        var packed = InputFile.Of(folder.Write("packed", TemporaryFolder.Gzipped("text"u8)));
        Assert.Equal((false, true, "text"), (packed.IsKept, packed.IsPacked, TextOf(packed)));
        Assert.Equal("", TextOf(InputFile.Of(folder.Write("empty", ""))));
        Assert.Throws<FileNotFoundException>(() => InputFile.Of(folder.Path("no")));
    }

    [Fact]
    public void Damage_to_a_gzipped_file_is_found()
    {
        var packed = TemporaryFolder.Gzipped(Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Range(0, 100))));
        Assert.Equal("the gzipped file is cut off within its header", Problem(InputFile.Of(folder.Write("head", packed.AsSpan(0, 2)))));
        Assert.StartsWith("the gzipped file ends after ", Problem(InputFile.Of(folder.Write("cut", packed.AsSpan(0, packed.Length - 9)))),
            StringComparison.Ordinal);
        packed[^8] ^= 1; // the checksum
        Assert.Equal("the gzipped file is damaged: it cannot be unpacked, or not to what its checksum says",
            Problem(InputFile.Of(folder.Write("crc", packed))));
    }
}
