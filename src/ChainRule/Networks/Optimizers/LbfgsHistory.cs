using System.Numerics.Tensors;

namespace ChainRule.Networks;

/// <summary>The last changes of point and gradient, which say how the loss is curved (Nocedal and Wright, section 7.2).</summary>
internal sealed class LbfgsHistory(int capacity)
{
    private readonly List<(double[] Move, double[] Change, double Rho)> pairs = [];

    public bool IsEmpty => pairs.Count == 0;

    public void Clear() => pairs.Clear();

    /// <summary>Takes a step in, unless the loss is not curved upwards along it.</summary>
    public void Add(double[] move, double[] change)
    {
        var product = TensorPrimitives.Dot<double>(move, change);
        if (!(product > 1e-14 * TensorPrimitives.Norm<double>(move) * TensorPrimitives.Norm<double>(change))) return;
        if (pairs.Count == capacity) pairs.RemoveAt(0);
        pairs.Add((move, change, 1 / product));
    }

    /// <summary>−H·g, H standing for the inverse Hessian (algorithm 7.4, first matrix by eq. 7.20).</summary>
    public void Direction(ReadOnlySpan<double> gradient, Span<double> direction)
    {
        TensorPrimitives.Negate(gradient, direction);
        Span<double> alphas = stackalloc double[pairs.Count];
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            var (move, change, rho) = pairs[i];
            alphas[i] = rho * TensorPrimitives.Dot(move, direction);
            TensorPrimitives.MultiplyAdd(change, -alphas[i], direction, direction);
        }
        if (pairs.Count > 0)
            TensorPrimitives.Multiply(direction, 1 / (pairs[^1].Rho * TensorPrimitives.SumOfSquares<double>(pairs[^1].Change)), direction);
        for (var i = 0; i < pairs.Count; i++)
        {
            var (move, change, rho) = pairs[i];
            var beta = rho * TensorPrimitives.Dot(change, direction);
            TensorPrimitives.MultiplyAdd(move, alphas[i] - beta, direction, direction);
        }
    }
}
