using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>
/// Strides, paddings and dilations of convolutions and pooling up to the greatest integer: computed right, or refused at once.
/// </summary>
public class WindowSizeTests
{
    private const int Most = int.MaxValue;
    private static readonly Tensor Signal = Tensor.Constant([1.0, 2, 3, 4, 5, 6], "x").Reshape(1, 2, 3);
    private static readonly Tensor Kernel = Tensor.Constant([1.0, 10, 100, 2, 20, 200], "w").Reshape(1, 2, 3);
    private static readonly Tensor Image = Tensor.Constant([.. Enumerable.Range(0, 16).Select(i => (double)i)], "x").Reshape(1, 1, 4, 4);

    [Fact]
    public void A_stride_beyond_the_signal_finds_one_place() =>
        Assert.Equal([1 + 20 + 300 + 2 * 4 + 20 * 5 + 200 * 6.0], Conv1d(Signal, Kernel, stride: Most).Evaluate().ToDoubles());

    [Fact]
    public void A_dilation_of_a_kernel_of_one_weight_does_nothing()
    {
        var one = Tensor.Constant([1.0, 2], "w").Reshape(1, 2, 1);
        Assert.Equal([9.0, 12, 15], Conv1d(Signal, one, dilation: Most).Evaluate().ToDoubles());
        Assert.Equal([1.0, 2, 3], ConvTranspose1d(Signal, Tensor.Constant([1.0, 0], "w").Reshape(2, 1, 1), dilation: Most)
            .Evaluate().ToDoubles());
    }

    [Fact]
    public void A_stride_of_a_transpose_of_one_pixel_does_nothing()
    {
        var pixel = Tensor.Constant([2.0], "x").Reshape(1, 1, 1);
        var kernel = Tensor.Constant([1.0, 3], "w").Reshape(1, 1, 2);
        Assert.Equal([2.0, 6], ConvTranspose1d(pixel, kernel, stride: Most).Evaluate().ToDoubles());
    }

    [Fact]
    public void Pooling_with_a_stride_beyond_the_image_finds_one_place() =>
        Assert.Equal([5.0], MaxPool2d(Image, (2, 2), (Most, Most)).Evaluate().ToDoubles());

    public static TheoryData<string, Func<Tensor>> TooLarge => new()
    {
        { "transposed stride", () => ConvTranspose1d(Signal, Kernel.Reshape(2, 1, 3), stride: Most) },
        { "transposed stride below it", () => ConvTranspose1d(Signal, Kernel.Reshape(2, 1, 3), stride: Most - 1) },
        { "transposed dilation", () => ConvTranspose1d(Signal, Kernel.Reshape(2, 1, 3), dilation: Most) },
        { "both", () => ConvTranspose1d(Signal, Kernel.Reshape(2, 1, 3), stride: 1_500_000_000, dilation: 1_500_000_000) },
        { "dilation", () => Conv1d(Signal, Kernel, dilation: Most) },
        { "dilation whose double overflows", () => Conv1d(Signal, Kernel, dilation: 1_500_000_000) },
        { "padding", () => Conv1d(Signal, Kernel, padding: Most) },
        { "pool padding", () => MaxPool2d(Image, (2, 2), padding: (Most, Most)) },
        { "pool padding and kernel", () => MaxPool2d(Image, (Most, Most), padding: (Most / 2, Most / 2)) },
        { "pool dilation", () => MaxPool2d(Image, (2, 2), dilation: (Most, 1)) },
        { "mean", () => AvgPool2d(Image, (2, 2), padding: (Most, 0)) },
    };

    [Theory, MemberData(nameof(TooLarge))]
    public void What_is_too_large_is_refused_where_it_is_built(string what, Func<Tensor> build)
    {
        Assert.NotEmpty(what);
        Assert.Throws<ShapeException>(build);
    }
}
