using static ChainRule.Functions;

namespace ChainRule.Tests.Planning;

/// <summary>
/// Draws tensors one after the other, each made of those before it or of fresh leaves that are seen through views. Sizes 0 and 1 come
/// often.
/// </summary>
/// <param name="seed">What is drawn depends on it alone.</param>
/// <param name="dtype">The type of all floats.</param>
/// <param name="greatest">The greatest size of an axis.</param>
internal sealed partial class GraphDrawing(int seed, DType dtype, int greatest = 5)
{
    private readonly Random random = new(seed);
    private readonly List<Tensor> made = [];
    private readonly List<Parameter> leaves = [];

    /// <summary>The leaves that have been drawn.</summary>
    public IReadOnlyList<Parameter> Leaves => leaves;

    /// <summary>Some outputs of a graph of so many steps; each may be an input of another.</summary>
    public Tensor[] Draw(int steps)
    {
        var most = 100 * greatest;
        while (steps-- > 0)
        {
            var next = Steps[random.Next(Steps.Length)].Draw(this);
            if (next.Shape.Size <= Math.Max(most, greatest * greatest * greatest)) made.Add(next);
        }
        made.Add(Tanh(Some(0, 4)));
        return [made[^1], made[random.Next(made.Count)], made[random.Next(made.Count)]];
    }

    /// <summary>The outputs' gradients by the leaves, for a loss of them all.</summary>
    public Tensor[] Gradients(IEnumerable<Tensor> outputs) => Gradient.Of(Loss(outputs), leaves);

    /// <summary>A scalar on which every output has a part.</summary>
    public static Tensor Loss(IEnumerable<Tensor> outputs) =>
        outputs.Select(output => Sum(Sin(output + 0.3))).Aggregate((sum, next) => sum + next);

    private Parameter Leaf(Shape shape)
    {
        var data = TensorData.Zeros(shape, dtype);
        for (var i = 0; i < shape.Size; i++) data.Set(i, random.NextDouble() * 2 - 1);
        leaves.Add(new(data));
        return leaves[^1];
    }

    /// <summary>A leaf seen through views.</summary>
    private Tensor Fresh(Shape shape) => RandomViews.Of(random, shape, Leaf);

    /// <summary>A tensor of a shape, one that is there if possible.</summary>
    private Tensor Like(Shape shape)
    {
        var fitting = made.FindAll(tensor => tensor.Shape.Equals(shape));
        return fitting.Count > 0 && random.Next(2) == 0 ? fitting[random.Next(fitting.Count)] : Fresh(shape);
    }

    /// <summary>A tensor of any shape: one of the last, or a new one.</summary>
    private Tensor Some(int leastRank, int mostRank)
    {
        var fitting = made.TakeLast(5).Where(tensor => tensor.Rank >= leastRank && tensor.Rank <= mostRank).ToList();
        if (fitting.Count > 0 && random.Next(4) > 0) return fitting[random.Next(fitting.Count)];
        return Fresh([.. Enumerable.Range(0, random.Next(leastRank, Math.Min(mostRank, 3) + 1)).Select(_ => Size())]);
    }

    private int Size() => random.Next(8) switch
    {
        0 => random.Next(3) == 0 ? 0 : 1,
        1 => 1,
        _ => From1(greatest),
    };

    private int From1(int most) => random.Next(1, most + 1);

    private int AxisOf(Tensor x) => random.Next(x.Rank);

    private bool Maybe() => random.Next(2) == 0;

    /// <summary>Indices for an axis of a size. There are none where it is empty.</summary>
    private Tensor Places(Shape shape, int size)
    {
        if (size == 0 && shape.Size > 0) shape = shape.Rank == 0 ? [0] : shape.With(0, 0);
        return RandomViews.Of(random, shape,
            own => Tensor.Constant<long>([.. Enumerable.Range(0, own.Size).Select(_ => (long)random.Next(Math.Max(1, size)))], own));
    }
}
