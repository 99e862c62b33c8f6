using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Rewriting;

/// <summary>The rows by which matrix products take the form that runs fastest.</summary>
internal static class ProductRules
{
    /// <summary>Fewer multiplications than this are done before anything could be packed.</summary>
    private const long MinToPack = 1 << 17;

    /// <summary>With fewer rows on the left, packing the right side costs as much as it gains.</summary>
    private const int MinRows = 16;

    /// <summary>A left side of so many elements fits each core's second-level cache.</summary>
    private const int MaxShared = Machine.SmallSecondLevelCache / sizeof(float);

    /// <summary>Sums of so many terms are cut, so that several threads can share a product with few results.</summary>
    private const int ManyTerms = 8192;

    /// <summary>Rows that turn products.</summary>
    public static readonly Rule[] Transposes =
    [
        new OpRule<TransposeOp>(
            (t, op, r) => SwapsLast(op) && r.IsUnshared(0) && r.Inner<MatMulOp>(t) is { } product ? TransposedProducts(product) : null,
            "(A·B)ᵀ = Bᵀ·Aᵀ, which needs no transposed copy"),
    ];

    /// <summary>Rows that bring products together.</summary>
    public static readonly Rule[] Sums =
    [
        new OpRule<ElementwiseOp>((t, _, r) => r.IsUnshared(0) && r.IsUnshared(1) ? MergedProducts(t.Inputs[0], t.Inputs[1]) : null,
            "A·B + C·D = [A C]·[B; D]: one product, and no sum of large results"),
    ];

    /// <summary>Rows that choose how a product is computed.</summary>
    public static readonly Rule[] Placing =
    [
        new OpRule<MatMulOp>((t, _, _) => Cut(t), "a sum of many terms is a sum of sums, side by side"),
        new OpRule<MatMulOp>((t, _, _) => Packed(t), "the right side is packed once for all that use it"),
    ];

    private static bool SwapsLast(TransposeOp op) => op.Permutation.Count == 2 && op.Permutation[0] == 1;

    private static Tensor? TransposedProducts(Tensor product) => product.Inputs[1].Rank == 2
        ? Tensor.Apply(product.Op, Transposed(product.Inputs[1]), Transposed(product.Inputs[0]))
        : null;

    /// <summary>A matrix on its side; one that is on its side already is set up.</summary>
    private static Tensor Transposed(Tensor x) => x.Op is TransposeOp ? x.Inputs[0] : x.Transpose();

    /// <summary>
    /// One product for two of the same shape, where the copies that this takes are smaller than the results that need not be added.
    /// </summary>
    private static Tensor? MergedProducts(Tensor first, Tensor second)
    {
        if (!IsMatrixProduct(first) || !IsMatrixProduct(second) || !first.Shape.Equals(second.Shape)) return null;
        var terms = second.Inputs[1].Shape[0];
        var (m, n) = (first.Shape[0], first.Shape[1]);
        if ((long)terms * (m + n) * 2 > (long)m * n) return null;
        // The walk comes from the end: the other way round they are in the order in which a recurrent layer joins its steps itself.
        Tensor[] left = [.. Parts(Transposed(second.Inputs[0])), .. Parts(Transposed(first.Inputs[0]))];
        Tensor[] right = [.. Parts(second.Inputs[1]), .. Parts(first.Inputs[1])];
        return Functions.MatMul(Stacked(left).Transpose(), Stacked(right));
    }

    /// <summary>Matrices one below the other; those of one size as a stack, which may be there already.</summary>
    private static Tensor Stacked(Tensor[] parts)
    {
        if (!Array.TrueForAll(parts, part => part.Shape.Equals(parts[0].Shape))) return Functions.Concat(parts, 0);
        return Functions.Stack(parts).Reshape(parts.Length * parts[0].Shape[0], parts[0].Shape[1]);
    }

    private static bool IsMatrixProduct(Tensor x) => x.Op is MatMulOp && x.Rank == 2;

    /// <summary>What a matrix was joined of, so that many are joined at once.</summary>
    private static Tensor[] Parts(Tensor x) => x switch
    {
        { Op: ConcatOp { Axis: 0 } } => [.. x.Inputs],
        { Op: ReshapeOp, Inputs: [{ Op: ConcatOp { Axis: 0 }, Rank: 3 } stack] } when stack.Inputs.All(IsUnsqueezed) =>
            [.. stack.Inputs.Select(input => input.Inputs[0])],
        _ => [x],
    };

    /// <summary>Whether a tensor is a matrix with an axis of size 1 before its own.</summary>
    private static bool IsUnsqueezed(Tensor x) => x.Op is ReshapeOp && x.Shape[0] == 1 && x.Inputs[0].Rank == 2;

    /// <summary>Aᵀ·B of few results and many terms, as a sum over slices of the terms.</summary>
    private static Tensor? Cut(Tensor product)
    {
        var (a, b) = (product.Inputs[0], product.Inputs[1]);
        if (a.Rank != 2 || a.Op is not TransposeOp || a.Shape[1] < ManyTerms || product.Shape.Size > ManyTerms / 4) return null;
        var terms = a.Shape[1];
        var slices = Enumerable.Range(2, 15).LastOrDefault(count => terms % count == 0);
        if (slices == 0) return null;
        var left = a.Inputs[0].Reshape(slices, terms / slices, a.Shape[0]).SwapAxes(1, 2);
        var right = b.Reshape(slices, terms / slices, b.Shape.Size / terms);
        return Functions.Sum(Tensor.Apply(product.Op, left, right), [0]).Reshape(product.Shape);
    }

    private static Tensor? Packed(Tensor product)
    {
        var (a, b) = (product.Inputs[0], product.Inputs[1]);
        if (product.Rank != 2 || a.Shape[0] < MinRows || product.Shape.Size * (long)a.Shape[1] < MinToPack) return null;
        return Tensor.Apply(new PackedMatMulOp(b.Shape[1], a.Shape.Size <= MaxShared && IsInput(a)), a, Tensor.Apply(PackOp.Instance, b));
    }

    /// <summary>Whether a tensor is given, and so not written by any thread of a run.</summary>
    private static bool IsInput(Tensor x) => x is Leaf and not Variable || (x.Op is ViewOp && IsInput(x.Inputs[0]));
}
