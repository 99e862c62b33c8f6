using ChainRule.Graph;
using ChainRule.Rewriting;

namespace ChainRule.Execution;

/// <summary>
/// Computes a small graph of single numbers op by op, each with its own kernel. Planning such a graph takes ten thousand times as long as
/// computing it, which is noticeable in a fresh process or a browser.
/// </summary>
internal sealed class DirectEvaluation
{
    private const int MaxTensors = 256;

    private readonly List<Tensor> order;
    private readonly int[][] inputs;
    private readonly int[] outputs;

    private DirectEvaluation(List<Tensor> order, IReadOnlyList<Tensor> tensors)
    {
        this.order = order;
        var places = new Dictionary<Tensor, int>();
        foreach (var tensor in order) places[tensor] = places.Count;
        inputs = order.ConvertAll(tensor => Array.ConvertAll([.. tensor.Inputs], input => places[input])).ToArray();
        outputs = [.. tensors.Select(tensor => places[tensor])];
    }

    /// <summary>The evaluation of some tensors; <see langword="null"/> if their graph is large or has larger tensors.</summary>
    public static DirectEvaluation? Of(IReadOnlyList<Tensor> tensors)
    {
        var seen = new HashSet<Tensor>();
        var isSmall = true;
        // The walk stops at the first tensor that does not fit, so that a large graph is not walked twice.
        var order = TopologicalOrder.Of(tensors, tensor => (isSmall &= Fits(tensor) && seen.Count < MaxTensors) && seen.Add(tensor));
        return isSmall ? new(order, tensors) : null;
    }

    /// <summary>The tensors' values.</summary>
    /// <param name="valueOf">The value of a leaf.</param>
    public TensorData[] Run(Func<Leaf, TensorData> valueOf)
    {
        var values = new double[order.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = order[i] switch
            {
                { Op: LiteralOp literal } => literal.Value,
                Leaf leaf => valueOf(leaf)[0],
                var result => Compute(result, inputs[i], values),
            };
        return Array.ConvertAll(outputs, output => Wrapped(order[output], values[output]));
    }

    private static bool Fits(Tensor tensor) =>
        tensor.Shape.Size == 1
        && (tensor.DType.IsFloat() || tensor.DType == DType.Bool)
        && (tensor is Leaf || tensor.Op is ElementwiseOp or LiteralOp);

    private static double Compute(Tensor result, int[] inputs, double[] values)
    {
        Span<double> operands = stackalloc double[inputs.Length];
        for (var i = 0; i < inputs.Length; i++) operands[i] = values[inputs[i]];
        return ConstantFolding.Compute((ElementwiseOp)result.Op, result.Inputs[^1].DType, operands);
    }

    private static TensorData Wrapped(Tensor tensor, double value)
    {
        var data = TensorData.Zeros(tensor.Shape, tensor.DType);
        data.Set(0, value);
        return data;
    }
}
