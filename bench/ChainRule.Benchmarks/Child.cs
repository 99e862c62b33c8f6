using System.Diagnostics;
using ChainRule.Benchmarks.Commands;

namespace ChainRule.Benchmarks;

/// <summary>
/// What is measured in a fresh process: this program starts itself again. Such a process does what it is for and nothing besides; it
/// does not even parse a command line.
/// </summary>
internal static class Child
{
    private const string Mark = "--child";

    /// <summary>Whether this process was started by <see cref="Start"/>.</summary>
    public static bool IsOne(string[] args) => args is [Mark, ..];

    /// <summary>Does what this process was started for.</summary>
    public static int Run(string[] args)
    {
        switch (args)
        {
            case [_, "lecture"]: LectureCommand.Print(); return 0;
            case [_, "first", var name]: FirstCommand.Print(name); return 0;
            default: throw new ArgumentException($"there is no such child: {string.Join(' ', args)}", nameof(args));
        }
    }

    /// <summary>Starts a process; gives what it printed, and how long it took from its start to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static (string Output, TimeSpan Time) Start(params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, Arguments(arguments)) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var time = Stopwatch.GetElapsedTime(start);
        return process.ExitCode == 0
            ? (output, time)
            : throw new InvalidOperationException($"a process for '{string.Join(' ', arguments)}' ended with {process.ExitCode}");
    }

    /// <summary>Where this program is run by dotnet, that is to run its assembly again.</summary>
    private static IEnumerable<string> Arguments(string[] arguments)
    {
        var isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return [.. isHosted ? [typeof(Child).Assembly.Location] : Array.Empty<string>(), Mark, .. arguments];
    }
}
