using System.Runtime.Intrinsics;

namespace ChainRule.Tests.Kernels;

/// <summary>
/// Kernels choose their vector width when the JIT compiles them, so each width is tested in a process of its own, with the
/// wider instruction sets switched off: the kernels' own tests, the op catalogue and the golden values, and whole workloads.
/// </summary>
public class SimdLevelTests
{
    private const string ChildMark = "CHAINRULE_VECTOR_WIDTH";

    // The code for 128 bits is that for 256: the kernels' own tests are enough there.
    private static string[] Suites(int bits) =>
        bits == 128 && !TestTier.IsLong
            ? ["ChainRule.Tests.Kernels"]
            : ["ChainRule.Tests.Kernels", "ChainRule.Tests.Ops", "ChainRule.Tests.Benchmarks"];

    [Theory]
    [InlineData(512, "")]
    [InlineData(256, "DOTNET_EnableAVX512=0 DOTNET_EnableAVX512F=0")]
    [InlineData(128, "DOTNET_EnableAVX2=0")]
    [InlineData(0, "DOTNET_EnableHWIntrinsic=0")]
    public async Task The_same_tests_pass_at_every_vector_width(int bits, string switches)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(ChildMark) is null, "this is such a process already");
        Assert.SkipWhen(bits > Width, $"this machine's vectors have {Width} bits, so {bits} cannot be tested on it");
        Assert.SkipWhen(bits == Width, $"{bits} bits is this machine's own width: the suite as it runs here tests it");
        var (exit, output) = await RunAgain(bits, switches, TestContext.Current.CancellationToken);
        Assert.True(exit == 0, output);
        Assert.Matches("Total: [1-9][0-9]{2,}, Errors: 0, Failed: 0,", output);
    }

    [Fact]
    public void A_process_with_switches_has_the_width_it_was_started_for()
    {
        var expected = Environment.GetEnvironmentVariable(ChildMark);
        Assert.SkipWhen(expected is null, "only for processes that the test above starts");
        Assert.Equal(expected, $"{Width}");
    }

    private static int Width =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;

    private static Task<(int Exit, string Output)> RunAgain(int bits, string switches, CancellationToken cancel)
    {
        var environment = switches
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(pair => pair.Split('=')[0], pair => pair.Split('=')[1]);
        environment[ChildMark] = $"{bits}";
        return ChildRun.OfTests(Suites(bits).SelectMany(suite => new[] { "-namespace", suite }), environment, cancel);
    }
}
