using ChainRule.Ops;
using ChainRule.Tests.Ops;

namespace ChainRule.Tests.Planning;

public class PlainInterpreterTests
{
    /// <summary>All ops of the catalogue but chance, which no loop foresees.</summary>
    public static TheoryData<string> Examples =>
        [.. ExampleCase.Labels.Where(label => new ExampleCase(label).Example.Op is not RandomUniformOp)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Plain_loops_agree_with_the_kernels(string label)
    {
        var output = new ExampleCase(label).Output;
        var plain = PlainInterpreter.Evaluate(output)[0];
        var computed = output.Evaluate().ToDoubles();
        Assert.Equal(computed.Length, plain.Length);
        for (var i = 0; i < plain.Length; i++) Assert.Equal(plain[i], computed[i], 1e-6);
    }
}
