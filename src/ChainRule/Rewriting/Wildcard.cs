using System.Runtime.CompilerServices;
using ChainRule.Graph;

namespace ChainRule.Rewriting;

/// <summary>Stands in a pattern for any tensor, or for any number; the same wildcard stands for the same tensor everywhere.</summary>
internal sealed class Wildcard : Tensor
{
    /// <summary>How many different wildcards a pattern may hold.</summary>
    public const int Limit = 4;

    /// <param name="slot">The place of what it stands for among the <see cref="Bindings"/>.</param>
    /// <param name="isNumber">Whether it stands for literals only.</param>
    /// <param name="dtype">The dtype that the pattern's own construction sees.</param>
    public Wildcard(int slot, bool isNumber = false, DType dtype = DType.Float64)
        : base(LeafOp.Input, new TensorType(dtype, Shape.Scalar), name: null) => (Slot, IsNumber) = (slot, isNumber);

    public int Slot { get; }

    private bool IsNumber { get; }

    /// <summary>Whether it may stand for <paramref name="tensor"/>, given what it stands for already.</summary>
    public bool Takes(Tensor tensor, ref Bindings bindings)
    {
        if (IsNumber && tensor.Op is not LiteralOp) return false;
        bindings[Slot] ??= tensor;
        return ReferenceEquals(bindings[Slot], tensor);
    }
}

/// <summary>What each wildcard of a pattern stands for.</summary>
[InlineArray(Wildcard.Limit)]
internal struct Bindings
{
    private Tensor? first;

    public readonly bool Hold(Tensor tensor)
    {
        foreach (var bound in this)
            if (ReferenceEquals(bound, tensor)) return true;
        return false;
    }
}
