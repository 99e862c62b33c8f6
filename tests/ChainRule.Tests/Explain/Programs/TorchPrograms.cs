using System.Diagnostics;
using System.Text.Json;

namespace ChainRule.Tests.Explanations;

/// <summary>Runs Python programs with PyTorch, where a Python has it.</summary>
internal static class TorchPrograms
{
    // All in one process: to load PyTorch takes seconds.
    private const string Driver = """
        import contextlib, io, json, sys
        outputs = []
        for program in json.load(sys.stdin):
            with contextlib.redirect_stdout(io.StringIO()) as output:
                exec(compile(program, "program.py", "exec"), {"__name__": "__main__"})
            outputs.append(output.getvalue())
        json.dump(outputs, sys.stdout)
        """;

    // To load it would take seconds, and to fail would be said on the console.
    private const string Asks = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";

    private static readonly Lazy<string?> Python = new(
        () => Array.Find(["python3", "/usr/bin/python3"], python => Run(python, Asks, "") is not null));

    public static bool AreThere => Python.Value is not null;

    public static string Version => Run(Python.Value!, "import torch; print(torch.__version__)", "")!.Trim();

    /// <summary>What each program prints.</summary>
    public static string[] Outputs(IEnumerable<string> programs) =>
        JsonSerializer.Deserialize<string[]>(
            Run(Python.Value!, Driver, JsonSerializer.Serialize(programs))
            ?? throw new InvalidOperationException("Python failed; its error is above"))!;

    private static string? Run(string python, string code, string input)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(python, ["-c", code]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // no such Python
        }
    }
}
