using System.Buffers.Binary;
using System.Text;
using ChainRule.Data;
using ChainRule.Training;
using CsCheck;

namespace ChainRule.Tests.Data;

/// <summary>
/// Files that readers take from strangers, changed by chance: each is read or refused by the reader's own exception, and no file takes
/// memory out of proportion to its size.
/// </summary>
public sealed class MutatedInputTests : IDisposable
{
    private const int MostPixels = 100_000;
    private static readonly int Files = TestTier.Cases(300, 20_000);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Readers => ["csv", "csv.gz", "png", "jpg", "bmp", "idx", "idx.gz", "safetensors", "json"];

    [Theory]
    [MemberData(nameof(Readers))]
    public void It_is_read_or_refused_in_little_memory(string kind)
    {
        var (good, read, bytesPerByte, fixedBytes) = Reader(kind);
        var accepted = 0;
        foreach (var seed in good) read(seed, folder.Write($"good/{kind}", seed)); // what is to be changed is good itself
        Gen.Select(Gen.Int[0, good.Length - 1], Edit.Array[1, 4]).Sample((which, edits) =>
        {
            var file = edits.Aggregate(good[which], (bytes, edit) => edit(bytes));
            var path = folder.Write($"{Environment.CurrentManagedThreadId}/{kind}", file);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(file, path);
                Interlocked.Increment(ref accepted);
            }
            catch (Exception e) when (e is InvalidDataException or CheckpointException)
            {
                Assert.InRange(e.Message.Length, 1, 2000);
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, fixedBytes + (long)bytesPerByte * file.Length);
        }, iter: Files, threads: 1);
        Assert.InRange(accepted, 0, Files - Files / 20);
    }

    /// <summary>Good files of a kind, how they are read, and what memory that may take, by the file's size and in any case.</summary>
    private static (byte[][] Good, Action<byte[], string> Read, int BytesPerByte, int FixedBytes) Reader(string kind) => kind switch
    {
        "csv" => ([.. Tables], (_, path) => ReadTable(path), 1000, 4_000_000),
        "csv.gz" => ([.. Tables.Select(table => TemporaryFolder.Gzipped(table))], (_, path) => ReadTable(path), 1000 * 1032, 4_000_000),
        "png" => ([ImageFolderTests.Colours, ImageFolderTests.Grey], (_, path) => ReadImage(path), 4 * 1032, 40 * MostPixels + 2_000_000),
        "jpg" => ([ImageFolderTests.Jpeg], (_, path) => ReadImage(path), 1000, 40 * MostPixels + 2_000_000),
        "bmp" => ([ImageFolderTests.Bmp], (_, path) => ReadImage(path), 1000, 2_000_000),
        "idx" => ([Idx], (_, path) => ReadIdx(path), 100, 1_000_000),
        "idx.gz" => ([TemporaryFolder.Gzipped(Idx)], (_, path) => ReadIdx(path), 100 * 1032, 1_000_000),
        "safetensors" => ([Model], (_, path) => Safetensors.Read(path), 100, 1_000_000),
        _ => ([Encoding.UTF8.GetBytes(Json)], (file, _) => TableEncoding.FromJson(Encoding.UTF8.GetString(file)), 100, 1_000_000),
    };

    private static IEnumerable<byte[]> Tables =>
    [
        "x,name,y\n1,a,1\n-2.5e3,\"b, \"\"c\"\"\nd\",0\n\n3,é,?\n1e30,b,2\n"u8.ToArray(),
        "\uFEFFx;y\r\n1;2\r\n\uFEFF3;4\r\n"u8.ToArray(),
        [.. Encoding.ASCII.GetBytes(
            string.Join(',', Enumerable.Range(0, 200).Select(i => $"c{i}"))
            + "\n"
            + string.Concat(Enumerable.Repeat(string.Join(',', Enumerable.Range(0, 200)) + "\n", 3)))],
    ];

    private static byte[] Idx => [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 2, .. Enumerable.Range(0, 12).Select(i => (byte)i)];

    private static string Json => new TableEncoding([new("a", 1.5, 2), new("b", ["x", "y"])], new EncodedColumn("c", 0, 1)).ToJson();

    private static byte[] Model
    {
        get
        {
            using var folder = new TemporaryFolder();
            new Safetensors([("w", TensorData.Create([1.0, 2, 3, 4], [2, 2])), ("b", TensorData.Create<long>([1, 2], [2]))],
                [("note", "text")]).Write(folder.Path("m"));
            return File.ReadAllBytes(folder.Path("m"));
        }
    }

    private static void ReadTable(string path)
    {
        using var table = CsvTable.Open(path);
        using var loaded = CsvTable.Load(path);
        double[] row = new double[table.Columns.Count], same = new double[row.Length];
        for (var i = 0; i < table.Count; i++)
        {
            table.Read(i, row);
            loaded.Read(i, same);
            Assert.Equal(same, row);
        }
        var data = TableEncoding.Fit(table, table.Columns[^1].Name, new() { FillMissing = true }).EncodeInputs(table).ToMemory();
        Assert.All(data.Arrays[0].ToArray<float>(), value => Assert.True(float.IsFinite(value)));
    }

    private static void ReadImage(string path)
    {
        var root = path + ".folder";
        Directory.CreateDirectory(Path.Combine(root, "a"));
        File.Copy(path, Path.Combine(root, "a", "1.png"), overwrite: true);
        new ImageFolder(root, 3, size: (2, 2), maxPixels: MostPixels).ToMemory();
    }

    private static void ReadIdx(string path)
    {
        using var data = IdxDataset.Open(path);
        if (data.Count > 0) data.Read([data.Count - 1], data.Allocate(1));
    }

    /// <summary>A change of a byte, of a number of two or four bytes, of a digit, of the length.</summary>
    private static readonly Gen<Func<byte[], byte[]>> Edit = Gen
        .Select(Gen.Int[0, 6], Gen.Int[0, 100_000], Gen.Int, Gen.Int[0, 9])
        .Select<(int, int, int, int), Func<byte[], byte[]>>(chosen => bytes =>
    {
        var (kind, place, number, few) = chosen;
        if (bytes.Length < 8) return [.. bytes, (byte)number];
        byte[] changed = [.. bytes];
        place %= bytes.Length - 4;
        switch (kind)
        {
            case 0: changed[place] = (byte)number; break;
            case 1: changed[place] ^= (byte)(1 << (number & 7)); break;
            case 2: BinaryPrimitives.WriteInt16BigEndian(changed.AsSpan(place), (short)number); break;
            case 3: BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(place), number); break;
            case 4: return changed[..place];
            case 5: return [.. changed[..place], .. changed[Math.Min(place + few, changed.Length)..]];
            default: return [.. changed[..place], .. Enumerable.Repeat((byte)number, few * few * few), .. changed[place..]];
        }
        return changed;
    });
}
