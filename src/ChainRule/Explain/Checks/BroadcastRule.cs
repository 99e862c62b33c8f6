using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>
/// Finds predictions [n, 1] against targets [n], which broadcast to n² errors. Both must have as many elements, and each be repeated
/// along an axis of the other; one is made of parameters and data, the other of data too. A product of a data column with a vector
/// of parameters is none, nor is what an axis was added to on purpose, with Unsqueeze or Reshape.
/// </summary>
internal static class BroadcastRule
{
    public static IEnumerable<GraphFinding> Find(CheckedGraph graph) => graph.Order.Where(tensor => IsFound(tensor, graph)).Select(Finding);

    private static bool IsFound(Tensor tensor, CheckedGraph graph) =>
        tensor.Op is ElementwiseOp { Signature: Signature.Arithmetic, Arity: 2 } && tensor.Inputs is [var a, var b]
        && a.Shape.Size > 1 && a.Shape.Size == b.Shape.Size && tensor.Shape.Size > a.Shape.Size
        && graph.FromData.Contains(a)
        && graph.FromData.Contains(b)
        && (graph.FromParameters.Contains(a) || graph.FromParameters.Contains(b))
        && !IsStretchedOnPurpose(a) && !IsStretchedOnPurpose(b);

    /// <summary>Whether it is a view that repeats elements, or that has the same ones along more axes.</summary>
    private static bool IsStretchedOnPurpose(Tensor tensor) => tensor.Op is ViewOp
        && (tensor.Shape.Size > tensor.Inputs[0].Shape.Size
            || (tensor.Rank > tensor.Inputs[0].Rank && Lengths(tensor).SequenceEqual(Lengths(tensor.Inputs[0]))));

    private static IEnumerable<int> Lengths(Tensor tensor) => tensor.Shape.Where(size => size != 1);

    private static GraphFinding Finding(Tensor tensor)
    {
        var (a, b) = (tensor.Inputs[0], tensor.Inputs[1]);
        var (longer, shorter) = a.Rank >= b.Rank ? (a, b) : (b, a);
        return new(FindingSeverity.Warning, FindingKind.Broadcast, tensor,
            $"{NodeLabels.MadeWithPlace(tensor)} combines {NodeLabels.Of(a)} of shape {a.Shape} and {NodeLabels.Of(b)} of shape {b.Shape}: "
            + $"they broadcast to {tensor.Shape}, every element of one with every element of the other",
            $"one shape for both: {Advice(longer, shorter)}; MSELoss and the other losses refuse shapes that differ");
    }

    private static string Advice(Tensor longer, Tensor shorter) => longer.Rank == shorter.Rank
        ? $"{Name(shorter)}.Reshape({string.Join(", ", longer.Shape.Select(size => $"{size}"))})"
        : $"{Name(longer)}.Reshape({string.Join(", ", shorter.Shape.Select(size => $"{size}"))})";

    private static string Name(Tensor tensor) => tensor.Name ?? "prediction";
}
