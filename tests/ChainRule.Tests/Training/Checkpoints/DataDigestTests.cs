using ChainRule.Graph;
using ChainRule.Training;

namespace ChainRule.Tests.Training.Checkpoints;

/// <summary>Digests tell datasets apart, without reading all of a large one.</summary>
public class DataDigestTests
{
    private static TensorDataset Numbers(params float[] values) => new(TensorData.Wrap(values, [values.Length]));

    [Fact]
    public void Each_number_its_type_and_its_place_count()
    {
        var numbers = Enumerable.Range(0, 1000).Select(i => (float)i).ToArray();
        var digests = Enumerable.Range(0, 1000).Select(i => DataDigest.Of(Numbers([.. numbers[..i], -1, .. numbers[(i + 1)..]]))).ToList();
        digests.Add(DataDigest.Of(Numbers(numbers)));
        digests.Add(DataDigest.Of(Numbers([.. numbers.Reverse()])));
        digests.Add(DataDigest.Of(Numbers(numbers[1..])));
        digests.Add(DataDigest.Of(new TensorDataset(TensorData.Wrap(numbers, [1000, 1]))));
        digests.Add(DataDigest.Of(new TensorDataset(TensorData.Wrap(numbers, [1000]), TensorData.Wrap(numbers, [1000]))));
        Assert.Distinct(digests);
        Assert.Equal(digests[1000], DataDigest.Of(new Subset(Numbers(numbers), [.. Enumerable.Range(0, 1000)])));
    }

    [Fact]
    public void Of_large_data_that_are_not_in_memory_some_are_read()
    {
        var large = new Large();
        DataDigest.Of(large);
        Assert.InRange(large.Bytes, 32L << 20, 64L << 20);
        Assert.Equal((0, true), (large.First, large.Last > large.Count * 0.99));
    }

    /// <summary>10 million examples of 1 KB.</summary>
    private sealed class Large : Dataset
    {
        public override int Count => 10_000_000;

        public override IReadOnlyList<TensorType> Columns { get; } = [new(DType.Float32, [256])];

        public long Bytes { get; private set; }

        public int First { get; private set; } = int.MaxValue;

        public int Last { get; private set; }

        public override void Read(ReadOnlySpan<int> examples, IReadOnlyList<TensorData> batch, int pass = 0)
        {
            Check(examples, batch);
            Bytes += 1024L * examples.Length;
            (First, Last) = (Math.Min(First, examples[0]), Math.Max(Last, examples[^1]));
        }
    }
}
