using System.Buffers;
using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>
/// Examples in files of the IDX format, gzipped or not, such as MNIST's and Fashion-MNIST's: a column a file. Images [n, H, W] become
/// Float32 [1, H, W], their bytes 0…255 scaled to 0…1; numbers [n] become classes, Int64 []; other arrays Float32 of their shape.
/// Plain files stay on disk and are read when examples are; gzipped ones and pipes are held in memory as the bytes that they are.
/// </summary>
public sealed class IdxDataset : Dataset, IDisposable
{
    private readonly IdxFile[] files;

    private IdxDataset(IdxFile[] files)
    {
        this.files = files;
        Columns = [.. files.Select(ColumnOf)];
    }

    /// <inheritdoc/>
    public override int Count => files[0].Sizes[0];

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Columns { get; }

    /// <summary>Opens files that count the same examples, such as images and their labels.</summary>
    /// <exception cref="InvalidDataException">
    /// A file is no IDX file, is cut off or damaged, or the files do not count the same examples; says which.
    /// </exception>
    /// <exception cref="IOException">A file is not there, or cannot be read.</exception>
    public static IdxDataset Open(params IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0) throw new ArgumentException("a dataset needs a file or more", nameof(paths));
        var files = new List<IdxFile>();
        try
        {
            foreach (var path in paths) files.Add(IdxFile.Open(path));
            CheckCounts(paths, files);
            return new([.. files]);
        }
        catch
        {
            foreach (var file in files) file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens <c>train-images-idx3-ubyte</c> and <c>train-labels-idx1-ubyte</c> of a folder, or the same with another
    /// <paramref name="part"/>; with <c>.gz</c> where they are gzipped.
    /// </summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="part">What their names begin with: <c>train</c>, or <c>t10k</c> for the test images.</param>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static IdxDataset OpenMnist(string folder, string part = "train") =>
        Open(Existing(Path.Combine(folder, $"{part}-images-idx3-ubyte")), Existing(Path.Combine(folder, $"{part}-labels-idx1-ubyte")));

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<int> examples, IReadOnlyList<TensorData> batch, int pass = 0)
    {
        Check(examples, batch);
        for (var column = 0; column < files.Length; column++) Read(files[column], examples, batch[column]);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (var file in files) file.Dispose();
    }

    private static void Read(IdxFile file, ReadOnlySpan<int> examples, TensorData data)
    {
        var size = file.ExampleBytes;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        for (var i = 0; i < examples.Length; i++)
        {
            var bytes = buffer.AsSpan(0, size);
            file.Read(examples[i], bytes);
            if (data.DType == DType.Int64) data.AsMutableSpan<long>()[i] = file.Elements.Decode(bytes);
            else file.Elements.Decode(bytes, data.AsMutableSpan<float>().Slice(i * (size / file.Elements.Size), size / file.Elements.Size));
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static TensorType ColumnOf(IdxFile file) => file.Sizes switch
    {
        [_] => new(file.Elements.IsInteger ? DType.Int64 : DType.Float32, []),
        [_, var height, var width] => new(DType.Float32, [1, height, width]),
        _ => new(DType.Float32, [.. file.Sizes.Skip(1)]),
    };

    private static void CheckCounts(IReadOnlyList<string> paths, List<IdxFile> files)
    {
        if (files.TrueForAll(file => file.Sizes[0] == files[0].Sizes[0])) return;
        throw new InvalidDataException(
            $"the files count different examples: {string.Join(", ", paths.Zip(files, (path, file) => $"{path} has {file.Sizes[0]}"))}");
    }

    private static string Existing(string path) => File.Exists(path) || !File.Exists(path + ".gz") ? path : path + ".gz";
}
