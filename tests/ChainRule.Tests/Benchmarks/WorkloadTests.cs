using ChainRule.Benchmarks.Workloads;
using ChainRule.Tests.Planning;

namespace ChainRule.Tests.Benchmarks;

/// <summary>What is timed is right: every output and every new value of every workload, against plain loops in double precision.</summary>
public class WorkloadTests
{
    private const int Steps = 2; // the second one starts from what optimizers remember
    private const double Rate = 1e-3; // of those optimizers whose moves are of one size

    public static TheoryData<string> Names => [.. Suite.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Plain_loops_give_the_same_numbers(string name)
    {
        var workload = Suite.Make(name, isSmall: true);
        workload.Prepare();
        var step = workload.Step.Planned;
        var outputs = step.Computed.Length - step.Updated.Count;
        for (var run = 0; run < Steps; run++)
        {
            var expected = PlainInterpreter.Evaluate(step.Computed);
            workload.Run();
            for (var i = 0; i < outputs; i++) AssertClose(expected[i], step.Output(i), $"output {i}", 0);
            for (var i = 0; i < step.Updated.Count; i++)
                AssertClose(expected[outputs + i], step.Updated[i].Value, step.Updated[i].Name!, Slack(step.Updated[i]));
        }
    }

    [Fact]
    public void A_workload_that_does_not_exist_is_refused_with_the_names_of_those_that_do()
    {
        var error = Assert.Throws<ArgumentException>(() => Suite.Make("mlp-large"));
        Assert.Contains("there is no workload 'mlp-large'; there are scalar-step, mlp-small", error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Adam moves a parameter by its gradient's size, so where a gradient is as small as its rounding, the move is off by a part of the
    /// rate. A bias of attention's keys changes nothing, its gradient is nothing but rounding, and the move may be off by the whole.
    /// </summary>
    private static double Slack(Variable variable) =>
        variable is not Parameter ? 0 : variable.Name!.EndsWith("projections.bias", StringComparison.Ordinal) ? 2.1 * Rate : 0.02 * Rate;

    /// <summary>Each number is as near as single precision allows in sums of numbers as great as the greatest of them.</summary>
    private static void AssertClose(double[] expected, TensorData actual, string what, double slack)
    {
        Assert.Equal(expected.Length, actual.Shape.Size);
        var allowed = slack + 1e-4 * expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= allowed,
                $"{what}, element {i}: {expected[i]} expected, {actual[i]} computed, {allowed} allowed");
    }
}
