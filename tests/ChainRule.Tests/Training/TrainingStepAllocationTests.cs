using ChainRule.Networks;
using ChainRule.Tests.Execution;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Training;

[Collection(nameof(Alone))]
public class TrainingStepAllocationTests
{
    [Fact]
    public void A_plain_step_allocates_nothing() => Assert.Equal(0, BytesPerRun(new SmallTraining(1)));

    [Fact]
    public void Nor_does_one_with_a_schedule_and_clipping() => Assert.Equal(0, BytesPerRun(new(1, net =>
        new(net, new AdamW(0.01),
            (x, y) => MSELoss(net.Forward(x), y))
        {
            Schedule = new OneCycleSchedule(200, MomentumRange: (0.8, 0.9)).AfterWarmup(10),
            ClipNorm = 0.1,
            ClipValue = 0.05
        })));

    [Fact]
    public void Nor_does_one_that_gathers_batches() => Assert.Equal(0, BytesPerRun(new(1, net =>
        new(net, new ParameterGroups(new Muon(new Lion()), ("*.bias", new NAdam())),
            (x, y) => MSELoss(net.Forward(x), y))
        { Accumulate = 3, Schedule = new ReduceOnPlateau() })));

    /// <summary>With batches of two shapes in turn.</summary>
    private static long BytesPerRun(SmallTraining training)
    {
        var (large, small) = (SmallTraining.Batch(1, 8), SmallTraining.Batch(2, 5));
        var fewest = long.MaxValue;
        for (var i = 0; i < 120; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var run = 0; run < 3; run++) // an update at least
            {
                training.Step.Run(large);
                training.Step.Run(small);
            }
            var bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
            if (i >= 100) fewest = Math.Min(fewest, bytes); // by then the JIT has settled, which allocates
        }
        return fewest;
    }
}
