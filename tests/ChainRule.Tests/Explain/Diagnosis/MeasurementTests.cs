using ChainRule.Explanations;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

public class MeasurementTests
{
    [Fact]
    public void A_norm_neither_overflows_nor_vanishes()
    {
        Assert.Equal(5e200, Magnitude.Of(D(3e200, -4e200)).Norm, 1e187);
        Assert.Equal(5e-200, Magnitude.Of(D(3e-200, 4e-200)).Norm, 1e-213);
        Assert.Equal(5, Magnitude.Of(TensorData.Create<float>([3, 4], [2])).Norm);
        Assert.Equal(0, Magnitude.Of(D(0, 0)).Norm);
    }

    [Fact]
    public void What_is_not_finite_is_counted_and_found()
    {
        var seen = Magnitude.Of(D(0, -7, double.PositiveInfinity, double.NaN));
        Assert.Equal((4, 1, 2, 2, true, 7, 7),
            (seen.Count, seen.Zeros, seen.NonFinite, seen.FirstNonFinite, seen.HasNaN, seen.Norm, seen.Largest));
        Assert.False(Magnitude.Of(D(1, double.NegativeInfinity)).HasNaN);
    }

    [Fact]
    public void In_groups_and_without_keeping_anything_the_numbers_are_the_same()
    {
        var x = Tensor.Constant<double>([1, 2, 3], name: "x");
        Tensor[] tensors = [x * 2, Exp(x), Exp(x) * 2 + 1, Sum(x)];
        var (whole, parts) = (new Measurements(), new Measurements(groupBytes: 30, keptBytes: 0));
        whole.Add(tensors);
        parts.Add(tensors);
        Assert.Equal(Math.Sqrt(4 + 16 + 36), parts[tensors[0]].Norm, 1e-12);
        foreach (var tensor in tensors)
        {
            Assert.Equal(whole[tensor], parts[tensor]);
            Assert.Equal(whole.Value(tensor).ToDoubles(), parts.Value(tensor).ToDoubles());
        }
    }

    private static TensorData D(params double[] values) => TensorData.Create<double>(values, [values.Length]);
}
