using ChainRule.Execution;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>
/// The values of many tensors, computed together; where they are more than memory should hold, group by group, and only what
/// they come to is kept.
/// </summary>
/// <param name="groupBytes">How much is computed together.</param>
/// <param name="keptBytes">How much is kept.</param>
internal sealed class Measurements(long groupBytes = 256 << 20, long keptBytes = 512 << 20)
{
    private readonly Dictionary<Tensor, TensorData> values = [];
    private readonly Dictionary<Tensor, Magnitude> magnitudes = [];
    private long kept;

    /// <summary>Measures tensors, which come in an order in which those that belong together are near each other.</summary>
    public void Add(IEnumerable<Tensor> tensors)
    {
        var (group, bytes) = (new List<Tensor>(), 0L);
        foreach (var tensor in tensors.Where(t => t.Inputs.Length > 0).Distinct().Where(t => !magnitudes.ContainsKey(t)))
        {
            if (bytes + tensor.Type.Bytes > groupBytes && group.Count > 0)
            {
                Run(group);
                (group, bytes) = ([], 0);
            }
            group.Add(tensor);
            bytes += tensor.Type.Bytes;
        }
        if (group.Count > 0) Run(group);
    }

    public Magnitude this[Tensor tensor]
    {
        get
        {
            if (!magnitudes.TryGetValue(tensor, out var known)) magnitudes[tensor] = known = Magnitude.Of(Value(tensor));
            return known;
        }
    }

    /// <summary>The elements of a tensor; computed once more where they were not kept.</summary>
    public TensorData Value(Tensor tensor) => tensor switch
    {
        { Op: LiteralOp literal } => TensorData.Filled(tensor.Type, literal.Value),
        Leaf leaf => leaf.Data,
        _ => values.TryGetValue(tensor, out var known) ? known : Keep(tensor, tensor.Evaluate()),
    };

    private void Run(List<Tensor> group)
    {
        var results = Evaluation.Run(group);
        for (var i = 0; i < results.Length; i++) Keep(group[i], results[i]);
    }

    private TensorData Keep(Tensor tensor, TensorData data)
    {
        magnitudes[tensor] = Magnitude.Of(data);
        if ((kept += tensor.Type.Bytes) <= keptBytes) values[tensor] = data;
        return data;
    }
}
