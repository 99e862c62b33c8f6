using ChainRule.Cli;

namespace ChainRule.Tests.Cli;

/// <summary>Runs the command line in this process, in a directory of its own.</summary>
public abstract class CommandLine : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("chainrule-");

    internal sealed record Outcome(int Code, string Out, string Error)
    {
        /// <summary>The output, where all went well.</summary>
        public string Text => Code == 0 && Error.Length == 0 ? Out : throw new InvalidOperationException($"exit code {Code}: {Error}");
    }

    private protected static Outcome Run(params string[] args) => Run(new Settings(), args);

    private protected sealed record Settings(string Input = "", bool OnTerminal = false, Dictionary<string, string>? Variables = null,
        CancellationToken Cancellation = default);

    private protected static Outcome Run(Settings settings, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(new StringReader(settings.Input), output, error)
        {
            OutIsTerminal = settings.OnTerminal,
            Variable = name => settings.Variables?.GetValueOrDefault(name),
        };
        var code = App.Run(args, terminal, settings.Cancellation);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>A file with the given text; gives its path.</summary>
    private protected string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>A table of two columns.</summary>
    private protected string Table(double[] x, double[] y) =>
        Write("data.csv", "x,y\n" + string.Concat(x.Zip(y, (a, b) => FormattableString.Invariant($"{a:R},{b:R}\n"))));

    private protected string PathOf(string name) => Path.Combine(directory.FullName, name);

    /// <summary>A mistake is told in one message that begins with "error: ", on standard error alone.</summary>
    private protected static string Mistake(Outcome outcome)
    {
        Assert.Equal((2, ""), (outcome.Code, outcome.Out));
        Assert.StartsWith("error: ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        return outcome.Error;
    }

    public void Dispose()
    {
        directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
