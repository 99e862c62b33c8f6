using System.CommandLine;
using ChainRule.Benchmarks.Workloads;

namespace ChainRule.Benchmarks.Commands;

/// <summary><c>plan NAME</c>: what a step does.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var name = Words.Workload();
        var command = new Command("plan", "Prints the plan of a workload's step.") { name };
        command.SetAction(parsed =>
        {
            using var recording = Origins.Record();
            Console.WriteLine(Suite.Make(parsed.GetRequiredValue(name)).Plan());
        });
        return command;
    }
}
