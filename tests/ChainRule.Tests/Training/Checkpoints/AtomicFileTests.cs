using ChainRule.Training;

namespace ChainRule.Tests.Training.Checkpoints;

/// <summary>A write that fails leaves what was there.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_write_that_fails_midway_leaves_the_old_file_and_no_litter()
    {
        var path = folder.Write("a", [1, 2, 3]);
        var thrown = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("the disk is full");
        }));
        Assert.Equal("the disk is full", thrown.Message);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(["a"], folder.Files);
    }

    [Fact]
    public void A_write_that_succeeds_replaces_the_file()
    {
        var path = folder.Write("a", [1, 2, 3]);
        AtomicFile.Write(path, stream => stream.Write([4, 5]));
        Assert.Equal([4, 5], File.ReadAllBytes(path));
        Assert.Equal(["a"], folder.Files);
    }

    [Fact]
    public void The_old_file_is_whole_while_the_new_one_is_written()
    {
        var path = folder.Write("a", [1, 2, 3]);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        });
    }

    [Fact]
    public void A_place_that_does_not_exist_is_said_so() =>
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(folder.Path("none/a"), stream => stream.WriteByte(1)));

    [Fact]
    public void What_killed_writers_left_is_swept_away_and_nothing_else()
    {
        folder.Write(".a.0123.tmp", [1]);
        folder.Write(".b.0123.tmp", [1]);
        var path = folder.Write("a", [1]);
        AtomicFile.Sweep(path);
        Assert.Equal([".b.0123.tmp", "a"], folder.Files);
    }
}
