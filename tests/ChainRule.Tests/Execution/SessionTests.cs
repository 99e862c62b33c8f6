using System.Runtime.CompilerServices;
using static ChainRule.Functions;

namespace ChainRule.Tests.Execution;

/// <summary>What a session, which waits in the cache for the next run, keeps alive.</summary>
[Collection(nameof(Alone))]
public class SessionTests
{
    [Fact]
    public void Values_that_were_evaluated_are_not_kept()
    {
        var values = Evaluated();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(values.IsAlive);
    }

    /// <summary>Refused before anything is allocated: 20,000² numbers of 8 bytes.</summary>
    [Fact]
    public void A_plan_that_needs_more_than_an_array_can_hold_is_refused()
    {
        var x = new Parameter(1.0, "x").BroadcastTo([20_000, 20_000]);
        var error = Assert.Throws<ShapeException>(() => Sum(MatMul(CumSum(x, 0), CumSum(x, 1))).Evaluate());
        Assert.Matches(
            @"^this graph needs [\d,.\u00a0\u202f]+ bytes at once; a plan's memory is limited to 2,147,483,591 bytes, so run it on smaller batches$", error.Message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Evaluated()
    {
        var values = new double[1000];
        Sum(Sin(Tensor.Constant(TensorData.Wrap(values, [10, 100])))).Evaluate();
        return new WeakReference(values);
    }
}
