using ChainRule.Cli;
using ChainRule.Cli.Commands;
using ChainRule.Cli.Whiteboard;

namespace ChainRule.Tests.Cli;

/// <summary>Standard streams that are full, closed or left by their reader: a message and an exit code, never a stack trace.</summary>
public class StandardStreamTests : CommandLine
{
    private const string Full = "No space left on device";
    private static readonly string Iris = Repository.Path("data", "iris.csv");

    public static TheoryData<string> Commands =>
    [
        "--help", "--version", "explain --help",
        .. ExplainFormats.Names.Select(format => $"explain w*x w=1 x=2 --format {format}"),
        "fit w*x+b LINE --target y", "fit w*x+b LINE --target y --format json",
        "train IRIS --target species --epochs 1", "train IRIS --target species --epochs 1 --format json",
        "predict MODEL IRIS", "whiteboard --no-open", "whiteboard --export SITE",
    ];

    [Theory, MemberData(nameof(Commands))]
    public void An_output_that_is_full_is_a_mistake_of_one_line(string command) =>
        Assert.Equal($"error: standard output cannot be written: {Full}\n", Mistake(Into(new FullStream(), command)));

    [Theory, MemberData(nameof(Commands))]
    public void An_output_that_is_closed_is_a_mistake_of_one_line(string command) =>
        Assert.Equal("error: standard output cannot be written: it is closed\n", Mistake(Into(null, command)));

    [Fact]
    public void An_output_that_nothing_goes_to_may_be_closed()
    {
        Assert.Equal((0, ""),
            (Into(null, $"fit w*x+b LINE --target y --out {PathOf("fit.txt")}") is var outcome ? outcome.Code : -1, outcome.Error));
        Assert.Contains("w", File.ReadAllText(PathOf("fit.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_that_cannot_be_told_keeps_its_exit_code()
    {
        using var error = Writer(new FullStream(), complaint: null);
        Assert.Equal(2,
            App.Run(["explain", "w*"], new Terminal(TextReader.Null, TextWriter.Null, error), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_closed_input_says_so()
    {
        using var input = new StreamReader(new GuardedStream(null, "standard input cannot be read"));
        using var error = new StringWriter();
        Assert.Equal(2, App.Run(["explain", "-"], new Terminal(input, TextWriter.Null, error), TestContext.Current.CancellationToken));
        Assert.Equal("error: standard input cannot be read: it is closed", error.ToString().Trim());
    }

    /// <summary>Processes as a shell starts them: arguments and redirections, the exit code, and what else is written.</summary>
    [Theory]
    [InlineData("explain w*x w=1 x=2 >/dev/full", 2, $"error: standard output cannot be written: {Full}")]
    [InlineData("explain w*x w=1 x=2 >&-", 2, "error: standard output cannot be written: it is closed")]
    [InlineData("explain w*x w=1 x=2 >&- 2>&-", 2, "")]
    [InlineData("explain w*x w=1 x=2 <&- >&- 2>&-", 2, "")]
    [InlineData("explain w* 2>&-", 2, "")]
    [InlineData("explain w* 2>/dev/full", 2, "")]
    [InlineData("explain - w=1 <&-", 2, "error: standard input cannot be read: it is closed")]
    [InlineData("explain w*x w=1 x=2 2>&- >/dev/null", 0, "")]
    [InlineData("explain w*x w=1 x=2 --format json | head -c 1", 0, "{")] // the reader has all that it wants
    [InlineData("explain w*x w=1 x=2 | true", 0, "")]
    [InlineData("predict nowhere.safetensors IRIS >&- 2>/dev/full", 2, "")]
    public async Task A_process_ends_with_a_message_and_an_exit_code(string command, int code, string written)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "redirections of a Linux shell");
        var script = $"set -o pipefail; dotnet '{typeof(App).Assembly.Location}' {command.Replace("IRIS", Iris, StringComparison.Ordinal)}";
        var (exit, output) = await ChildRun.Of("bash", ["-c", script], new Dictionary<string, string>(),
            TestContext.Current.CancellationToken);
        Assert.Equal((code, written), (exit, output.Trim()));
    }

    /// <summary>Runs a command whose standard output goes to a stream; null for one that is closed.</summary>
    private Outcome Into(Stream? output, string command)
    {
        Assert.SkipWhen(command.StartsWith("whiteboard", StringComparison.Ordinal) && !Site.IsCarried,
            "this build carries no whiteboard (CarryWhiteboard=false)");
        string[] args = [.. command.Split(' ').Select(word => word switch
        {
            "LINE" => Table([1, 2, 3], [3, 5, 7]),
            "IRIS" => Iris,
            "MODEL" => Model(),
            "SITE" => PathOf("site"),
            _ => word,
        })];
        using var writer = Writer(output, "standard output cannot be written");
        using var error = new StringWriter { NewLine = "\n" };
        return new(App.Run(args, new Terminal(TextReader.Null, writer, error), TestContext.Current.CancellationToken), "",
            error.ToString());
    }

    private string Model()
    {
        Assert.Equal(0, Run("train", Iris, "--target", "species", "--epochs", "1", "--out", PathOf("model")).Code);
        return PathOf("model");
    }

    /// <summary>A writer as <see cref="Terminal.OfProcess"/> makes it.</summary>
    private static StreamWriter Writer(Stream? stream, string? complaint) => new(new GuardedStream(stream, complaint)) { AutoFlush = true };

    private sealed class FullStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException(Full);
    }
}
