using System.Text;
using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>
/// Tells datasets apart: the first 64 bits of a SHA-256 over the columns' types, the number of examples and the examples themselves. Of
/// data that are not in memory and larger than 64 MiB, only examples at even distances are read.
/// </summary>
internal static class DataDigest
{
    private const int Digits = 16;
    private const int ChunkSize = 256;
    private const long MaxBytes = 64 << 20;

    public static string Of(Dataset dataset)
    {
        using var sum = new Checksum();
        sum.Add(Encoding.UTF8.GetBytes($"{dataset.Count} {string.Join(' ', dataset.Columns)}"));
        foreach (var chunk in Chosen(dataset).Chunk(ChunkSize))
        {
            var batch = dataset.Allocate(chunk.Length);
            dataset.Read(chunk, batch);
            foreach (var column in batch) Add(sum, column);
        }
        return Encoding.ASCII.GetString(sum.Result(), 0, Digits);
    }

    private static IEnumerable<int> Chosen(Dataset dataset)
    {
        var bytes = dataset.Count * dataset.Columns.Sum(column => (long)column.Shape.Size * column.DType.Bytes());
        var distance = dataset is TensorDataset ? 1 : (int)Math.Min(bytes / MaxBytes + 1, int.MaxValue);
        for (long i = 0; i < dataset.Count; i += distance) yield return (int)i;
    }

    private static void Add(Checksum sum, TensorData data)
    {
        var type = StoredType.Of(data.DType);
        var bytes = new byte[data.Shape.Size * type.Bytes];
        type.Encode!(data, 0, bytes);
        sum.Add(bytes);
    }
}
