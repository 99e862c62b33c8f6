using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>A Python program that computes the same with PyTorch's autograd, and prints lines <c>name = number</c>.</summary>
internal class PyTorchFormat(Explanation explanation) : ProgramFormat(explanation)
{
    // Python's keywords, and what the program itself uses.
    private const string Words =
        "False None True and as assert async await break class continue def del elif else except finally for from global if import in is " +
        "lambda nonlocal not or pass raise return try while with _ torch math show print enumerate zip float len wrt gradients gradient";

    private const string Header = """
        # Prints a value and its gradients. Each statement makes one tensor of the graph that was explained.
        import math
        import torch


        """;

    /// <summary>The program.</summary>
    public string Write() => Header + string.Concat(Statements().Select(statement => statement.Code + "\n")) + Footer();

    protected override string Language => "Python";

    protected override string Advice =>
        "its declaration names no function of PyTorch's; write the formula with functions that have one, or leave that op out";

    protected override IEnumerable<string> Reserved => Words.Split(' ');

    protected override string Statement(string name, string expression) => $"{name} = {expression}";

    protected override string Value(Leaf leaf)
    {
        var grad = Derivation.Wrt.Contains(leaf) ? ", requires_grad=True" : "";
        return leaf.Shape.Size == 0
            ? $"torch.empty({leaf.Shape}, dtype={Type(leaf.DType)}{grad})"
            : $"torch.tensor({leaf.Data.Bracketed(i => Number(leaf.Data[i], leaf.DType))}, dtype={Type(leaf.DType)}{grad})";
    }

    protected override string Scalar(double value, DType dtype) => $"torch.tensor({Number(value, dtype)}, dtype={Type(dtype)})";

    protected override string Number(double value, DType dtype) =>
        dtype == DType.Bool ? value != 0 ? "True" : "False"
        : double.IsNaN(value) ? "math.nan"
        : double.IsInfinity(value) ? value > 0 ? "math.inf" : "-math.inf"
        : Digits(value, dtype);

    protected override string? CodeOf(Op op, IReadOnlyList<string> inputs) => op.TorchCode(inputs);

    private string Footer()
    {
        var output = NameOf(Derivation.Output);
        var shown = Derivation.Wrt.Select((wrt, i) => $"show({Quoted(Partial(wrt))}, gradients[{i}])\n");
        return $$"""


            # The elements of an array are counted row by row.
            def show(name, tensor):
                for i, number in enumerate(tensor.detach().flatten().tolist()):
                    print(f"{name} = {number!r}" if tensor.dim() == 0 else f"{name}[{i}] = {number!r}")


            wrt = [{{string.Join(", ", Derivation.Wrt.Select(NameOf))}}]
            gradients = torch.autograd.grad({{output}}, wrt, allow_unused=True) if {{output}}.requires_grad else [None] * len(wrt)
            gradients = [torch.zeros_like(x) if gradient is None else gradient for x, gradient in zip(wrt, gradients)]
            show({{Quoted(Derivation.Names[Derivation.Output])}}, {{output}})
            {{string.Concat(shown)}}
            """;
    }

    protected static string Type(DType dtype) => $"torch.{dtype.ToString().ToLowerInvariant()}";
}
