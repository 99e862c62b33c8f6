using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Execution;

/// <summary>
/// Describes an index that was out of range in terms of the user's graph, after a kernel has failed on it. Kernels know no graph, and the
/// one that fails first depends on threads. So the indices of all ops are computed again, in graph order, and the first one that is out of
/// range is reported.
/// </summary>
internal static class IndexFailure
{
    /// <summary>
    /// The error to throw instead of a kernel's; <see langword="null"/> if all indices are in range, so that the cause is another.
    /// </summary>
    /// <param name="outputs">The computed tensors, as the user built them.</param>
    /// <param name="overrides">Values that replaced those of leaves.</param>
    /// <param name="rebuild">Builds the outputs again, so that lines of code are known.</param>
    /// <param name="failure">The kernel's exception.</param>
    public static IndexException? Of(IEnumerable<Tensor> outputs, IReadOnlyDictionary<Tensor, TensorData>? overrides, Action? rebuild,
        IndexOutOfRangeException failure)
    {
        foreach (var tensor in TopologicalOrder.Of(outputs))
        {
            if (tensor.Op is not IIndexingOp op) continue;
            // The indices can be computed: the ops that they are made of were checked before.
            var indices = Evaluation.Run([tensor.Inputs[op.IndexInput]], overrides)[0];
            if (First(op, tensor, indices) is not { } element) continue;
            using (Origins.Record()) rebuild?.Invoke();
            return new IndexException(Text(op, tensor, indices, element), failure);
        }
        return null;
    }

    /// <summary>The first index that is out of range; <see langword="null"/> if none is.</summary>
    public static int? First(IIndexingOp op, Tensor use, TensorData indices)
    {
        var values = indices.AsSpan<long>();
        var places = op.Places(use);
        for (var i = 0; i < values.Length; i++)
            if (!op.HasPlace(values[i], places)) return i;
        return null;
    }

    private static string Text(IIndexingOp op, Tensor use, TensorData indices, int element)
    {
        var from = Given(use.Inputs[op.IndexInput]);
        var origin = Origins.Of(use);
        return $"{op.Caller}{(origin is null ? "" : $" at {origin}")}: {op.Noun} {indices.AsSpan<long>()[element]} at "
        + $"element {Name(element, from.Shape)} of {(from is Leaf { Name: null } ? "the indices" : from.Describe())}; "
            + op.Range(op.Places(use)) + (origin is null ? ". With CHAINRULE_ORIGINS=1 in the environment, the line of code is named" : "");
    }

    /// <summary>
    /// The tensor that the user passed. The indices may be a view of it with the elements in the same order.
    /// </summary>
    private static Tensor Given(Tensor indices) =>
        indices is { Name: null, Op: ViewOp op, Inputs: [var given] } && KeepsOrder(op, given.Shape) ? Given(given) : indices;

    private static bool KeepsOrder(ViewOp op, Shape from) =>
        op.Map(View.Dense(from)) is { IsDense: true } view && view.Shape.Size == from.Size;

    /// <summary>The index along each axis: <c>[2, 5]</c>.</summary>
    private static string Name(int element, Shape shape)
    {
        var places = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--) (element, places[axis]) = Math.DivRem(element, shape[axis]);
        return IntList.Create(places).ToString();
    }
}
