using ChainRule.Networks;
using ChainRule.Tests.Ops;

namespace ChainRule.Tests.Networks;

/// <summary>The layers around one op, against the golden values of the ops; and a transformer layer against the block that it is.</summary>
public class GoldenOpLayerTests
{
    private static readonly Dictionary<string, Func<GoldenCall, Layer>> Table = new()
    {
        ["Conv1d"] = c =>
            new Conv1d(Channels(c), c["weight"].Shape[0], c["weight"].Shape[2], c.Ints("stride")[0], c.Ints("padding")[0],
                c.Ints("dilation")[0],
            c.Int("groups"), c.Optional("bias") is not null, DType.Float64),
        ["Conv2d"] = c =>
            new Conv2d(Channels(c), c["weight"].Shape[0], (c["weight"].Shape[2], c["weight"].Shape[3]), c.Pair("stride"), c.Pair("padding"),
                c.Pair("dilation"),
            c.Int("groups"), c.Optional("bias") is not null, DType.Float64),
        ["ConvTranspose1d"] = c =>
            new ConvTranspose1d(Channels(c), c["weight"].Shape[1] * c.Int("groups"), c["weight"].Shape[2], c.Ints("stride")[0],
                c.Ints("padding")[0],
            c.Ints("output_padding")[0], c.Int("groups"), c.Optional("bias") is not null, c.Ints("dilation")[0], DType.Float64),
        ["ConvTranspose2d"] = c =>
            new ConvTranspose2d(Channels(c), c["weight"].Shape[1] * c.Int("groups"), (c["weight"].Shape[2], c["weight"].Shape[3]),
                c.Pair("stride"),
            c.Pair("padding"), c.Pair("output_padding"), c.Int("groups"), c.Optional("bias") is not null, c.Pair("dilation"),
            DType.Float64),
        ["MaxPool1d"] = c =>
            new MaxPool1d(c.Ints("kernel")[0], c.Ints("stride")[0], c.Ints("padding")[0], c.Ints("dilation")[0], c.Flag("ceil_mode")),
        ["MaxPool2d"] = c => new MaxPool2d(c.Pair("kernel"), c.Pair("stride"), c.Pair("padding"), c.Pair("dilation"), c.Flag("ceil_mode")),
        ["AvgPool2d"] = c =>
            new AvgPool2d(c.Pair("kernel"), c.Pair("stride"), c.Pair("padding"), c.Flag("ceil_mode"), c.Flag("count_include_pad")),
        ["AdaptiveAvgPool2d"] = c => new AdaptiveAvgPool2d(c.Pair("output_size")),
        ["UpsampleNearest2d"] = c => new UpsampleNearest2d(c.Int("scale")),
        ["LayerNorm"] = c =>
            new LayerNorm(Shape.Create(c.Ints("normalized_shape")), c.Double("eps"), c.Optional("weight") is not null,
                c.Optional("bias") is not null, DType.Float64),
        ["GroupNorm"] = c =>
            new GroupNorm(c.Int("num_groups"), Channels(c), c.Double("eps"), c.Optional("weight") is not null, DType.Float64),
        ["InstanceNorm"] = c => new InstanceNorm(Channels(c), c.Double("eps"), c.Optional("weight") is not null, DType.Float64),
        ["RMSNorm"] = c => new RMSNorm(c.X.Shape[^1], c.Double("eps"), c.Optional("weight") is not null, DType.Float64),
        ["BatchNorm"] = c => new BatchNorm(Channels(c), c.Double("momentum"), c.Double("eps"), dtype: DType.Float64),
    };

    public static TheoryData<string> Cases =>
        [.. GoldenFile.Cases.Values.Where(golden => Table.ContainsKey(golden.Op)).Select(golden => golden.Name)];

    [Fact]
    public void Every_layer_has_a_case() =>
        Assert.Equal(Table.Keys.Order(), Cases.Select(row => GoldenFile.Cases[row.Data].Op).Distinct().Order());

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_layer_gives_its_op(string name)
    {
        var golden = GoldenFile.Cases[name];
        var call = new GoldenCall(golden, DType.Float64);
        var layer = Table[golden.Op](call);
        Assert.Equal(call.Leaves.Keys.Where(input => input != "x").Order(),
            layer.NamedVariables.Select(v => v.Name).Where(v => v != "num_batches_tracked").Order());
        foreach (var (variable, value) in layer.NamedVariables.Where(
            v => v.Name != "num_batches_tracked")) value.Value = call.Leaves[variable].Value;
        if (golden.Attributes.TryGetProperty("training", out var training) && !training.GetBoolean()) layer.Eval();
        var step = new Step([layer.Forward(call.X)]);
        step.Run();
        Assert.Null(golden.OutputTolerance(DType.Float64).Complaint("output", golden.Outputs[0].Value, step.Output(0)));
        foreach (var (state, value) in golden.After)
            Assert.Null(
                golden.Tolerance(DType.Float64).Complaint(state, value, layer.NamedStates.Single(s => s.Name == state).Value.Value));
    }

    /// <summary>An encoder layer that normalizes first, causal, the batch first, is the golden file's block by other names.</summary>
    [Theory]
    [InlineData("PreNormBlock/d4_h2_ff8_b2_t3", 4, 8)]
    [InlineData("PreNormBlock/d8_h2_ff16_b1_t5", 8, 16)]
    public void A_transformer_that_normalizes_first_is_a_block_of_the_golden_file(string name, int features, int feedForward)
    {
        var layer = new TransformerEncoderLayer(features, 2, feedForward, dropout: 0, Functions.Gelu, normFirst: true, batchFirst: true,
            dtype: DType.Float64);
        var golden = GoldenLayerTests.Case(name);
        var values = golden.Values("parameters");
        var names = new[] { ("self_attn.in_proj_", "c_attn."), ("self_attn.out_proj", "c_proj"), ("linear1", "c_fc"), ("linear2", "c_out"),
            ("norm1", "ln_1"), ("norm2", "ln_2") };
        foreach (var (path, parameter) in layer.NamedParameters)
            parameter.Value = values[names.Aggregate(path, (p, pair) => p.Replace(pair.Item1, pair.Item2, StringComparison.Ordinal))];
        var y = layer.Forward(Tensor.Constant(golden.Values("inputs")["input"]), mask: null, causal: true);
        Assert.Null(Tolerance.Of(DType.Float64).Complaint("output", golden.Values("outputs")["output"], y.Evaluate()));
    }

    private static int Channels(GoldenCall call) => call.X.Shape[1];
}
