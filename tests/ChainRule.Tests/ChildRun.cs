using System.Diagnostics;

namespace ChainRule.Tests;

/// <summary>Runs programs as processes of their own, these tests among them.</summary>
internal static class ChildRun
{
    /// <summary>Runs these tests again, with the runner's arguments and environment variables.</summary>
    public static Task<(int Exit, string Output)> OfTests(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment,
        CancellationToken cancel) =>
        Of("dotnet", [typeof(ChildRun).Assembly.Location, .. arguments], environment, cancel);

    /// <summary>Runs a program to its end; gives its exit code, and what it wrote to standard output and then to standard error.</summary>
    public static async Task<(int Exit, string Output)> Of(string program, IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancel);
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, output + await errors);
    }
}
