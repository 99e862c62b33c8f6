using ChainRule.Networks;

namespace ChainRule.Tests.Networks;

/// <summary>What a layer says where a tensor does not fit: its name, what it needs, what it got.</summary>
public class LayerErrorTests
{
    private static readonly TransformerDecoderLayer Decoder = new(4, 2, 8);
    private static readonly MultiheadAttention Attention = new(4, 2), BatchFirst = new(4, 2, batchFirst: true);

    public static TheoryData<Func<Tensor>, string> Misfits => new()
    {
        { () => new Linear(64, 32).Forward(X(8, 63)), "Linear(64 → 32) needs a last axis of 64, but got 'x' of shape [8, 63]" },
        { () => new Linear(2, 3).Forward(X()), "Linear(2 → 3) needs a last axis of 2, but got 'x' of shape []" },
        { () => new Linear(2, 3).Forward(new Input([1, 2], DType.Float64, "x")),
            "Linear(2 → 3) needs Float32, but got 'x' of Float64; x.Cast(DType.Float32) would fit" },
        { () => new Conv1d(2, 3, 5).Forward(X(1, 3, 9)), "Conv1d(2 → 3, 5) needs signals [N, 2, L], but got 'x' of shape [1, 3, 9]" },
        { () => new Conv2d(3, 8, 3).Forward(X(1, 28, 28)),
            "Conv2d(3 → 8, 3×3) needs images [N, 3, H, W], but got 'x' of shape [1, 28, 28]" },
        { () => new ConvTranspose1d(2, 3, 4).Forward(X(1, 3, 9)),
            "ConvTranspose1d(2 → 3, 4) needs signals [N, 2, L], but got 'x' of shape [1, 3, 9]" },
        { () => new ConvTranspose2d(2, 3, (4, 5)).Forward(X(1, 3, 9, 9)),
            "ConvTranspose2d(2 → 3, 4×5) needs images [N, 2, H, W], but got 'x' of shape [1, 3, 9, 9]" },
        { () => new MaxPool2d(2).Forward(X(3, 9, 9)), "MaxPool2d(2×2) needs images [N, C, H, W], but got 'x' of shape [3, 9, 9]" },
        { () => new MaxPool1d(2).Forward(X(9, 9)), "MaxPool1d(2) needs signals [N, C, L], but got 'x' of shape [9, 9]" },
        { () => new AvgPool2d((2, 3)).Forward(X(9, 9)), "AvgPool2d(2×3) needs images [N, C, H, W], but got 'x' of shape [9, 9]" },
        { () => new AdaptiveAvgPool2d(1).Forward(X(9, 9)),
            "AdaptiveAvgPool2d(1×1) needs images [N, C, H, W], but got 'x' of shape [9, 9]" },
        { () => new UpsampleNearest2d(2).Forward(X(9, 9)), "UpsampleNearest2d(2) needs images [N, C, H, W], but got 'x' of shape [9, 9]" },
        { () => new Flatten(2, 1).Forward(X(2, 3, 4)), "Flatten(2, 1) needs axis 2 before axis 1, but got 'x' of shape [2, 3, 4]" },
        { () => new BatchNorm(3).Forward(X(8, 4)), "BatchNorm(3) needs a batch of 3 channels, [N, 3, …], but got 'x' of shape [8, 4]" },
        { () => new BatchNorm(3).Forward(X(1, 3)),
            "BatchNorm(3) needs more than one number for each channel to train on, but got 'x' of shape [1, 3]" },
        { () => new LayerNorm([3, 4]).Forward(X(2, 3)), "LayerNorm([3, 4]) needs last sizes [3, 4], but got 'x' of shape [2, 3]" },
        { () => new GroupNorm(2, 4).Forward(X(2, 3)),
            "GroupNorm(2, 4) needs a batch of 4 channels, [N, 4, …], but got 'x' of shape [2, 3]" },
        { () => new InstanceNorm(4).Forward(X(4)), "InstanceNorm(4) needs a batch of 4 channels, [N, 4, …], but got 'x' of shape [4]" },
        { () => new RMSNorm(4).Forward(X(2, 3)), "RMSNorm(4) needs a last axis of 4, but got 'x' of shape [2, 3]" },
        { () => new Embedding(10, 4).Forward(X(2)),
            "Embedding(10 → 4) needs Int64, but got 'x' of Float32; x.Cast(DType.Int64) would fit" },
        { () => new LSTM(3, 4).Forward(X(5, 2, 4)),
            "LSTM(3 → 4) needs sequences [T, N, 3] of at least one step, but got 'x' of shape [5, 2, 4]" },
        { () => new GRU(3, 4, batchFirst: true).Forward(X(5, 0, 3)),
            "GRU(3 → 4) needs sequences [N, T, 3] of at least one step, but got 'x' of shape [5, 0, 3]" },
        { () => new RNN(3, 4, layers: 2).Unroll(X(5, 2, 3), X(1, 2, 4)).Output,
            "RNN(3 → 4) needs states [2, 2, 4], but got 'x' of shape [1, 2, 4]" },
        { () => new GRUCell(3, 4).Forward(X(2, 4)), "GRUCell(3 → 4) needs [N, 3], but got 'x' of shape [2, 4]" },
        { () => new RNNCell(3, 4).Forward(X(2, 3), X(1, 4)),
            "RNNCell(3 → 4) needs a state [2, 4] for each of 2 inputs, but got 'x' of shape [1, 4]" },
        { () => Attention.Forward(X(5, 2, 3)), "MultiheadAttention(4, 2 heads) needs [length, N, 4], but got 'x' of shape [5, 2, 3]" },
        { () => BatchFirst.Forward(X(2, 5, 3)), "MultiheadAttention(4, 2 heads) needs [N, length, 4], but got 'x' of shape [2, 5, 3]" },
        { () => Attention.Forward(X(5, 2, 4), X(3, 1, 4), X(3, 1, 4)),
            "MultiheadAttention(4, 2 heads) needs keys for the same batch as the queries [5, 2, 4], but got 'x' of shape [3, 1, 4]" },
        { () => Attention.Forward(X(5, 2, 4), X(3, 2, 4), X(2, 2, 4)),
            "MultiheadAttention(4, 2 heads) needs a value for each key, [3, 2, 4], but got 'x' of shape [2, 2, 4]" },
        { () => Attention.Forward(X(5, 2, 4), X(3, 2, 4), X(3, 2, 4), keyPadding: X(2, 3)),
            "MultiheadAttention(4, 2 heads) needs Bool, but got 'x' of Float32; x.Cast(DType.Bool) would fit" },
        { () => Decoder.Forward(X(5, 2, 4), X(3, 1, 4)),
            "MultiheadAttention(4, 2 heads) needs keys for the same batch as the queries [5, 2, 4], but got 'x' of shape [3, 1, 4]" },
    };

    public static TheoryData<Func<object>> Mistakes => new()
    {
        () => new Conv2d(3, 8, 3, groups: 2), () => new ConvTranspose1d(4, 6, 3, groups: 4), () => new GroupNorm(3, 4),
        () => new Embedding(4, 2, paddingIndex: 4),
        () => new LSTM(0, 2), () => new GRU(2, 2, layers: 0), () => new MultiheadAttention(5, 2),
    };

    [Theory]
    [MemberData(nameof(Misfits), DisableDiscoveryEnumeration = true)]
    public void A_misfit_is_told_by_the_layer(Func<Tensor> build, string message) =>
        Assert.Equal(message, Assert.Throws<ShapeException>(build).Message);

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void A_layer_that_cannot_be_is_refused(Func<object> make) => Assert.ThrowsAny<ArgumentException>(make);

    private static Input X(params int[] sizes) => new(Shape.Create(sizes), name: "x");
}
