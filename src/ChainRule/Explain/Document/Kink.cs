using ChainRule.Graph;
using ChainRule.Rewriting;

namespace ChainRule.Explanations;

/// <summary>
/// Finds where an elementwise op has no derivative, so that its row's is a convention: there the slopes to the left and to
/// the right differ, and go on to differ however near one looks; or it jumps; or the function is not finite on one side. A derivative that
/// is not finite is no convention, nor is one so steep that these steps pass over a pole.
/// </summary>
internal static class Kink
{
    private const double Near = 1e-5, Nearer = 1e-8;
    private const int ElementsLookedAt = 1000;

    /// <summary>
    /// What an element of the step's operand sits on, a kink or a border; <see langword="null"/> where all is smooth.
    /// </summary>
    public static NoteKind? At(DerivationStep step, Func<Tensor, TensorData> value)
    {
        var op = (ElementwiseOp)step.Of.Op;
        TensorData[] data = [.. step.Of.Inputs.Select(value)];
        var (inputs, local) = (new double[data.Length], value(step.Local!));
        for (var element = 0; element < Math.Min(step.Of.Shape.Size, ElementsLookedAt); element++)
        {
            var slope = local[ElementIndex.In(local.Shape, element, step.Of.Shape)];
            if (!double.IsFinite(slope)) continue;
            for (var i = 0; i < inputs.Length; i++) inputs[i] = data[i][ElementIndex.In(data[i].Shape, element, step.Of.Shape)];
            if (IsAtBorder(op, inputs, step.Input)) return NoteKind.Border;
            if (IsSteep(slope, op, inputs, step.Input)) continue;
            if (IsAt(op, inputs, step.Input) || IsJump(op, inputs, step.Input)) return NoteKind.Kink;
        }
        return null;
    }

    private static bool IsSteep(double slope, ElementwiseOp op, double[] inputs, int moved)
    {
        var x = inputs[moved];
        return Math.Abs(slope) * Nearer * Math.Max(1, Math.Abs(x)) > Math.Max(1, Math.Abs(At(op, inputs, moved, x)));
    }

    private static bool IsAt(ElementwiseOp op, double[] inputs, int moved)
    {
        var (far, _) = Disagreement(op, inputs, moved, Near * Math.Max(1, Math.Abs(inputs[moved])));
        if (!(far > 1e-3) || !double.IsFinite(far)) return false;
        var (near, noise) = Disagreement(op, inputs, moved, NearerTo(inputs[moved]));
        return near > far / 2 && noise < far / 2;
    }

    /// <summary>
    /// Whether the value changes as much over the shorter way: a jump with the same height on both sides has no slopes that differ.
    /// </summary>
    private static bool IsJump(ElementwiseOp op, double[] inputs, int moved)
    {
        var x = inputs[moved];
        var far = Change(Near * Math.Max(1, Math.Abs(x)));
        return far > 1e-12 * Math.Abs(At(op, inputs, moved, x)) && Change(NearerTo(x)) > far / 2;

        double Change(double h) => Math.Abs(At(op, inputs, moved, x + h) - At(op, inputs, moved, x - h));
    }

    /// <summary>The shorter step: relative to a number however small, so that 1e-9 is not taken for 0.</summary>
    private static double NearerTo(double x) => x == 0 ? Nearer : Math.Max(Nearer * Math.Abs(x), double.Epsilon);

    /// <summary>Whether the function is finite here, and not at one of the two numbers beside.</summary>
    private static bool IsAtBorder(ElementwiseOp op, double[] inputs, int moved)
    {
        var x = inputs[moved];
        return double.IsFinite(At(op, inputs, moved, x))
            && !(double.IsFinite(At(op, inputs, moved, Math.BitDecrement(x)))
                && double.IsFinite(At(op, inputs, moved, Math.BitIncrement(x))));
    }

    /// <summary>By how much the slopes on both sides differ, for steps of size h, and how much of that may be rounding.</summary>
    private static (double Slopes, double Noise) Disagreement(ElementwiseOp op, double[] inputs, int moved, double h)
    {
        var x = inputs[moved];
        var (left, here, right) = (At(op, inputs, moved, x - h), At(op, inputs, moved, x), At(op, inputs, moved, x + h));
        return (Math.Abs((right - here) - (here - left)) / h, 1e-15 * Math.Max(Math.Abs(x), Math.Abs(here)) / h);
    }

    /// <summary>The op's value with one input replaced.</summary>
    private static double At(ElementwiseOp op, double[] inputs, int moved, double moment)
    {
        var x = inputs[moved];
        inputs[moved] = moment;
        var value = ConstantFolding.Compute(op, DType.Float64, inputs);
        inputs[moved] = x;
        return value;
    }
}
