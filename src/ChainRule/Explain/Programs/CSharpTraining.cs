using System.Globalization;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>
/// The same training with this library: forward, backward and update are one step, which is planned once and run ten times.
/// </summary>
/// <param name="explanation">What is trained, and at which rate.</param>
/// <param name="reference">The line by which the program finds the library; otherwise the package of this version.</param>
internal sealed class CSharpTraining(Explanation explanation, string? reference) : CSharpFormat(explanation, reference)
{
    private readonly Explanation explanation = explanation;

    protected override IEnumerable<string> Reserved => [.. base.Reserved, "step", "turn", "rate", "Step", "FormattableString"];

    /// <summary>The program.</summary>
    /// <exception cref="NotSupportedException">An op has no code, or there are too many numbers.</exception>
    public IReadOnlyList<ProgramLine> Lines()
    {
        var statements = Statements();
        var lines = new TrainingLines("    ").Frame(
            [.. Reference.Split('\n'), "", "using ChainRule;", "using static ChainRule.Functions;", ""]);
        foreach (var (tensor, code) in statements)
            lines.Add(tensor is Leaf ? ProgramPart.Leaf : ProgramPart.Result, code, Derivation.Names[tensor]);
        var (output, wrt) = (NameOf(Derivation.Output), Derivation.Wrt.Select(NameOf).ToList());
        lines.Frame("").Add(ProgramPart.Backward, $"var gradients = Gradient.Of({output}, [{string.Join(", ", wrt)}]);");
        lines.Frame($"const double rate = {explanation.LearningRate.ToString("R", CultureInfo.InvariantCulture)};",
            "var step = new Step([" + output + ", .. gradients],", "[");
        for (var i = 0; i < wrt.Count; i++)
            lines.Loop(ProgramPart.Update, $"({wrt[i]}, {wrt[i]} - rate * gradients[{i}]),", Derivation.Names[Derivation.Wrt[i]]);
        lines.Frame("]);", "", FormattableString.Invariant($"for (var turn = 0; turn < {TrainingLines.Turns}; turn++)"), "{");
        lines.Loop(ProgramPart.Backward, "step.Run();");
        lines.Loop(ProgramPart.Gradient,
            $"Console.WriteLine(FormattableString.Invariant($\"{{turn}} {{step.Scalar()}} {string.Join(' ', Shown(wrt.Count))}\"));");
        return lines.Frame("}").All;
    }

    /// <summary>What is trained is a parameter, whatever it was declared as.</summary>
    protected override string Constructor(Leaf leaf) => Derivation.Wrt.Contains(leaf) ? "new Parameter" : base.Constructor(leaf);

    private static IEnumerable<string> Shown(int gradients) => Enumerable.Range(1, gradients).Select(i => $"{{step.Output({i})}}");
}
