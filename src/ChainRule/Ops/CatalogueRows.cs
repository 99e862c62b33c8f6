using ChainRule.Graph;

namespace ChainRule.Ops;

/// <summary>An op as the catalogue's tests use it: with attributes, and with inputs that suit it.</summary>
/// <param name="Op">The op, its attributes filled in.</param>
/// <param name="Inputs">The types of inputs to draw.</param>
/// <param name="Domains">Where each input is drawn from; indices are drawn from whole numbers in it.</param>
internal sealed record Example(Op Op, TensorType[] Inputs, SampleRange[] Domains)
{
    /// <summary>An example in double precision with one domain for all inputs.</summary>
    public Example(Op op, SampleRange domain, params Shape[] shapes)
        : this(op, [.. shapes.Select(shape => new TensorType(DType.Float64, shape))], [.. shapes.Select(_ => domain)]) { }
}

/// <summary>The rows of one family of ops, in the order in which they are declared.</summary>
internal sealed class Rows
{
    private readonly List<ElementwiseOp> ops = [];

    /// <summary>An example of each. They are made when somebody asks: running needs none.</summary>
    public IReadOnlyList<Example> Examples => [.. ops.Select(ExampleOf)];

    /// <summary>
    /// Declares y = f(x), with dy/dx as an expression of x and y, and with the rule that says so; <c>{0}</c> in it stands for x.
    /// </summary>
    public ElementwiseOp Unary(string name, UnaryKernel<float> single, UnaryKernel<double> @double,
        Func<Tensor, Tensor, Tensor> d, string rule, SampleRange? domain = null, string? onnx = null, string? torch = null,
        Notation? notation = null, OpHints? hints = null, string[]? torchOptions = null) =>
        Add(new ElementwiseOp(Info(name, RuleText.Of(rule, "x"), onnx, torch, hints), new KernelPair(single, @double),
            [(x, y) => d(x[0], y)], [domain ?? SampleRange.Real], notation, torchOptions: torchOptions ?? [])
        { Rules = [rule] });

    /// <summary>
    /// Declares z = f(x, y), with ∂z/∂x and ∂z/∂y as expressions of x, y and z, and with a rule for each; <c>{0}</c> and <c>{1}</c> in the
    /// rules stand for x and y.
    /// </summary>
    public ElementwiseOp Binary(string name, BinaryKernel<float> single, BinaryKernel<double> @double,
        Func<Tensor, Tensor, Tensor, Tensor> dx, Func<Tensor, Tensor, Tensor, Tensor> dy, string why, string[] rules,
        SampleRange? x = null, SampleRange? y = null, string? onnx = null, string? torch = null, Notation? notation = null,
        OpHints? hints = null, string[]? besideNumbers = null) =>
        Add(new ElementwiseOp(Info(name, why, onnx, torch, hints), new KernelPair(single, @double),
            [(i, z) => dx(i[0], i[1], z), (i, z) => dy(i[0], i[1], z)], [x ?? SampleRange.Real, y ?? SampleRange.Real], notation)
        { Rules = rules, RulesBesideNumbers = besideNumbers });

    /// <summary>Declares a comparison: a mask, without a derivative.</summary>
    public ElementwiseOp Comparison(string name, BinaryKernel<float> single, BinaryKernel<double> @double, string symbol,
        string? onnx = null, string? torch = null, string? csharp = null) =>
        Add(new ElementwiseOp(new OpInfo(name, "true or false does not change a little", onnx, torch, csharp ?? name),
            new KernelPair(single, @double),
            [null, null], [SampleRange.Real, SampleRange.Real], new Notation.Infix(symbol, Precedence.Comparison), Signature.Comparison));

    /// <summary>Declares an op of any kind.</summary>
    public ElementwiseOp Add(ElementwiseOp op)
    {
        ops.Add(op);
        return op;
    }

    private static OpInfo Info(string name, string why, string? onnx, string? torch, OpHints? hints) =>
        new(name, why, onnx, torch, name) { Hints = hints ?? OpHints.None };

    private static Example ExampleOf(ElementwiseOp op)
    {
        var inputs = Enumerable.Range(0, op.Arity)
            .Select(i =>
                new TensorType(op.Signature == Signature.Selection && i == 0 ? DType.Bool : DType.Float64,
                    i == 1 && op.Arity > 1 ? [3] : [2, 3]));
        return new Example(op, [.. inputs], op.SampleRanges);
    }
}

/// <summary>How tightly the formula language binds; a greater number binds more tightly.</summary>
internal static class Precedence
{
    public const int Comparison = 1;
    public const int Sum = 2;
    public const int Product = 3;
    public const int Minus = 4;
    public const int Power = 5;
    public const int Atom = 6;
}
