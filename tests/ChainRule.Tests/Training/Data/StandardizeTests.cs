using ChainRule.Training;

namespace ChainRule.Tests.Training.Data;

/// <summary>Mean 0 and standard deviation 1, as numbers that can be saved.</summary>
public class StandardizeTests
{
    [Fact]
    public void Each_number_of_a_row_by_itself()
    {
        var data = new TensorDataset(TensorData.Wrap([2f, 10, 5, 4, 10, 1, 9, 10, 0], [3, 3]));
        var standardize = Standardize.Fit(data);
        Assert.Equal([5, 10, 2], standardize.Means);
        Assert.Equal(Math.Sqrt((9 + 1 + 16) / 3.0), standardize.Deviations[0], 1e-12);
        Assert.Equal([0, Math.Sqrt((9 + 1 + 4) / 3.0)], standardize.Deviations.Skip(1), (a, b) => Math.Abs(a - b) < 1e-12);
        var values = new Standardize(standardize.Means, standardize.Deviations).Apply(data).ToMemory().Arrays[0].ToArray<float>();
        Assert.Equal([0f, 0, 0], [values[1], values[4], values[7]]); // the constant column
        Assert.Equal(-3 / Math.Sqrt(26 / 3.0), values[0], 1e-6);
        Assert.Equal(9, standardize.Undo(values[6], 0), 1e-5);
    }

    [Fact]
    public void Each_channel_of_an_image_by_itself()
    {
        var data = new TensorDataset(TensorData.Wrap([1f, 3, 10, 20, 1, 3, 30, 40], [2, 2, 1, 2]), TensorData.Zeros([2], DType.Int64));
        var standardize = Standardize.Fit(data, 0);
        Assert.Equal([2, 25], standardize.Means);
        Assert.Equal([1, Math.Sqrt(125)], standardize.Deviations, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([-1f, 1], standardize.Apply(data).ToMemory().Arrays[0].ToArray<float>()[..2]);
    }

    [Fact]
    public void Large_means_lose_no_digits()
    {
        var standardize = Standardize.Fit(new TensorDataset(TensorData.Wrap([16_000_000f, 16_000_001, 16_000_002], [3])));
        Assert.Equal(Math.Sqrt(2 / 3.0), standardize.Deviations[0], 1e-9);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var data = new TensorDataset(TensorData.Zeros([2, 3], DType.Float32), TensorData.Zeros([2], DType.Int64));
        Assert.Throws<ShapeException>(() => new Standardize([1], [1]).Apply(data));
        Assert.Throws<ArgumentException>(() => Standardize.Fit(data, 1));
        Assert.Throws<ArgumentException>(() => Standardize.Fit(data[..0]));
        Assert.Throws<ArgumentException>(() => new Standardize([1], [-1]));
        Assert.Throws<ArgumentException>(() => new Standardize([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => new Standardize([double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => new Standardize([], []));
        var error = Assert.Throws<InvalidDataException>(
            () => Standardize.Fit(new TensorDataset(TensorData.Wrap([1f, 2, 3, float.NaN], [2, 2]))));
        Assert.Equal("entry 1 has the value NaN, which has no mean", error.Message);
    }
}
