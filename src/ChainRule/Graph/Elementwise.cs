using System.Runtime.InteropServices;
using ChainRule.Shapes;

namespace ChainRule.Graph;

/// <summary>y[i] = f(x[i]).</summary>
internal delegate void UnaryKernel<T>(ReadOnlySpan<T> x, Span<T> y);

/// <summary>z[i] = f(x[i], y[i]).</summary>
internal delegate void BinaryKernel<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z);

/// <summary>w[i] = f(x[i], y[i], z[i]).</summary>
internal delegate void TernaryKernel<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> w);

/// <summary>One kernel for each float type.</summary>
internal readonly record struct KernelPair(Delegate Single, Delegate Double)
{
    public Delegate For<T>() => typeof(T) == typeof(float) ? Single : Double;
}

/// <summary>∂output/∂input as an expression of the inputs and the output.</summary>
internal delegate Tensor PartialRule(IReadOnlyList<Tensor> inputs, Tensor output);

/// <summary>What kinds of numbers go in and come out of an elementwise op.</summary>
internal enum Signature
{
    /// <summary>Floats in, the same float out.</summary>
    Arithmetic,

    /// <summary>Floats in, a mask out.</summary>
    Comparison,

    /// <summary>A mask and two floats in, the float out.</summary>
    Selection,
}

/// <summary>
/// An op that acts on each element by itself, with NumPy's broadcasting. It gives its partial derivatives; the walks make
/// the vector-Jacobian and Jacobian-vector products of them.
/// </summary>
public sealed record ElementwiseOp : Op
{
    private readonly Notation? notation;
    private readonly string[] torchOptions;

    internal ElementwiseOp(OpInfo info, KernelPair kernel, PartialRule?[] partials, SampleRange[] domains, Notation? notation = null,
        Signature signature = Signature.Arithmetic,
        params string[] torchOptions)
    {
        (Info, Kernel, Partials, SampleRanges, this.notation, Signature,
            this.torchOptions) = (info, kernel, partials, domains, notation, signature, torchOptions);
    }

    /// <inheritdoc/>
    public override OpInfo Info { get; }

    /// <inheritdoc/>
    public override Notation Notation => notation ?? base.Notation;

    /// <summary>How many inputs it has.</summary>
    public int Arity => Partials.Length;

    /// <summary>The rule of each input, with places for names (<see cref="RuleText"/>).</summary>
    internal string[]? Rules { get; init; }

    /// <summary>The rules that hold where the other input is a number, if they say less than <see cref="Rules"/>.</summary>
    internal string[]? RulesBesideNumbers { get; init; }

    internal KernelPair Kernel { get; }

    internal SampleRange[] SampleRanges { get; }

    internal Signature Signature { get; }

    private PartialRule?[] Partials { get; }

    /// <summary>∂output/∂input, as a graph. It has the output's shape or one that broadcasts to it.</summary>
    internal Tensor Partial(int input, Tensor output) => Partials[input]!(ImmutableCollectionsMarshal.AsArray(output.Inputs)!, output);

    /// <inheritdoc/>
    public override bool IsDifferentiable(int input) => Partials[input] is not null;

    /// <inheritdoc/>
    public override string Rule(int input) => Rules?[input] ?? Info.Reason;

    internal override string Rule(int input, Tensor of) =>
        RulesBesideNumbers is { } rules && of.Inputs[1 - input].Op is LiteralOp ? rules[input] : Rule(input);

    internal override bool IsUndecided(IReadOnlyList<TensorData> inputs) =>
        Signature == Signature.Comparison && Ties.Between(inputs[0], inputs[1]);

    internal override string? CSharpCode(IReadOnlyList<string> inputs) => Info.CSharp is { } function ? Code.Call(function, inputs) : null;

    internal override string? TorchCode(IReadOnlyList<string> inputs) =>
        Info.Torch is { } function ? Code.Call(function, inputs, torchOptions) : null;

    internal override TensorType Infer(Operands operands)
    {
        var first = Signature == Signature.Selection ? 1 : 0;
        if (first == 1) operands.RequireDType(Info.Name, 0, DType.Bool);
        var dtype = operands.CommonFloat(Info.Name, first);
        var shape = operands.Shape(0);
        for (var i = 1; i < operands.Count; i++)
            shape = Broadcasting.Combine(shape, operands.Shape(i)) ?? throw Mismatch(operands);
        return new TensorType(Signature == Signature.Comparison ? DType.Bool : dtype, shape);
    }

    private ShapeException Mismatch(Operands operands)
    {
        var all = string.Join(" and ", Described(operands));
        var (a, b) = operands.Count == 3 && Broadcasting.Combine(operands.Shape(0), operands.Shape(1)) is not null ? (1, 2) : (0, 1);
        return new ShapeException($"{Info.Name} cannot combine {all}: {Advice(operands.Shape(a), operands.Shape(b))}");
    }

    private static List<string> Described(Operands operands)
    {
        var all = new List<string>();
        for (var i = 0; i < operands.Count; i++) all.Add(operands.Describe(i));
        return all;
    }

    private static string Advice(Shape a, Shape b)
    {
        for (var back = 1; back <= Math.Min(a.Rank, b.Rank); back++)
        {
            var (m, n) = (a[a.Rank - back], b[b.Rank - back]);
            if (m == n || m == 1 || n == 1) continue;
            var place = back == 1 ? "the last axis" : $"axis {-back}";
            return $"counted from the last, sizes must agree or be 1, and {place} has {m} against {n}; "
                + $"a second operand of shape {b.With(b.Rank - back, m)} or {b.With(b.Rank - back, 1)} would fit";
        }
        return "the shapes must broadcast";
    }

    /// <summary>Rows of the catalogue are one of a kind.</summary>
    public bool Equals(ElementwiseOp? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>An interval that an op's tests draw an input from, away from poles and kinks.</summary>
/// <param name="From">The least value drawn.</param>
/// <param name="To">The greatest value drawn.</param>
internal readonly record struct SampleRange(double From, double To)
{
    /// <summary>Any number of ordinary size.</summary>
    public static SampleRange Real { get; } = new(-2, 2);

    /// <summary>Positive numbers, away from 0.</summary>
    public static SampleRange Positive { get; } = new(0.3, 3);
}
