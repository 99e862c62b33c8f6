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
        var number = Guid.NewGuid().ToString("N");
        string[] others = [$".b.{number}.tmp", $".a.b.{number}.tmp", ".a.notes.tmp", $".a.{number}", $"a.{number}.tmp", "a"];
        foreach (var name in others.Append($".a.{number}.tmp")) folder.Write(name, [1]);
        AtomicFile.Sweep(folder.Path("a"));
        Assert.Equal(others.Order(), folder.Files);
    }

    [Fact]
    public void What_another_writer_has_open_is_not_swept_away()
    {
        var path = folder.Path("a");
        AtomicFile.Write(path, stream =>
        {
            stream.Write([1, 2]);
            AtomicFile.Sweep(path);
            stream.Write([3]);
        });
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(["a"], folder.Files);
    }

    [Theory]
    [InlineData("direct")]
    [InlineData("chain")]
    [InlineData("dangling")]
    public void A_symbolic_link_stays_and_its_file_is_written(string kind)
    {
        Directory.CreateDirectory(folder.Path("other"));
        if (kind != "dangling") folder.Write("other/file", [1]);
        File.CreateSymbolicLink(folder.Path("link"), kind == "chain" ? "middle" : "other/file");
        File.CreateSymbolicLink(folder.Path("middle"), folder.Path("other", "file"));
        AtomicFile.Write(folder.Path("link"), stream => stream.Write([4, 5]));
        Assert.NotNull(new FileInfo(folder.Path("link")).LinkTarget);
        Assert.Equal([4, 5], File.ReadAllBytes(folder.Path("other", "file")));
        Assert.Equal(["file"], Directory.GetFiles(folder.Path("other")).Select(Path.GetFileName));
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(folder.Path("a"), "b");
        File.CreateSymbolicLink(folder.Path("b"), "a");
        Assert.Throws<IOException>(() => AtomicFile.Write(folder.Path("a"), stream => stream.WriteByte(1)));
        Assert.Equal(["a", "b"], folder.Files);
    }

    [Fact]
    public async Task A_pipe_receives_the_bytes_and_stays()
    {
        var pipe = folder.Special("p");
        // On a thread of its own: opening a pipe waits for its other end.
        var received = Task.Factory.StartNew(() => File.ReadAllBytes(pipe), TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        AtomicFile.Write(pipe, stream =>
        {
            stream.Write([0, 2, 3]);
            stream.Position = 0; // a pipe cannot, but writers of files may
            stream.WriteByte(1);
        });
        Assert.Equal([1, 2, 3], await received);
        Assert.False(new FileInfo(pipe) is { Length: > 0 });
        Assert.Equal([Path.GetFileName(pipe)], folder.Files);
    }

    [Fact]
    public void A_device_is_written_and_stays()
    {
        var (nothing, full) = (folder.Special("c", "1", "3"), folder.Special("c", "1", "7"));
        AtomicFile.Write(nothing, stream => stream.Write([1, 2, 3]));
        Assert.Equal(0, new FileInfo(nothing).Length);
        Assert.Throws<IOException>(() => AtomicFile.Write(full, stream => stream.Write([1, 2, 3])));
        Assert.Equal([Path.GetFileName(nothing), Path.GetFileName(full)], folder.Files);
    }

    [Fact]
    public void An_empty_file_is_replaced_whole()
    {
        var path = folder.Write("a", []);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            Assert.Equal(0, new FileInfo(path).Length);
        });
        Assert.Equal(100_000, new FileInfo(path).Length);
    }
}
