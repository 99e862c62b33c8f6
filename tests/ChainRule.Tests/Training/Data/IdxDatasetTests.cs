using ChainRule.Training;
using CsCheck;

namespace ChainRule.Tests.Training.Data;

/// <summary>The format of MNIST, made byte by byte.</summary>
public sealed class IdxDatasetTests : IDisposable
{
    /// <summary>Two images of 2×3 pixels.</summary>
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 51, 102, 153, 204, 255, 255, 0, 0, 0, 0, 1];

    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 255];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string File(string name, byte[] bytes, bool gzipped) => folder.Write(name, gzipped ? TemporaryFolder.Gzipped(bytes) : bytes);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_labels(bool gzipped)
    {
        using var data = IdxDataset.Open(File("images", Images, gzipped), File("labels", Labels, gzipped));
        Assert.Equal(2, data.Count);
        Assert.Equal("Float32 [1, 2, 3], Int64 []", string.Join(", ", data.Columns));
        var batch = data.Allocate(3);
        data.Read([1, 0, 1], batch);
        Assert.Equal([1f, 0, 0, 0, 0, 1 / 255f, 0, 0.2f, 0.4f, 0.6f, 0.8f, 1, 1, 0, 0, 0, 0, 1 / 255f], batch[0].ToArray<float>());
        Assert.Equal([255L, 7, 255], batch[1].ToArray<long>());
    }

    [Theory]
    [InlineData(0x09, new byte[] { 0xFF }, -1.0)]
    [InlineData(0x0B, new byte[] { 0xFF, 0xFE }, -2.0)]
    [InlineData(0x0C, new byte[] { 0x00, 0x01, 0x00, 0x00 }, 65536.0)]
    [InlineData(0x0D, new byte[] { 0x3F, 0xC0, 0x00, 0x00 }, 1.5)] // IEEE 754: 1.5 = 0x3FC00000
    [InlineData(0x0E, new byte[] { 0xC0, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00 }, -2.5)] // −2.5 = 0xC004000000000000
    public void Every_type_of_number(byte type, byte[] element, double expected)
    {
        using var numbers = IdxDataset.Open(folder.Write("a", [0, 0, type, 1, 0, 0, 0, 1, .. element]));
        Assert.Equal(expected, numbers.ToMemory().Arrays[0][0]);
        Assert.Equal(type < 0x0D ? DType.Int64 : DType.Float32, numbers.Columns[0].DType);
        using var rows = IdxDataset.Open(folder.Write("b", [0, 0, type, 2, 0, 0, 0, 1, 0, 0, 0, 2, .. element, .. element]));
        Assert.Equal([(float)expected, (float)expected], rows.ToMemory().Arrays[0].ToArray<float>());
        Assert.Equal("Float32 [2]", rows.Columns[0].ToString());
    }

    [Theory]
    [InlineData(new byte[0], "images: the file is too short for an IDX file")]
    [InlineData(new byte[] { 0, 0, 8 }, "images: the file is too short for an IDX file")]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 1, 5 },
        "images: an IDX file begins with 00 00, a type and 1 to 8 axes, but this one with 01000801")]
    [InlineData(new byte[] { 0, 0, 8, 0, 5 }, "images: an IDX file begins with 00 00, a type and 1 to 8 axes, but this one with 00000800")]
    [InlineData(new byte[] { 0, 0, 7, 1, 0, 0, 0, 1, 5 },
        "images: 0x07 is no type of IDX elements; there are 0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0 }, "images: the file ends within its header")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0xFF, 0xFF, 0xFF, 0xFF }, "images: axis 0 has size 4294967295, which is too large")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0 }, "images: an example has no elements: axis 1 has size 0")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 0x7F, 0, 0, 0, 0x7F, 0, 0, 0, 1 },
        "images: an example of sizes 2130706432×2130706432 is too large")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 3, 5, 6 },
        "images: the header announces 3 bytes of elements, but there are 2; the file is cut off or damaged")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 5, 6 }, "images: the header announces 1 bytes of elements, but there are ")]
    public void Says_what_is_wrong(byte[] bytes, string expected)
    {
        foreach (var gzipped in new[] { false, true })
            Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => IdxDataset.Open(File("images", bytes, gzipped))).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_file_cannot_ask_for_much_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("announces 2130706432 bytes",
            Assert.Throws<InvalidDataException>(() => IdxDataset.Open(File("images", [0, 0, 8, 1, 0x7F, 0, 0, 0], gzipped: true))).Message,
            StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Counts_must_agree_and_files_be_there()
    {
        var images = folder.Write("images", Images);
        var three = folder.Write("labels", [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]);
        Assert.Equal($"the files count different examples: {images} has 2, {three} has 3",
            Assert.Throws<InvalidDataException>(() => IdxDataset.Open(images, three)).Message);
        Assert.Throws<FileNotFoundException>(() => IdxDataset.Open(folder.Path("no")));
        Assert.Throws<ArgumentException>(() => IdxDataset.Open());
    }

    [Fact]
    public void A_file_that_is_cut_while_it_is_read_is_an_error()
    {
        using var data = IdxDataset.Open(folder.Write("images", Images));
        using (var file = System.IO.File.Open(folder.Path("images"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(
            25);
        Assert.Throws<EndOfStreamException>(() => data.Read([1], data.Allocate(1)));
    }

    [Fact]
    public void Damage_is_found_or_does_no_harm() =>
        Gen.Select(Gen.Int[0, 60], Gen.Byte, Gen.Int[0, 60], Gen.Bool).Sample((place, value, length, gzipped) =>
    {
        var whole = gzipped ? TemporaryFolder.Gzipped(Images) : Images;
        var bytes = whole[..Math.Min(length, whole.Length)];
        if (place < bytes.Length) bytes[place] = value;
        try
        {
            using var data = IdxDataset.Open(folder.Write(Guid.NewGuid().ToString(), bytes));
            if (data.Count > 0) data.Read([data.Count - 1], data.Allocate(1));
        }
        catch (InvalidDataException)
        {
        }
    }, iter: 500);

    [Fact]
    public void Fashion_mnist_is_read()
    {
        var path = Environment.GetEnvironmentVariable("CHAINRULE_FASHION_MNIST")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "datasets", "fashion-mnist");
        Assert.SkipUnless(Directory.Exists(path),
            $"there is no Fashion-MNIST at {path}; install Debian's dataset-fashion-mnist or set CHAINRULE_FASHION_MNIST to its folder");
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var training = IdxDataset.OpenMnist(path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 47_040_000, 48_000_000); // 60,000·28·28 bytes and little else
        using var test = IdxDataset.OpenMnist(path, "t10k");
        Assert.Equal((60_000, 10_000), (training.Count, test.Count));
        Assert.Equal("Float32 [1, 28, 28], Int64 []", string.Join(", ", training.Columns));
        var all = test.ToMemory();
        Assert.Equal(Enumerable.Range(0, 10).Select(label => ((long)label, 1000)),
            all.Arrays[1].ToArray<long>().GroupBy(label => label).OrderBy(group => group.Key).Select(group => (group.Key, group.Count())));
        var pixels = all.Arrays[0].ToArray<float>();
        Assert.Equal((0f, 1f), (pixels.Min(), pixels.Max()));
        // what is usually given as the mean: that of the test images differs in the fourth digit
        Assert.Equal(0.2868, pixels.Average(), 1e-3);
    }
}
