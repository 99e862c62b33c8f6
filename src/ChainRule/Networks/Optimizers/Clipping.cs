using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>
/// Gradients held in bounds, as graph: between <see cref="Gradient.Of(Tensor, IReadOnlyList{Tensor})"/> and an optimizer's updates.
/// </summary>
public static class Clipping
{
    private const double Epsilon = 1e-6; // keeps a norm of 0 from being divided by, as PyTorch does

    /// <summary>
    /// One norm over the elements of all gradients, in double precision; also where squares of elements are beyond the range of their
    /// dtype.
    /// </summary>
    /// <param name="gradients">The gradients, of any shapes.</param>
    /// <param name="order">
    /// 2 for the root of the sum of squares, infinity for the greatest magnitude, or any other order of <see cref="Functions.Norm"/>.
    /// </param>
    public static Tensor Norm(IReadOnlyList<Tensor> gradients, double order = 2)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        gradients = [.. gradients.Where(gradient => gradient.Shape.Size > 0)];
        if (gradients.Count == 0) return Tensor.Literal(0, DType.Float64);
        // The norm of the parts' norms is the norm of all their elements.
        var norms = gradients.GroupBy(gradient => gradient.DType).Select(alike => OfEach([.. alike], order));
        return OfAll(Concat([.. norms], 0), order);
    }

    /// <summary>
    /// All gradients times min(1, maxNorm/(norm + 10⁻⁶)): their direction stays (Pascanu et al., "On the difficulty of training recurrent
    /// neural networks", 2013, algorithm 1). A norm of ∞ or NaN makes all of them NaN: a step along 0 would hide it.
    /// </summary>
    /// <param name="gradients">The gradients, of any shapes.</param>
    /// <param name="maxNorm">What their one norm is at most.</param>
    /// <param name="order">The order of the norm.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNorm"/> is not a finite number above 0.</exception>
    public static IReadOnlyList<Tensor> ByNorm(IReadOnlyList<Tensor> gradients, double maxNorm, double order = 2)
    {
        RequireLimit(maxNorm, nameof(maxNorm));
        var norm = Norm(gradients, order);
        var share = maxNorm / (norm + Epsilon);
        var scale = Where(Less(norm, double.PositiveInfinity), Minimum(share, One(share)), double.NaN);
        return [.. gradients.Select(gradient => gradient * scale.Cast(gradient.DType))];
    }

    /// <summary>Every element brought between −limit and limit. NaN stays NaN.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not a finite number above 0.</exception>
    public static IReadOnlyList<Tensor> ByValue(IReadOnlyList<Tensor> gradients, double limit)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        RequireLimit(limit, nameof(limit));
        return [.. gradients.Select(gradient => Clamp(gradient, -limit, limit))];
    }

    /// <summary>
    /// The norms of gradients of one dtype as a vector, in double precision. A norm may be beyond the range of float though no element is;
    /// the norm of 2⁻¹⁶ of them is not, since a gradient has fewer than 2³¹ elements. A smaller part would make the squares of ordinary
    /// gradients so small that the kernel would have to scale them, which takes ten times as long.
    /// </summary>
    private static Tensor OfEach(Tensor[] gradients, double order)
    {
        const double part = 1d / (1 << 16);
        var norms = Norms(gradients);
        return order != 2 || gradients[0].DType == DType.Float64
            ? norms
            : Where(Less(norms, 1), norms, Norms(gradients.Select(gradient => gradient * part)) / part);

        Tensor Norms(IEnumerable<Tensor> all) => Stack([.. all.Select(gradient => OfAll(gradient, order))]).Cast(DType.Float64);
    }

    private static Tensor OfAll(Tensor x, double order) => order switch
    {
        2 => EuclideanNorm(x),
        double.PositiveInfinity => Max(Abs(x)),
        _ => Functions.Norm(x.Cast(DType.Float64), order),
    };

    /// <summary>The limit of a clipping, which must be able to clip.</summary>
    internal static double RequireLimit(double limit, string name) => limit > 0 && double.IsFinite(limit)
        ? limit
        : throw new ArgumentOutOfRangeException(name, limit,
            $"{name} must be a finite number above 0; without a limit, leave the clipping out");
}
