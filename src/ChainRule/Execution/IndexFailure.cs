using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Execution;

/// <summary>
/// Says in the words of the graph which index had no place, after a kernel has met one. Kernels know no graph, and which of them fails
/// first depends on threads; so the indices of all ops are computed again, in the order of the graph, and the first one without a place is
/// named.
/// </summary>
internal static class IndexFailure
{
    /// <summary>
    /// The error to throw instead of a kernel's; <see langword="null"/> where every index has a place, and something else went wrong.
    /// </summary>
    /// <param name="outputs">What was computed, as the user built it.</param>
    /// <param name="overrides">What stood in for leaves' own values.</param>
    /// <param name="rebuild">Builds the outputs again, so that lines of code are known.</param>
    /// <param name="failure">What the kernel threw.</param>
    public static IndexException? Of(IEnumerable<Tensor> outputs, IReadOnlyDictionary<Tensor, TensorData>? overrides, Action? rebuild,
        IndexOutOfRangeException failure)
    {
        foreach (var tensor in TopologicalOrder.Of(outputs))
        {
            if (tensor.Op is not IIndexingOp op) continue;
            // What the indices are made of is in order: it was looked at before.
            var indices = Evaluation.Run([tensor.Inputs[op.IndexInput]], overrides)[0];
            if (First(op, tensor, indices) is not { } element) continue;
            using (Origins.Record()) rebuild?.Invoke();
            return new IndexException(Text(op, tensor, indices, element), failure);
        }
        return null;
    }

    /// <summary>The first index without a place; <see langword="null"/> where all have one.</summary>
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
    /// The tensor that the user gave, of which the indices may be another arrangement with the elements in the same order.
    /// </summary>
    private static Tensor Given(Tensor indices) =>
        indices is { Name: null, Op: ViewOp op, Inputs: [var given] } && KeepsOrder(op, given.Shape) ? Given(given) : indices;

    private static bool KeepsOrder(ViewOp op, Shape from) =>
        op.Map(View.Dense(from)) is { IsDense: true } view && view.Shape.Size == from.Size;

    /// <summary>The place along each axis: <c>[2, 5]</c>.</summary>
    private static string Name(int element, Shape shape)
    {
        var places = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--) (element, places[axis]) = Math.DivRem(element, shape[axis]);
        return IntList.Create(places).ToString();
    }
}
