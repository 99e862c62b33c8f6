using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChainRule.Tests.Explanations;

/// <summary>
/// The programs for PyTorch against what PyTorch printed: the transcript in Golden/pytorch-programs.json. Where a python3 has torch, they
/// are run again, and CHAINRULE_RECORD_TORCH=1 writes the transcript anew.
/// </summary>
public class PyTorchFormatTests
{
    private const string File = "pytorch-programs.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    private sealed record Transcript(string Source, Entry[] Cases);

    private sealed record Entry(string Formula, string[] Program, string[] Output);

    /// <summary>PyTorch has no function of its own for pow_log.</summary>
    private static IEnumerable<ProgramCase> Programs =>
        ProgramCase.All.Where(of => !of.Formula.Contains("pow_log", StringComparison.Ordinal));

    [Fact]
    public void Programs_and_numbers_are_those_of_the_transcript()
    {
        if (Environment.GetEnvironmentVariable("CHAINRULE_RECORD_TORCH") == "1") Record();
        var transcript = JsonSerializer.Deserialize<Transcript>(
            System.IO.File.ReadAllText(Repository.Path("tests", "ChainRule.Tests", "Golden", File)), Json)!;
        Assert.Equal(Programs.Select(of => of.Formula), transcript.Cases.Select(entry => entry.Formula));
        foreach (var (of, entry) in Programs.Zip(transcript.Cases))
        {
            var explanation = of.Explain();
            Assert.Equal(string.Join('\n', entry.Program), explanation.ToPyTorch());
            ProgramCase.AssertSame(ProgramCase.Expected(explanation), ProgramCase.Printed(string.Join('\n', entry.Output)), of.Formula);
        }
    }

    [Fact]
    public void PyTorch_prints_what_the_explanations_say()
    {
        Assert.SkipUnless(TorchPrograms.AreThere, "no python3 here has torch; Debian's package is python3-torch");
        var explanations = Programs.Select(of => (of.Formula, Explanation: of.Explain())).ToList();
        var outputs = TorchPrograms.Outputs(explanations.Select(of => of.Explanation.ToPyTorch()));
        foreach (var ((formula, explanation), output) in explanations.Zip(outputs))
            ProgramCase.AssertSame(ProgramCase.Expected(explanation), ProgramCase.Printed(output), formula);
    }

    [Fact]
    public void The_lecture_reads_like_the_formula() => Assert.Contains("""
        w = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
        x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
        y = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
        yhat = w * x
        s = yhat - y
        loss = torch.square(s)
        """, ProgramCase.Lecture.Explain().ToPyTorch(), StringComparison.Ordinal);

    [Fact]
    public void An_op_that_PyTorch_does_not_have_is_named()
    {
        var twice = CustomOp.Elementwise("Twice", x => 2 * x, (x, y) => 2 + 0 * x);
        var error = Assert.Throws<NotSupportedException>(() => ChainRule.Explain.Gradient(twice(new Parameter(1.0, "w"))).ToPyTorch());
        Assert.StartsWith("Twice cannot be written in Python: ", error.Message, StringComparison.Ordinal);
    }

    private static void Record()
    {
        var programs = Programs.Select(of => (of.Formula, Program: of.Explain().ToPyTorch())).ToList();
        var outputs = TorchPrograms.Outputs(programs.Select(of => of.Program));
        var entries = programs.Zip(outputs, (of, output) => new Entry(of.Formula, of.Program.Split('\n'), output.TrimEnd().Split('\n')));
        var transcript = new Transcript(
            $"PyTorch {TorchPrograms.Version} in Python 3: each program was run as it stands, and this is what it printed", [.. entries]);
        System.IO.File.WriteAllText(Repository.Path("tests", "ChainRule.Tests", "Golden", File),
            JsonSerializer.Serialize(transcript, Json) + "\n");
    }
}
