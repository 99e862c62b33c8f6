using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule;

public static partial class Functions
{
    /// <summary>
    /// −Σ t·ln softmax(x) over the classes: how surprised the logits x are by the target t.
    /// A class that is neither 0 to C − 1 nor <paramref name="ignoreIndex"/> throws an <see cref="IndexException"/> when the loss is
    /// computed.
    /// </summary>
    /// <param name="input">Logits, [N, C, ...] or [C].</param>
    /// <param name="target">Classes as Int64, 0 to C − 1, [N, ...] or a scalar; or probabilities of the input's shape.</param>
    /// <param name="weight">A factor for each class, [C].</param>
    /// <param name="reduction">How the values come together. The mean over classes is weighted by the targets' weights.</param>
    /// <param name="labelSmoothing">
    /// The part of each target that is spread evenly over the classes (Szegedy et al., "Rethinking the Inception architecture", 2015,
    /// section 7).
    /// </param>
    /// <param name="ignoreIndex">The value that marks elements which take no part; it may be a class, or any other number.</param>
    /// <param name="inputName">The expression for the input, for messages.</param>
    /// <param name="targetName">The expression for the target, for messages.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor CrossEntropyLoss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean,
        double labelSmoothing = 0, long ignoreIndex = -100,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(target))] string? targetName = null)
    {
        var operands = new Operands([input, target], [inputName, targetName]);
        RequireClassWeights("CrossEntropyLoss", input, weight);
        if (target.DType.IsFloat())
        {
            RequireAlike("CrossEntropyLoss", operands);
            return OfProbabilities(input, target, weight, reduction, labelSmoothing);
        }
        RequireClasses("CrossEntropyLoss", operands);
        var axis = ClassAxis(input);
        return OfClasses("CrossEntropyLoss", LogSoftmax(input, axis), target, weight, reduction, labelSmoothing, ignoreIndex);
    }

    /// <summary>
    /// Minus the log-probability of the target's class. A class that is neither 0 to C − 1 nor <paramref name="ignoreIndex"/> throws an
    /// <see cref="IndexException"/> when the loss is computed.
    /// </summary>
    /// <param name="input">Log-probabilities, [N, C, ...] or [C].</param>
    /// <param name="target">Classes as Int64, 0 to C − 1, [N, ...] or a scalar.</param>
    /// <param name="weight">A factor for each class, [C].</param>
    /// <param name="reduction">How the values come together. The mean is weighted by the targets' weights.</param>
    /// <param name="ignoreIndex">The value that marks elements which take no part; it may be a class, or any other number.</param>
    /// <param name="inputName">The expression for the input, for messages.</param>
    /// <param name="targetName">The expression for the target, for messages.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor NLLLoss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean,
        long ignoreIndex = -100,
        [CallerArgumentExpression(nameof(input))] string? inputName = null,
        [CallerArgumentExpression(nameof(target))] string? targetName = null)
    {
        RequireClassWeights("NLLLoss", input, weight);
        RequireClasses("NLLLoss", new Operands([input, target], [inputName, targetName]));
        return OfClasses("NLLLoss", input, target, weight, reduction, labelSmoothing: 0, ignoreIndex);
    }

    private static Tensor OfClasses(string name, Tensor logProbabilities, Tensor target, Tensor? weight, Reduction reduction,
        double labelSmoothing, long ignoreIndex)
    {
        var axis = ClassAxis(logProbabilities);
        var counts = Tensor.Apply(new IsNotIndexOp(ignoreIndex), target);
        var ones = Indicator(counts, logProbabilities);
        // Class 0 stands in for the ignored one, which may not exist, and then does not count.
        var classes = Tensor.Apply(new ClassIndicesOp(logProbabilities.Shape[axis], ignoreIndex, new(name, "class", "classes")), target);
        var chosen = Squeeze(TakeAlongAxis(logProbabilities, Unsqueeze(classes, axis), axis), [axis]);
        var weights = weight is null ? ones : ones * Gather(weight, classes, 0);
        var loss = Where(counts, -chosen * weights, 0);
        if (labelSmoothing != 0)
        {
            var all = Where(counts, Weighted(-logProbabilities, weight, axis), 0);
            loss = (1 - labelSmoothing) * loss + labelSmoothing / logProbabilities.Shape[axis] * all;
        }
        return reduction == Reduction.Mean ? Sum(loss) / Sum(weights) : Reduced(loss, reduction);
    }

    private static Tensor OfProbabilities(Tensor input, Tensor target, Tensor? weight, Reduction reduction, double labelSmoothing)
    {
        var axis = ClassAxis(input);
        var classes = input.Shape[axis];
        var smoothed = labelSmoothing == 0 ? target : (1 - labelSmoothing) * target + labelSmoothing / classes;
        return Reduced(Weighted(-smoothed * LogSoftmax(input, axis), weight, axis), reduction);
    }

    /// <summary>Σ weight·x over the classes.</summary>
    private static Tensor Weighted(Tensor x, Tensor? weight, int axis) =>
        Sum(weight is null ? x : x * weight.Reshape([weight.Shape.Size, .. Enumerable.Repeat(1, x.Rank - axis - 1)]), [axis]);

    private static int ClassAxis(Tensor input) => Math.Min(1, input.Rank - 1);

    private static void RequireClasses(string loss, Operands operands)
    {
        operands.RequireDType(loss, 1, DType.Int64);
        var input = operands.Shape(0);
        var wanted = input.Rank == 0 ? null : input.Without([Math.Min(1, input.Rank - 1)], keep: false);
        if (wanted is null || !operands.Shape(1).Equals(wanted))
            throw new ShapeException(
                $"{loss} needs logits [N, C, …] and classes [N, …], but got {operands.Describe(0)} and {operands.Describe(1)}"
                + (wanted is null ? "" : $"; classes of shape {wanted} would fit"));
    }

    private static void RequireClassWeights(string loss, Tensor input, Tensor? weight)
    {
        if (weight is null || input.Rank == 0) return;
        var classes = input.Shape[ClassAxis(input)];
        if (weight.Rank != 1 || weight.Shape[0] != classes)
            throw new ShapeException(
                $"{loss} needs a weight for each class, but got {new Operands([weight], [nameof(weight)]).Describe(0)} for {classes} "
                + $"classes; weights of shape [{classes}] would fit");
    }
}
