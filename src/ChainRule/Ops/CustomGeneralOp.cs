using System.Numerics;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule;

/// <summary>
/// A custom op with any number of inputs. Declare the type of its result, its kernel and its vector-Jacobian product; the op then works in
/// graphs, in derivatives of any order and in explanations. For functions of single numbers,
/// <see cref="CustomOp.Elementwise(string, Func{double, double}, Func{Tensor, Tensor, Tensor})"/> is shorter.
/// </summary>
/// <remarks>
/// Derive a sealed record. Its properties are the op's attributes. Two ops with equal attributes are the same op, and an expression that
/// occurs twice is computed once, so the result must depend on nothing but the attributes and the inputs. For a complete example see
/// samples/triangular-solve.cs.
/// </remarks>
public abstract record CustomGeneralOp : GeneralOp, IKernelOp
{
    /// <summary>Creates an op.</summary>
    /// <param name="name">The op's name in explanations and messages.</param>
    /// <param name="reason">One line about its derivative, for explanations.</param>
    protected CustomGeneralOp(string name, string reason = "by a rule of its own")
    {
        Info = new OpInfo(name, reason);
        IsCustom = true;
    }

    /// <inheritdoc/>
    public sealed override OpInfo Info { get; }

    /// <summary>
    /// Whether the op is linear in each differentiable input while the others are fixed. Its forward derivative is then the op itself.
    /// </summary>
    protected virtual bool IsLinearInEachInput => false;

    internal sealed override bool IsMultilinear => IsLinearInEachInput;

    /// <summary>Applies the op to some inputs.</summary>
    /// <exception cref="ShapeException">The inputs do not fit.</exception>
    public Tensor Apply(params ReadOnlySpan<Tensor> inputs) => Tensor.Apply(this, inputs);

    /// <summary>
    /// The dtype and the shape of the result. Inputs hold floating-point numbers of one dtype, which must be the result's dtype as well, or
    /// indices (Int64).
    /// </summary>
    /// <param name="inputs">The inputs, at least one.</param>
    /// <exception cref="ShapeException">The inputs do not fit. Implementations throw it and say what would fit.</exception>
    protected abstract TensorType ResultType(IReadOnlyList<Tensor> inputs);

    /// <summary>
    /// Computes the result, or a part of it, in the precision of the inputs. It may be called from any thread, and for several parts and
    /// several runs at once. If it throws, the run throws an <see cref="InvalidOperationException"/> that names the op.
    /// </summary>
    /// <param name="inputs">The inputs' elements.</param>
    /// <param name="output">All elements of the result, row-major, with undefined values: each part must set all of its own.</param>
    /// <param name="part">The part to compute; the whole result unless <see cref="PartCount"/> is overridden.</param>
    protected abstract void Compute<T>(KernelInputs<T> inputs, Span<T> output, KernelPart part)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>
    /// The number of parts of the result that may be computed in parallel, at least 1. Derive it from the sizes alone, so that results do
    /// not depend on the machine.
    /// </summary>
    protected virtual int PartCount(IReadOnlyList<Shape> inputs, Shape output) => 1;

    /// <summary>
    /// The vector-Jacobian product: ∂L/∂inputs[input], given ∂L/∂output. It consists of tensors, so it can be differentiated again, and it
    /// must be linear in the cotangent.
    /// </summary>
    /// <param name="input">The number of the input.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="output">The op's result for them.</param>
    /// <param name="cotangent">∂L/∂output, of the output's shape.</param>
    /// <returns>A tensor of the input's shape and dtype.</returns>
    protected abstract Tensor Vjp(int input, IReadOnlyList<Tensor> inputs, Tensor output, Tensor cotangent);

    /// <summary>
    /// The Jacobian-vector product: the change of the output for a change of one input, of the output's shape and dtype. The default,
    /// <see langword="null"/>, derives it: from the op itself if that is linear, else as the transpose of
    /// <see cref="Vjp(int, IReadOnlyList{Tensor}, Tensor, Tensor)"/>.
    /// </summary>
    /// <param name="input">The number of the input.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="output">The op's result for them.</param>
    /// <param name="tangent">The change of the input, of its shape.</param>
    protected virtual Tensor? Jvp(int input, IReadOnlyList<Tensor> inputs, Tensor output, Tensor tangent) => null;

    internal sealed override TensorType Infer(Operands operands)
    {
        if (operands.Count == 0) throw new ShapeException($"{Info.Name} needs at least one input");
        var floats = CommonFloat(operands);
        var type = ResultType(operands.ToArray());
        if (!type.DType.IsFloat() || (floats is { } common && type.DType != common))
            throw new ShapeException($"{Info.Name} says that it gives {type}, but a result has the dtype of the floating-point inputs, "
                + $"{(floats is { } wanted ? $"{wanted}" : $"{DType.Float32} or {DType.Float64}")}");
        return type;
    }

    internal sealed override Tensor Vjp(int input, Tensor cotangent, Tensor output) =>
        CustomRule.Checked(Vjp(input, output.Inputs, output, cotangent), output.Inputs[input], Info.Name);

    internal sealed override Tensor? Jvp(int input, Tensor tangent, Tensor output)
    {
        var jvp = Jvp(input, output.Inputs, output, tangent);
        return jvp is null || jvp.Type == output.Type
            ? jvp
            : throw new ShapeException($"the forward rule of {Info.Name} gives {jvp.Type} for a result of {output.Type}; a tangent has the "
                + $"type of what it belongs to");
    }

    int IKernelOp.PartCount(Tensor output)
    {
        var parts = PartCount([.. output.Inputs.Select(input => input.Shape)], output.Shape);
        return parts >= 1 ? parts : throw new InvalidOperationException($"{Info.Name} says that it has {parts} parts; it has at least 1");
    }

    void IKernelOp.Execute<T>(KernelCall<T> call, int part)
    {
        try
        {
            Compute(new KernelInputs<T>(call), call.Output<T>(), new KernelPart(part, call.Parts));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"the kernel of {Info.Name} failed, for {Sizes(call)}: {e.Message}", e);
        }
    }

    /// <summary>The dtype of the inputs that hold floating-point numbers, if there are any.</summary>
    private DType? CommonFloat(Operands operands)
    {
        DType? common = null;
        for (var i = 0; i < operands.Count; i++)
        {
            var dtype = operands[i].DType;
            if (dtype == DType.Bool || (dtype.IsFloat() && dtype != (common ??= dtype)))
                throw new ShapeException($"{Info.Name} takes floating-point numbers of one dtype, and indices (Int64), but "
                    + $"{operands.Label(i)} is {dtype}; {operands.Label(i)}.Cast(DType.{common ?? DType.Float32}) would fit");
        }
        return common;
    }

    private static string Sizes<T>(KernelCall<T> call) where T : unmanaged
    {
        var sizes = new string[call.Count];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = $"{call.Shape(i)}";
        return $"{string.Join(" and ", sizes)} to {call.OutputView.Shape}";
    }
}

/// <summary>The inputs of the kernel of a <see cref="CustomGeneralOp"/>, contiguous and row-major.</summary>
public readonly ref struct KernelInputs<T> where T : unmanaged
{
    private readonly KernelCall<T> call;

    internal KernelInputs(KernelCall<T> call) => this.call = call;

    /// <summary>The number of inputs.</summary>
    public int Count => call.Count;

    /// <summary>The elements of an input of floating-point numbers.</summary>
    public ReadOnlySpan<T> this[int input] => call.Input(input);

    /// <summary>The elements of an input of indices.</summary>
    public ReadOnlySpan<long> Indices(int input) => call.Indices(input);

    /// <summary>The sizes of an input along its axes.</summary>
    public Shape Shape(int input) => call.Shape(input);
}

/// <summary>One of the parts into which the work of a kernel is cut.</summary>
/// <param name="Number">The number of the part, from 0.</param>
/// <param name="Count">The number of parts.</param>
public readonly record struct KernelPart(int Number, int Count)
{
    /// <summary>The range of this part if a number of items is divided evenly among the parts; <c>To</c> is exclusive.</summary>
    public (int From, int To) Of(int items) => WorkPartition.Of(items, Number, Count);
}
