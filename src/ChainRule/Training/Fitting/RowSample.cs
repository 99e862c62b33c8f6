using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>
/// A formula over some of the rows: the same expression, built again on shorter columns. That is possible where every row
/// stands for itself, so that all that depends on the data is elementwise.
/// </summary>
internal sealed class RowSample
{
    private readonly List<(Leaf Full, Input Part)> columns = [];

    /// <summary>The formula over <paramref name="count"/> rows, which <see cref="Fill"/> chooses.</summary>
    public RowSample(Tensor prediction, Tensor target, int count)
    {
        var built = new Dictionary<Tensor, Tensor>();
        foreach (var tensor in TopologicalOrder.Of([prediction, target])) built[tensor] = Again(tensor, built, count, target.Shape);
        (Prediction, Target) = (built[prediction], built[target]);
    }

    public Tensor Prediction { get; }

    public Tensor Target { get; }

    /// <summary>Whether the rows of a formula can be taken apart.</summary>
    public static bool IsPossible(Tensor prediction, Tensor target)
    {
        var data = new HashSet<Tensor>();
        foreach (var tensor in TopologicalOrder.Of([prediction, target]))
        {
            if (IsColumn(tensor, target.Shape)) data.Add(tensor);
            if (!tensor.Inputs.Any(data.Contains)) continue;
            if (tensor.Op is not ElementwiseOp || !tensor.Shape.Equals(target.Shape)) return false;
            if (!tensor.Inputs.All(input => data.Contains(input) || input.Rank == 0)) return false;
            data.Add(tensor);
        }
        return data.Contains(target) && (data.Contains(prediction) || prediction.Rank == 0);
    }

    /// <summary>Copies the given rows in.</summary>
    public void Fill(ReadOnlySpan<int> rows)
    {
        foreach (var (full, part) in columns)
        {
            var (from, to) = (full.Data.Elements<double>(), part.Value.Elements<double>());
            for (var i = 0; i < rows.Length; i++) to[i] = from[rows[i]];
        }
    }

    private static bool IsColumn(Tensor tensor, Shape rows) => tensor is Leaf and not Parameter && tensor.Shape.Equals(rows);

    private Tensor Again(Tensor tensor, Dictionary<Tensor, Tensor> built, int count, Shape rows)
    {
        if (IsColumn(tensor, rows))
        {
            var part = new Input([count], tensor.DType, tensor.Name);
            columns.Add(((Leaf)tensor, part));
            return part;
        }
        if (tensor.Inputs.Length == 0) return tensor;
        var again = Tensor.Apply(tensor.Op, [.. tensor.Inputs.Select(input => built[input])]);
        return tensor.Name is { } name && again.Name != name ? again.Named(name) : again;
    }
}
