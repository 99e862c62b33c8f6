using System.Runtime.CompilerServices;
using ChainRule.Graph;

namespace ChainRule;

/// <summary>How a loss's values come together.</summary>
public enum Reduction
{
    /// <summary>Their mean; a weighted one where a loss has class weights.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>They stay apart.</summary>
    None,

    /// <summary>Their sum, divided by the size of the first axis.</summary>
    BatchMean,
}

public static partial class Functions
{
    /// <summary>The squared error (input − target)².</summary>
    /// <exception cref="ShapeException">The shapes or the dtypes differ.</exception>
    public static Tensor MSELoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(target))] string? targetName = null)
    {
        RequireAlike("MSELoss", new Operands([input, target], [inputName, targetName]));
        return Reduced(Square(input - target), reduction);
    }

    /// <summary>The absolute error |input − target|. Its derivative where they are equal is 0.</summary>
    /// <exception cref="ShapeException">The shapes or the dtypes differ.</exception>
    public static Tensor L1Loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(target))] string? targetName = null)
    {
        RequireAlike("L1Loss", new Operands([input, target], [inputName, targetName]));
        return Reduced(Abs(input - target), reduction);
    }

    /// <summary>
    /// ½d² for an error d up to delta, and delta·(|d| − ½delta) beyond (Huber, "Robust estimation of a location parameter", 1964).
    /// </summary>
    /// <exception cref="ShapeException">The shapes or the dtypes differ.</exception>
    public static Tensor HuberLoss(Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(target))] string? targetName = null)
    {
        RequireAlike("HuberLoss", new Operands([input, target], [inputName, targetName]));
        var error = input - target;
        var isLarge = Greater(Abs(error), delta); // an error of NaN is not, so that its derivative is NaN, as in PyTorch
        // The square is not even computed of large errors: its derivative at ±∞ would be infinite, and 0·∞ is not 0.
        return Reduced(Where(isLarge, delta * (Abs(error) - 0.5 * delta), 0.5 * Square(Where(isLarge, 0, error))), reduction);
    }

    /// <summary>The Huber loss divided by its beta (Girshick, "Fast R-CNN", 2015, eq. 3); the absolute error for beta 0.</summary>
    /// <exception cref="ShapeException">The shapes or the dtypes differ.</exception>
    public static Tensor SmoothL1Loss(Tensor input, Tensor target, double beta = 1, Reduction reduction = Reduction.Mean,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(target))] string? targetName = null) =>
            beta == 0
            ? L1Loss(input, target, reduction, inputName, targetName)
            : HuberLoss(input, target, beta, reduction, inputName, targetName) / beta;

    /// <summary>−(t·ln p + (1 − t)·ln(1 − p)) for probabilities p of true. Each logarithm counts as at least −100.</summary>
    /// <exception cref="ShapeException">The shapes or the dtypes differ.</exception>
    public static Tensor BCELoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(target))] string? targetName = null)
    {
        RequireAlike("BCELoss", new Operands([input, target], [inputName, targetName]));
        return Reduced(-(target * HeldLog(input) + (1 - target) * HeldLog(1 - input)), reduction);
    }

    /// <summary>
    /// −(posWeight·t·ln σ(x) + (1 − t)·ln(1 − σ(x))) for logits x of true, without overflow.
    /// </summary>
    /// <param name="input">The logits.</param>
    /// <param name="target">0 to 1, of the same shape.</param>
    /// <param name="weight">A factor on each value; it broadcasts.</param>
    /// <param name="posWeight">A factor on the term of true; it broadcasts.</param>
    /// <param name="reduction">How the values come together.</param>
    /// <param name="inputName">The expression for the input, for messages.</param>
    /// <param name="targetName">The expression for the target, for messages.</param>
    /// <exception cref="ShapeException">The shapes or the dtypes differ.</exception>
    public static Tensor BCEWithLogitsLoss(Tensor input, Tensor target, Tensor? weight = null, Tensor? posWeight = null,
        Reduction reduction = Reduction.Mean,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(target))] string? targetName = null)
    {
        RequireAlike("BCEWithLogitsLoss", new Operands([input, target], [inputName, targetName]));
        var positive = posWeight is null ? target : posWeight * target;
        var loss = positive * Softplus(-input) + (1 - target) * Softplus(input);
        return Reduced(weight is null ? loss : weight * loss, reduction);
    }

    /// <summary>
    /// Σ t·(ln t − input), the divergence of a distribution from the target, for log-probabilities as input (Kullback, Leibler,
    /// "On information and sufficiency", 1951). 0·ln 0 counts as 0.
    /// </summary>
    /// <param name="input">Log-probabilities.</param>
    /// <param name="target">Probabilities, or their logarithms.</param>
    /// <param name="reduction">How the values come together; <see cref="Reduction.BatchMean"/> is the divergence's definition.</param>
    /// <param name="logTarget">Whether the target is logarithms.</param>
    /// <param name="inputName">The expression for the input, for messages.</param>
    /// <param name="targetName">The expression for the target, for messages.</param>
    /// <exception cref="ShapeException">The shapes or the dtypes differ.</exception>
    public static Tensor KLDivLoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, bool logTarget = false,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(target))] string? targetName = null)
    {
        RequireAlike("KLDivLoss", new Operands([input, target], [inputName, targetName]));
        return Reduced(logTarget ? Exp(target) * (target - input) : UnlessZero(target, t => t * Log(t)) - target * input, reduction);
    }

    private static Tensor Reduced(Tensor loss, Reduction reduction) => reduction switch
    {
        Reduction.Mean => Mean(loss),
        Reduction.Sum => Sum(loss),
        Reduction.BatchMean => Sum(loss) / loss.Shape[loss.Shape.Axis(0)],
        _ => loss,
    };

    /// <summary>ln p, but at least −100; there its derivative is 0.</summary>
    private static Tensor HeldLog(Tensor p)
    {
        const double least = -100;
        var under = Less(p, Math.Exp(least));
        return Where(under, least, Log(Where(under, 1, p)));
    }

    /// <summary>Losses do not broadcast: [N] against [N, 1] would be N² errors, and no mistake is harder to see.</summary>
    private static void RequireAlike(string loss, Operands operands)
    {
        operands.CommonFloat(loss);
        var (input, target) = (operands.Shape(0), operands.Shape(1));
        if (input.Equals(target)) return;
        var advice = input.Size == target.Size
            ? $"{operands.Label(1).Trim('\'')}.Reshape({string.Join(", ", input.Select(size => $"{size}"))})"
            : $"a target of shape {input}";
        throw new ShapeException(
            $"{loss} compares element by element and needs one shape, but got {operands.Describe(0)} and {operands.Describe(1)}; {advice} "
            + $"would fit");
    }
}
