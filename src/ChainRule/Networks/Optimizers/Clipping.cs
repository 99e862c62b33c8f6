using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>Gradients held in bounds, as graph: between <see cref="Gradient.Of(Tensor, IReadOnlyList{Tensor})"/> and an optimizer's updates.</summary>
public static class Clipping
{
    private const double Epsilon = 1e-6; // keeps a norm of 0 from being divided by, as PyTorch does

    /// <summary>One norm over the elements of all gradients, in double precision.</summary>
    /// <param name="gradients">The gradients, of any shapes.</param>
    /// <param name="order">2 for the root of the sum of squares, infinity for the greatest magnitude, or any other order of <see cref="Functions.Norm"/>.</param>
    public static Tensor Norm(IReadOnlyList<Tensor> gradients, double order = 2)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        // The norm of the parts' norms is the norm of all their elements.
        return Functions.Norm(Stack([.. gradients.GroupBy(gradient => gradient.DType).Select(alike => OfOneType(alike, order).Cast(DType.Float64))]), order);
    }

    /// <summary>All gradients times min(1, maxNorm/(norm + 10⁻⁶)): their direction stays (Pascanu et al., "On the difficulty of training recurrent neural networks", 2013, algorithm 1).</summary>
    /// <param name="gradients">The gradients, of any shapes.</param>
    /// <param name="maxNorm">What their one norm is at most.</param>
    /// <param name="order">The order of the norm.</param>
    public static IReadOnlyList<Tensor> ByNorm(IReadOnlyList<Tensor> gradients, double maxNorm, double order = 2)
    {
        var share = maxNorm / (Norm(gradients, order) + Epsilon);
        var scale = Minimum(share, One(share));
        return [.. gradients.Select(gradient => gradient * scale.Cast(gradient.DType))];
    }

    /// <summary>Every element brought between −limit and limit.</summary>
    public static IReadOnlyList<Tensor> ByValue(IReadOnlyList<Tensor> gradients, double limit)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        return [.. gradients.Select(gradient => Clamp(gradient, -limit, limit))];
    }

    /// <summary>For the usual order the root is taken once and not of each array's part, of which a deep network has hundreds.</summary>
    private static Tensor OfOneType(IEnumerable<Tensor> gradients, double order) => order == 2
        ? Sqrt(Sum(Stack([.. gradients.Select(gradient => Sum(Square(gradient)))])))
        : Functions.Norm(Stack([.. gradients.Select(gradient => Functions.Norm(gradient, order))]), order);
}
