using ChainRule.Execution;
using ChainRule.Networks;
using ChainRule.Ops;
using ChainRule.Rewriting;
using ChainRule.Tests.Ops;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Execution;

/// <summary>
/// What is compiled while a step is planned: every op has a warm-up, users' own code is left alone, and nothing else is seen of it.
/// </summary>
public class JitWarmUpTests
{
    public static TheoryData<string> Rows => [.. ExampleCase.Labels];

    [Theory, MemberData(nameof(Rows))]
    public void Every_op_of_the_catalogue_has_a_warm_up(string row) => JitWarmUp.Run(new ExampleCase(row).Output);

    [Fact]
    public void Equal_warm_up_graphs_are_one()
    {
        Tensor Chain(int size) => Vector(size) * Vector(size) + Vector(size);
        Assert.Same(WarmUpGraph.Of(Chain(100)), WarmUpGraph.Of(Chain(7)));
        Assert.NotSame(WarmUpGraph.Of(Chain(100)), WarmUpGraph.Of(Chain(1)));
        Assert.NotSame(WarmUpGraph.Of(Chain(100)), WarmUpGraph.Of(Vector(100) + Vector(100) * Vector(100)));
    }

    [Fact]
    public void A_kernel_of_the_users_own_is_not_run()
    {
        var runs = 0;
        var own = CustomOp.Elementwise("Own", x => { runs++; return x; }, (x, y) => One(x));
        var made = own(Vector(3));
        Assert.False(JitWarmUp.IsNew(made));
        JitWarmUp.Run(Exp(made));
        Assert.Equal(0, runs);
    }

    [Fact]
    public void The_warm_up_of_a_training_step_does_not_fail()
    {
        var model = new Sequential { new Linear(8, 6), Gelu, new LayerNorm(6), new Linear(6, 3) };
        var step = new TrainingStep(model, new AdamW(), (x, y) => CrossEntropyLoss(model.Forward(x), y));
        step.Run(TensorData.Zeros([5, 8], DType.Float32), TensorData.Zeros([5], DType.Int64));
        Assert.True(SpinWait.SpinUntil(() => !JitWarmUp.IsOn, TimeSpan.FromMinutes(1)));
        Assert.Null(JitWarmUp.Failure);
    }

    [Fact]
    public void What_every_network_needs_is_a_product_of_several_blocks()
    {
        var product = Assert.Single(WarmUpGraph.OfNetworks());
        JitWarmUp.Run(product);
        Assert.IsType<PackedMatMulOp>(Lowering.Lower([product])[0].Op);
        Assert.NotEqual(0, product.Shape[0] % 12); // rows and columns that fill no block of the largest kind
        Assert.NotEqual(0, product.Shape[1] % 32);
    }

    private static Input Vector(int size) => new(TensorData.Zeros([size], DType.Float32), "v");
}
