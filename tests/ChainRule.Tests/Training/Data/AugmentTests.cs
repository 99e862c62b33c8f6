using ChainRule.Training;

namespace ChainRule.Tests.Training.Data;

/// <summary>Images that are other ones each pass, and the same ones in the same pass.</summary>
public class AugmentTests
{
    /// <summary>200 times the image 1 2 3 / 4 5 6 in two channels, the second with ten more.</summary>
    private static readonly TensorDataset Images = new(
        TensorData.Wrap([.. Enumerable.Repeat<float[]>([1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16], 200).SelectMany(image => image)],
            [200, 2, 2, 3]));

    private static List<string> Read(Dataset data, int pass = 0) =>
        [.. data.ToMemory(pass).Arrays[0].ToArray<float>().Chunk(12).Select(image => string.Join(' ', image))];

    [Fact]
    public void A_pass_gives_the_same_bits_and_another_pass_others()
    {
        var data = Images.Map(0, 1, Augment.Flip(), Augment.Shift(1), Augment.Noise(0.1));
        Assert.Equal(Read(data, 3), Read(data, 3));
        Assert.NotEqual(Read(data, 3), Read(data, 4));
        Assert.NotEqual(Read(data, 3), Read(Images.Map(0, 2, Augment.Flip(), Augment.Shift(1), Augment.Noise(0.1)), 3));
        // An example is changed the same way whatever it is read with.
        var batch = data.Allocate(2);
        data.Read([150, 7], batch, 3);
        Assert.Equal(Read(data, 3)[150], string.Join(' ', batch[0].ToArray<float>()[..12]));
    }

    [Fact]
    public void Half_of_the_images_are_flipped()
    {
        var counts = Read(Images.Map(0, 1, Augment.Flip())).CountBy(image => image).ToDictionary();
        Assert.Equal(["1 2 3 4 5 6 11 12 13 14 15 16", "3 2 1 6 5 4 13 12 11 16 15 14"], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 100 - 36, 100 + 36)); // five standard deviations, √200/2
        Assert.Single(Read(Images.Map(0, 1, Augment.Flip(1))).Distinct());
        Assert.Equal(Read(Images), Read(Images.Map(0, 1, Augment.Flip(0))));
    }

    [Fact]
    public void A_shift_is_one_of_nine_with_zeros_coming_in()
    {
        string[] expected =
        [
            "5 6 0 0 0 0 15 16 0 0 0 0", "4 5 6 0 0 0 14 15 16 0 0 0", "0 4 5 0 0 0 0 14 15 0 0 0",
            "2 3 0 5 6 0 12 13 0 15 16 0", "1 2 3 4 5 6 11 12 13 14 15 16", "0 1 2 0 4 5 0 11 12 0 14 15",
            "0 0 0 2 3 0 0 0 0 12 13 0", "0 0 0 1 2 3 0 0 0 11 12 13", "0 0 0 0 1 2 0 0 0 0 11 12",
        ];
        Assert.Equal(expected.Order(), Read(Images.Map(0, 1, Augment.Shift(1))).Distinct().Order());
        Assert.Contains("0 0 0 0 0 0 0 0 0 0 0 0", Read(Images.Map(0, 1, Augment.Shift(9)))); // far beyond the image
        Assert.Equal(Read(Images), Read(Images.Map(0, 1, Augment.Shift(0))));
    }

    [Fact]
    public void Noise_has_its_deviation()
    {
        var noise = new TensorDataset(TensorData.Zeros([100, 1000], DType.Float32)).Map(0, 1,
            Augment.Noise(2)).ToMemory().Arrays[0].ToDoubles();
        Assert.Equal(0, noise.Average(), 0.03); // 2/√100,000 = 0.006
        Assert.Equal(2, Math.Sqrt(noise.Average(x => x * x)), 0.03);
        Assert.Equal(0.6827, noise.Count(x => Math.Abs(x) < 2) / 100_000.0, 0.01); // of a normal distribution
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new TensorDataset(TensorData.Zeros([2], DType.Int64)).Map(0, 0));
        Assert.Throws<ShapeException>(
            () => new TensorDataset(TensorData.Zeros([2, 3], DType.Float32)).Map(0, 0, Augment.Shift(1)).ToMemory());
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.Flip(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.Shift(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Augment.Noise(double.NaN));
    }
}
