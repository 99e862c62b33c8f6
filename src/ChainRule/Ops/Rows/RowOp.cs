using ChainRule.Graph;

namespace ChainRule.Ops;

/// <summary>
/// Does an op to several rows: <paramref name="from"/> and <paramref name="to"/> hold whole rows, or one number for each.
/// </summary>
/// <param name="row">The length of a row.</param>
/// <param name="from">What the op takes.</param>
/// <param name="index">An index for each row, of an op that has an input of indices; else empty.</param>
/// <param name="to">What the op makes.</param>
internal delegate void RowKernel<T>(int row, ReadOnlySpan<T> from, ReadOnlySpan<long> index, Span<T> to);

/// <summary>
/// An op that may work row by row, along the last axis of a space [rows…, row]. Then it is a step of the pass over that space, and its
/// result needs no memory where only the pass reads it. Its first input holds what it takes; a second one holds indices where the op is an
/// <see cref="IIndexingOp"/>.
/// </summary>
internal interface IRowOp
{
    /// <summary>Name, reason, and names elsewhere.</summary>
    OpInfo Info { get; }

    /// <summary>Whether it takes one number for each row of the space, rather than the rows.</summary>
    bool TakesRowValues => false;

    /// <summary>Whether it makes one number for each row of the space, rather than rows.</summary>
    bool MakesRowValues => false;

    /// <summary>A <see cref="RowKernel{T}"/> for each float type.</summary>
    KernelPair RowKernel { get; }

    /// <summary>
    /// The space whose rows the op is about; <see langword="null"/> where, for operands of these types, it is not about rows.
    /// </summary>
    /// <param name="input">The type of the first input.</param>
    /// <param name="output">The type of the result.</param>
    TensorType? RowSpace(TensorType input, TensorType output);
}
