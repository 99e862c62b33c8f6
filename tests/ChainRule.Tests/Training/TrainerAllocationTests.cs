using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Training;

/// <summary>After the first steps a training allocates nothing per step, with all that a trainer can be asked to do.</summary>
public sealed class TrainerAllocationTests
{
    [Fact]
    public void A_step_allocates_nothing()
    {
        var model = new Sequential { new Linear(4, 8), Tanh, new BatchNorm(8), new Dropout(0.1), new Linear(8, 1) };
        var bytes = new long[2000];
        var count = 0;
        var trainer = new Trainer(model, new AdamW(), (x, y) => MSELoss(model.Forward(x), y))
        {
            Epochs = 1,
            BatchSize = 4,
            ClipNorm = 1,
            Accumulate = 2,
            Schedule = new ReduceOnPlateau().AfterWarmup(100),
            EarlyStopping = new(),
            Progress = new Told(_ => bytes[count++] = GC.GetAllocatedBytesForCurrentThread()),
        };
        var data = new TensorDataset(TensorData.Create([.. Made.Uniform(1, 4 * 4000, -1, 1).Select(v => (float)v)], [4000, 4]),
            TensorData.Zeros([4000, 1], DType.Float32));
        trainer.Run(data, TestContext.Current.CancellationToken);
        Assert.Equal(1002, count);
        Assert.Equal(0, bytes[999] - bytes[500]);
    }
}
