using System.CommandLine;
using BenchmarkDotNet.Running;

namespace ChainRule.Benchmarks.Commands;

/// <summary><c>kernels</c>: BenchmarkDotNet over single kernels; what follows is BenchmarkDotNet's own.</summary>
internal static class KernelsCommand
{
    public static Command Create()
    {
        var rest = new Argument<string[]>(
            "OPTIONS")
        {
            Description = "BenchmarkDotNet's options, after --: as in kernels -- --filter '*Product*' --job short.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var command = new Command("kernels", "Times single kernels with BenchmarkDotNet.") { rest };
        command.SetAction(parsed =>
        {
            var options = parsed.GetRequiredValue(rest);
            BenchmarkSwitcher.FromAssembly(typeof(KernelsCommand).Assembly).Run(options is [] ? ["--filter", "*"] : options);
        });
        return command;
    }
}
