using System.CommandLine;
using System.CommandLine.Invocation;
using ChainRule.Benchmarks.Commands;

namespace ChainRule.Benchmarks;

/// <summary>The command line: which measurements there are, and what becomes of mistakes.</summary>
internal static class App
{
    private const int Mistake = 2;

    /// <summary>Runs a command; gives the exit code.</summary>
    public static int Run(string[] args)
    {
        var root = new RootCommand(
            "Measures ChainRule: its workloads against a peer's, the machine's limits, growth with size, and the first step.")
        {
            SuiteCommand.Create(),
            RooflineCommand.Create(),
            ScalingCommand.Create(),
            PlanCommand.Create(),
            ProfileCommand.Create(),
            FirstCommand.Create(),
            LectureCommand.Create(),
            KernelsCommand.Create(),
        };
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        var code = parsed.Invoke();
        return parsed.Action is ParseErrorAction ? Mistake : code;
    }
}
