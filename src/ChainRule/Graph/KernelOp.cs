using System.Numerics;
using ChainRule.Shapes;

namespace ChainRule.Graph;

/// <summary>A tensor of a plan: which buffer, and where in it the elements lie.</summary>
internal sealed record Operand(int Buffer, View View, DType DType);

/// <summary>Where the buffers of a run are.</summary>
internal interface IBuffers
{
    /// <summary>All elements of a buffer.</summary>
    Span<T> Span<T>(int buffer) where T : unmanaged;
}

/// <summary>An op with a kernel of its own: neither elementwise, nor a reduction, nor a view.</summary>
internal interface IKernelOp
{
    /// <summary>Whether the kernel follows the strides of its inputs; otherwise they are made dense for it.</summary>
    bool ReadsStrides => false;

    /// <summary>How many parts of the work may run side by side. The result must not depend on who runs which.</summary>
    int PartCount(Tensor output) => 1;

    /// <summary>The scratch memory that one part needs, in elements.</summary>
    int Workspace(Tensor output) => 0;

    /// <summary>
    /// The operations on floating-point numbers, for people who read plans: one for each element, where an op says nothing else.
    /// </summary>
    long Operations(IReadOnlyList<Shape> inputs, Shape output) => output.Size;

    /// <summary>Memory that all parts share, in elements: a row for each part, say, of sums that <see cref="Finish"/> adds up.</summary>
    int Shared(Tensor output) => 0;

    /// <summary>Computes part <paramref name="part"/> of the output.</summary>
    void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>What remains to be done once all parts are.</summary>
    void Finish<T>(KernelCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
    }
}

/// <summary>What a kernel is given: its operands' elements, and memory to write to.</summary>
internal readonly ref struct KernelCall<T>(IBuffers buffers, Operand[] inputs, Operand output, Operand? shared, Span<T> workspace,
    int parts)
    where T : unmanaged
{
    /// <summary>How many parts the work is cut into, as <see cref="IKernelOp.PartCount"/> has said.</summary>
    public int Parts => parts;

    public Span<T> Workspace { get; } = workspace;

    /// <summary>The memory that all parts share.</summary>
    public Span<T> Shared => shared is null ? [] : Dense<T>(shared);

    /// <summary>How many inputs there are.</summary>
    public int Count => inputs.Length;

    /// <summary>Where the elements of an input lie in what <see cref="Buffer"/> gives.</summary>
    public View View(int input) => inputs[input].View;

    public Shape Shape(int input) => inputs[input].View.Shape;

    /// <summary>The whole buffer of an input, for kernels that follow strides.</summary>
    public ReadOnlySpan<T> Buffer(int input) => buffers.Span<T>(inputs[input].Buffer);

    /// <summary>The elements of a dense input.</summary>
    public ReadOnlySpan<T> Input(int input) => Dense<T>(inputs[input]);

    /// <summary>The elements of a dense input of whole numbers.</summary>
    public ReadOnlySpan<long> Indices(int input) => Dense<long>(inputs[input]);

    /// <summary>The elements of the output; <typeparamref name="E"/> is its dtype's type.</summary>
    public Span<E> Output<E>() where E : unmanaged => Dense<E>(output);

    /// <summary>Where the elements of the output lie; it is dense.</summary>
    public View OutputView => output.View;

    private Span<E> Dense<E>(Operand operand) where E : unmanaged =>
        buffers.Span<E>(operand.Buffer).Slice(operand.View.Offset, operand.View.Shape.Size);
}
