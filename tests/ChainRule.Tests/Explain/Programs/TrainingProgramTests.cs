using System.Globalization;
using ChainRule.Explanations;

namespace ChainRule.Tests.Explanations;

/// <summary>Training programs, run: by PyTorch where a Python has it, and in C#; both against descents by hand.</summary>
public class TrainingProgramTests
{
    private const int Turns = 10;

    /// <summary>(w·1 − 2)² from w = 1: the error is halved by 0.8 at each turn of rate 0.1, so that the loss is 0.64ⁿ.</summary>
    private static IEnumerable<double[]> Lecture =>
        Enumerable.Range(0, Turns).Select(n => new[] { n, Math.Pow(0.64, n), -2 * Math.Pow(0.8, n) });

    [Fact]
    public void The_lecture_reads_as_in_class() => Assert.Equal("""
        import torch

        torch.set_default_dtype(torch.float64)  # as exact as here

        w = torch.tensor(1.0, requires_grad=True)
        x = torch.tensor(1.0)
        y = torch.tensor(2.0)
        rate = 0.1

        for turn in range(10):
            yhat = w * x
            s = yhat - y
            loss = s ** 2
            loss.backward()
            print(turn, loss.item(), w.grad.tolist())
            with torch.no_grad():
                w -= rate * w.grad
            w.grad.zero_()
        """, Text(LectureExplained(), ProgramStyle.PyTorch));

    [Fact]
    public void The_lecture_with_modules_reads_as_in_class() => Assert.Equal("""
        import torch
        from torch import nn, optim

        torch.set_default_dtype(torch.float64)

        x = torch.tensor([[1.0]])
        y = torch.tensor([[2.0]])
        model = nn.Linear(1, 1, bias=False)
        with torch.no_grad():
            model.weight.fill_(1.0)
        criterion = nn.MSELoss()
        optimizer = optim.SGD(model.parameters(), lr=0.1)

        for turn in range(10):
            yhat = model(x)
            loss = criterion(yhat, y)
            optimizer.zero_grad()
            loss.backward()
            print(turn, loss.item(), model.weight.grad.item())
            optimizer.step()
        """, Text(LectureExplained(), ProgramStyle.PyTorchModules));

    [Fact]
    public void CSharp_trains_the_lecture()
    {
        var printed = Numbers(CSharpProgram.Run(Text(LectureExplained(), ProgramStyle.CSharp)));
        AssertSame(Lecture, printed);
    }

    [Fact]
    public void PyTorch_trains_as_descents_by_hand_do()
    {
        Assert.SkipUnless(TorchPrograms.AreThere, "no python3 here has torch; Debian's package is python3-torch");
        Explanation[] explanations =
        [
            LectureExplained(), Explained("(w*x + b - y)^2", [("w", 0.5), ("b", -0.25)], [("x", 3), ("y", 2)]),
            Explained("h = tanh(w*x + b); loss = (v*h - y)^2 + 0.1*w^2", [("w", 0.5), ("b", -0.25), ("v", 1.5)], [("x", 3), ("y", 2)]),
            Matrices(),
        ];
        var cases = explanations
            .SelectMany(explanation => new[] { ProgramStyle.PyTorch, ProgramStyle.PyTorchModules }.Select(style => (explanation, style)))
            .ToList();
        var outputs = TorchPrograms.Outputs(cases.Select(of => Text(of.explanation, of.style)));
        AssertSame(Lecture, Numbers(outputs[0]));
        foreach (var ((explanation, _), output) in cases.Zip(outputs)) AssertSame(ByHand(explanation), Numbers(output));
    }

    [Fact]
    public void A_line_with_an_intercept_is_a_linear_layer_and_other_formulas_are_not()
    {
        var line = Text(Explained("(w*x + b - y)^2", [("w", 0.5), ("b", -0.25)], [("x", 3), ("y", 2)]), ProgramStyle.PyTorchModules);
        Assert.Contains("    model.bias.fill_(-0.25)\n", line, StringComparison.Ordinal);
        Assert.DoesNotContain("bias=False", line, StringComparison.Ordinal);
        Assert.Contains("nn.Linear(1, 1)", line, StringComparison.Ordinal);
        foreach (var formula in new[] { "(w*x + b)^2", "(w*x*x - y)^2", "(y - w*x)^2 + b", "(w*b - y)^2" })
            Assert.DoesNotContain("nn.Linear",
                Text(Explained(formula, [("w", 0.5), ("b", 1)], [("x", 3), ("y", 2)]), ProgramStyle.PyTorchModules),
                StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_trained_is_said()
    {
        var explanation = Explained("x * stop_gradient(w)", [("w", 0.5)], [("x", 3)]);
        Assert.Contains("nothing to train",
            Assert.Throws<NotSupportedException>(() => explanation.ToTraining(ProgramStyle.PyTorch)).Message, StringComparison.Ordinal);
    }

    /// <summary>Gradient descent with central differences: slow, and of no code that the programs share.</summary>
    private static IEnumerable<double[]> ByHand(Explanation explanation)
    {
        var parameters = explanation.Derivation.Wrt.Cast<Parameter>().ToList();
        var start = parameters.Select(parameter => parameter.Value).ToList();
        for (var turn = 0; turn < Turns; turn++)
        {
            var loss = explanation.Derivation.Output.Item();
            var gradients = parameters.Select(parameter => Slopes(explanation.Derivation.Output, parameter)).ToList();
            yield return [turn, loss, .. gradients.SelectMany(gradient => gradient)];
            foreach (var (parameter, gradient) in parameters.Zip(gradients))
                parameter.Value = Numbers(parameter.Shape,
                    parameter.Value.ToDoubles().Zip(gradient, (w, g) => w - explanation.LearningRate * g));
        }
        foreach (var (parameter, value) in parameters.Zip(start)) parameter.Value = value;
    }

    private static double[] Slopes(Tensor output, Parameter parameter)
    {
        const double step = 1e-5;
        var value = parameter.Value;
        var slopes = Enumerable.Range(0, value.Shape.Size).Select(i => (At(i, step) - At(i, -step)) / (2 * step)).ToArray();
        parameter.Value = value;
        return slopes;

        double At(int i, double by)
        {
            parameter.Value = Numbers(value.Shape, value.ToDoubles().Select((number, k) => k == i ? number + by : number));
            return output.Item();
        }
    }

    private static TensorData Numbers(Shape shape, IEnumerable<double> values) => TensorData.Wrap(values.ToArray(), shape);

    private static Explanation LectureExplained() =>
        Explained("yhat = w*x; s = yhat - y; loss = s^2", [("w", 1)], [("x", 1), ("y", 2)]);

    private static Explanation Matrices()
    {
        var (w, x) = (new Parameter(Numbers([2, 3], [0.5, -0.25, 1, 0.75, 0, -1]), "W"), new Input(Numbers([3], [1, 2, -1]), "x"));
        return ChainRule.Explain.Gradient(Functions.Mean(Functions.Square(Functions.Softmax(Functions.MatMul(w, x)) - 0.5)));
    }

    private static Explanation Explained(string formula, (string Name, double Value)[] parameters, (string Name, double Value)[] data)
    {
        var leaves = parameters.ToDictionary(p => p.Name, Tensor (p) => new Parameter(p.Value, p.Name));
        foreach (var (name, value) in data) leaves[name] = new Input(TensorData.Wrap([value], []), name);
        var output = ChainRule.Formulas.Formula.Parse(formula).Build(leaves);
        return ChainRule.Explain.Gradient(output);
    }

    private static string Text(Explanation explanation, ProgramStyle style) =>
        string.Join('\n', explanation.ToTraining(style).Select(line => line.Text));

    /// <summary>The numbers of each line, whatever stands between them.</summary>
    private static IEnumerable<double[]> Numbers(string output) => output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split([' ', ',', '[', ']'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => double.Parse(word, CultureInfo.InvariantCulture))
            .ToArray());

    private static void AssertSame(IEnumerable<double[]> expected, IEnumerable<double[]> printed)
    {
        var (left, right) = (expected.ToList(), printed.ToList());
        Assert.Equal(Turns, right.Count);
        foreach (var (e, p) in left.Zip(right))
        {
            Assert.Equal(e.Length, p.Length);
            foreach (var (a, b) in e.Zip(p)) Assert.Equal(a, b, 1e-7 * Math.Max(1, Math.Abs(a)));
        }
    }
}
