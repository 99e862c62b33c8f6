using ChainRule.Execution;
using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Tests.Execution;

namespace ChainRule.Tests.Ops;

/// <summary>An op runs at every step of a training: its kernel must not allocate.</summary>
[Collection(nameof(Alone))]
public class OpAllocationTests
{
    public static TheoryData<string> Rows =>
        [.. ExampleCase.Labels.Where(label => new ExampleCase(label).Example.Op is IKernelOp or SliceTransposeOp)];

    [Theory, MemberData(nameof(Rows))]
    public void A_kernel_allocates_nothing(string row)
    {
        var step = new Step([new ExampleCase(row).Output], []);
        for (var i = 0; i < 50; i++) step.Run(); // lets the JIT settle, which allocates
        var fewest = Enumerable.Range(0, 20).Min(_ => Allocated(step));
        Assert.Equal(0, fewest);
    }

    private static long Allocated(Step step)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        step.Run();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
