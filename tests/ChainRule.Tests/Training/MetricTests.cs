using ChainRule.Training;

namespace ChainRule.Tests.Training;

public class MetricTests
{
    [Fact]
    public void Accuracy_is_the_share_of_greatest_logits_that_are_the_class()
    {
        var logits = Tensor.Constant<float>([1, 2, 3, 9, 0, 0, 5, 7, 6, 0, 0, 1], [4, 3]);
        Assert.Equal(0.75, Metric.Accuracy(logits, Tensor.Constant<long>([2, 0, 1, 0])).Item());
    }

    [Fact]
    public void Accuracy_of_logits_at_many_places_counts_each_place()
    {
        var logits = Tensor.Constant<float>([1, 4, 3, 2], [1, 2, 2]); // classes along axis 1: {1, 3} and {4, 2}
        Assert.Equal(0.5, Metric.Accuracy(logits, Tensor.Constant<long>([1, 1], [1, 2])).Item());
    }

    [Fact]
    public void Binary_accuracy_looks_at_signs() =>
        Assert.Equal(0.75, Metric.BinaryAccuracy(Tensor.Constant<double>([-1, 2, 0.5, -3]), Tensor.Constant<double>([0, 1, 0, 0])).Item());

    [Fact]
    public void Classes_that_do_not_fit_are_refused()
    {
        var error = Assert.Throws<ShapeException>(() => Metric.Accuracy(new Input([4, 3]), new Input([4, 1], DType.Int64, "labels")));
        Assert.Equal("a class is predicted for each place of [4], but 'labels' has shape [4, 1]; classes of shape [4] would fit",
            error.Message);
    }
}
