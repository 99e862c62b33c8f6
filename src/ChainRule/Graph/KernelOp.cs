using System.Numerics;
using ChainRule.Shapes;

namespace ChainRule.Graph;

/// <summary>A tensor of a plan: its buffer, and the view of its elements there.</summary>
internal sealed record Operand(int Buffer, View View, DType DType);

/// <summary>The buffers of a run.</summary>
internal interface IBuffers
{
    /// <summary>All elements of a buffer.</summary>
    Span<T> Span<T>(int buffer) where T : unmanaged;
}

/// <summary>An op with a kernel of its own: neither elementwise, nor a reduction, nor a view.</summary>
internal interface IKernelOp
{
    /// <summary>Whether the kernel can read strided inputs. Otherwise they are copied to dense buffers.</summary>
    bool ReadsStrides => false;

    /// <summary>The number of parts that may run in parallel. The result must not depend on the threads that run them.</summary>
    int PartCount(Tensor output) => 1;

    /// <summary>The scratch memory that one part needs, in elements.</summary>
    int Workspace(Tensor output) => 0;

    /// <summary>
    /// The number of floating-point operations, as plans show it; by default one for each element of the output.
    /// </summary>
    long Operations(IReadOnlyList<Shape> inputs, Shape output) => output.Size;

    /// <summary>Memory that all parts share, in elements, such as partial sums of each part that <see cref="Finish"/> adds up.</summary>
    int Shared(Tensor output) => 0;

    /// <summary>Computes part <paramref name="part"/> of the output.</summary>
    void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Completes the output after all parts have run.</summary>
    void Finish<T>(KernelCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
    }
}

/// <summary>The arguments of a kernel: the elements of its operands, and memory to write to.</summary>
internal readonly ref struct KernelCall<T>(IBuffers buffers, Operand[] inputs, Operand output, Operand? shared, Span<T> workspace,
    int parts)
    where T : unmanaged
{
    /// <summary>The number of parts: <see cref="IKernelOp.PartCount"/>.</summary>
    public int Parts => parts;

    public Span<T> Workspace { get; } = workspace;

    /// <summary>The memory that all parts share.</summary>
    public Span<T> Shared => shared is null ? [] : Dense<T>(shared);

    /// <summary>The number of inputs.</summary>
    public int Count => inputs.Length;

    /// <summary>The view of an input's elements in its <see cref="Buffer"/>.</summary>
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

    /// <summary>The view of the output's elements, which is dense.</summary>
    public View OutputView => output.View;

    private Span<E> Dense<E>(Operand operand) where E : unmanaged =>
        buffers.Span<E>(operand.Buffer).Slice(operand.View.Offset, operand.View.Shape.Size);
}
