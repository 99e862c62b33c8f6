using System.Globalization;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>
/// Training with PyTorch, as a class writes it: forward, <c>backward()</c>, update, gradients back to 0, ten times. Each turn prints its
/// number, the value and the gradients.
/// </summary>
/// <param name="explanation">What is trained, and at which rate.</param>
/// <param name="usesModules">Whether <c>optim.SGD</c> updates, and <c>nn.Linear</c> computes where the formula is a line.</param>
internal sealed class PyTorchTraining(Explanation explanation, bool usesModules) : PyTorchFormat(explanation)
{
    private const string MoreWords = "range turn rate nn optim model criterion optimizer";

    private static readonly string TurnsOfLoop = FormattableString.Invariant($"for turn in range({TrainingLines.Turns}):");

    private readonly Explanation explanation = explanation;

    protected override IEnumerable<string> Reserved => [.. base.Reserved, .. MoreWords.Split(' ')];

    /// <summary>What descends: a name that the output does not depend on has no gradient.</summary>
    private IReadOnlyList<Tensor> Trained =>
        [.. Derivation.Wrt.Where(wrt => wrt == Derivation.Output || Derivation.Steps.Any(step => step.From == wrt))];

    private string Rate => explanation.LearningRate.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The program.</summary>
    /// <exception cref="NotSupportedException">An op has no code, nothing can be trained, or there are too many numbers.</exception>
    public IReadOnlyList<ProgramLine> Lines()
    {
        if (Trained.Count == 0) throw new NotSupportedException("the output depends on no parameter, so there is nothing to train");
        var statements = Statements();
        return usesModules && LineLoss.Of(Derivation.Output) is { } line ? Modules(line)
            : usesModules ? Optimizer(statements)
            : ByHand(statements);
    }

    protected override string Value(Leaf leaf) => leaf.DType == DType.Float64 && leaf.Shape.Size > 0
        ? $"torch.tensor({leaf.Data.Bracketed(i => Number(leaf.Data[i], leaf.DType))}{(Derivation.Wrt.Contains(leaf) ? ", requires_grad=True" : "")})"
        : base.Value(leaf);

    protected override string Scalar(double value, DType dtype) =>
        dtype == DType.Float64 ? $"torch.tensor({Number(value, dtype)})" : base.Scalar(value, dtype);

    /// <summary>Operators where Python has them, as a class writes them.</summary>
    protected override string? CodeOf(Op op, IReadOnlyList<string> inputs) => op.Notation switch
    {
        Notation.Suffix { Symbol: ['^', .. var power] } when power.All(char.IsAsciiDigit) => $"{inputs[0]} ** {power}",
        Notation.Infix { Symbol: "@" } => $"{inputs[0]} @ {inputs[1]}",
        _ => base.CodeOf(op, inputs),
    };

    private IReadOnlyList<ProgramLine> ByHand(IReadOnlyList<(Tensor Tensor, string Code)> statements)
    {
        var lines = new TrainingLines("    ").Frame("import torch", "", "torch.set_default_dtype(torch.float64)  # as exact as here", "");
        Leaves(lines, statements).Frame($"rate = {Rate}", "", TurnsOfLoop);
        Results(lines, statements);
        lines.Loop(ProgramPart.Backward, $"{NameOf(Derivation.Output)}.backward()");
        Print(lines, Trained.Select(wrt => $"{NameOf(wrt)}.grad.tolist()"));
        lines.Loop(ProgramPart.Frame, "with torch.no_grad():");
        foreach (var wrt in Trained)
            lines.Loop(ProgramPart.Update, $"    {NameOf(wrt)} -= rate * {NameOf(wrt)}.grad", Derivation.Names[wrt]);
        foreach (var wrt in Trained) lines.Loop(ProgramPart.Update, $"{NameOf(wrt)}.grad.zero_()", Derivation.Names[wrt]);
        return lines.All;
    }

    private IReadOnlyList<ProgramLine> Optimizer(IReadOnlyList<(Tensor Tensor, string Code)> statements)
    {
        var lines = new TrainingLines("    ").Frame("import torch", "from torch import optim", "", "torch.set_default_dtype(torch.float64)",
            "");
        Leaves(lines, statements);
        lines.Frame($"optimizer = optim.SGD([{string.Join(", ", Trained.Select(NameOf))}], lr={Rate})", "", TurnsOfLoop);
        Results(lines, statements);
        Step(lines, Trained.Select(wrt => $"{NameOf(wrt)}.grad.tolist()"));
        return lines.All;
    }

    private IReadOnlyList<ProgramLine> Modules(LineLoss line)
    {
        string Of(Tensor tensor) => Number(explanation.ValueOf(tensor).Item(), tensor.DType);
        string Name(Tensor tensor) => Derivation.Names[tensor];
        var lines = new TrainingLines("    ").Frame("import torch", "from torch import nn, optim", "",
            "torch.set_default_dtype(torch.float64)", "");
        lines.Add(ProgramPart.Leaf, $"{NameOf(line.X)} = torch.tensor([[{Of(line.X)}]])", Name(line.X));
        lines.Add(ProgramPart.Leaf, $"{NameOf(line.Y)} = torch.tensor([[{Of(line.Y)}]])", Name(line.Y));
        lines.Add(ProgramPart.Leaf, $"model = nn.Linear(1, 1{(line.B is null ? ", bias=False" : "")})", Name(line.W));
        lines.Frame("with torch.no_grad():").Add(ProgramPart.Leaf, $"    model.weight.fill_({Of(line.W)})", Name(line.W));
        if (line.B is { } b) lines.Add(ProgramPart.Leaf, $"    model.bias.fill_({Of(b)})", Name(b));
        lines.Frame("criterion = nn.MSELoss()", $"optimizer = optim.SGD(model.parameters(), lr={Rate})", "", TurnsOfLoop);
        var (prediction, loss) = (NameOf(line.Prediction), NameOf(Derivation.Output));
        var product = line.Prediction.Inputs.Where(input => input.Inputs.Length > 0);
        lines.Loop(ProgramPart.Result, $"{prediction} = model({NameOf(line.X)})", [.. product.Append(line.Prediction).Select(Name)]);
        lines.Loop(ProgramPart.Result, $"{loss} = criterion({prediction}, {NameOf(line.Y)})", Name(Derivation.Output.Inputs[0]),
            Name(Derivation.Output));
        Step(lines, line.B is null ? ["model.weight.grad.item()"] : ["model.weight.grad.item()", "model.bias.grad.item()"]);
        return lines.All;
    }

    private TrainingLines Leaves(TrainingLines lines, IReadOnlyList<(Tensor Tensor, string Code)> statements)
    {
        foreach (var (tensor, code) in statements.Where(statement => statement.Tensor is Leaf))
            lines.Add(ProgramPart.Leaf, code, Derivation.Names[tensor]);
        return lines;
    }

    private void Results(TrainingLines lines, IReadOnlyList<(Tensor Tensor, string Code)> statements)
    {
        foreach (var (tensor, code) in statements.Where(statement => statement.Tensor is not Leaf))
            lines.Loop(ProgramPart.Result, code, Derivation.Names[tensor]);
    }

    private void Step(TrainingLines lines, IEnumerable<string> gradients)
    {
        lines.Loop(ProgramPart.Update, "optimizer.zero_grad()").Loop(ProgramPart.Backward, $"{NameOf(Derivation.Output)}.backward()");
        Print(lines, gradients);
        lines.Loop(ProgramPart.Update, "optimizer.step()");
    }

    private void Print(TrainingLines lines, IEnumerable<string> gradients) =>
        lines.Loop(ProgramPart.Gradient, $"print(turn, {NameOf(Derivation.Output)}.item(), {string.Join(", ", gradients)})");
}
