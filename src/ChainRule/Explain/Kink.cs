using ChainRule.Graph;
using ChainRule.Rewriting;

namespace ChainRule.Explanations;

/// <summary>
/// Finds where an elementwise op has no derivative, so that its row's is a convention: there the slopes to the left and to
/// the right differ, and go on to differ however near one looks; or the function is not finite on one side. A derivative that is not finite
/// is no convention.
/// </summary>
internal static class Kink
{
    private const double Near = 1e-5, Nearer = 1e-8;
    private const int ElementsLookedAt = 1000;

    /// <summary>What an element of the edge's input sits on, as in "has a kink at x = 0"; <see langword="null"/> where all is smooth.</summary>
    public static string? At(Edge edge, Func<Tensor, TensorData> value)
    {
        var op = (ElementwiseOp)edge.Of.Op;
        TensorData[] data = [.. edge.Of.Inputs.Select(value)];
        var (inputs, local) = (new double[data.Length], value(edge.Local!));
        for (var element = 0; element < Math.Min(edge.Of.Shape.Size, ElementsLookedAt); element++)
        {
            if (!double.IsFinite(local[Places.In(local.Shape, element, edge.Of.Shape)])) continue;
            for (var i = 0; i < inputs.Length; i++) inputs[i] = data[i][Places.In(data[i].Shape, element, edge.Of.Shape)];
            if (IsAtBorder(op, inputs, edge.Step.Input)) return "is undefined on one side of";
            if (IsAt(op, inputs, edge.Step.Input)) return "has a kink at";
        }
        return null;
    }

    private static bool IsAt(ElementwiseOp op, double[] inputs, int moved)
    {
        var (far, _) = Disagreement(op, inputs, moved, Near);
        if (!(far > 1e-3) || !double.IsFinite(far)) return false;
        var (near, noise) = Disagreement(op, inputs, moved, Nearer);
        return near > far / 2 && noise < far / 2;
    }

    /// <summary>Whether the function is finite here, and not at one of the two numbers beside.</summary>
    private static bool IsAtBorder(ElementwiseOp op, double[] inputs, int moved)
    {
        var x = inputs[moved];
        return double.IsFinite(At(op, inputs, moved, x))
            && !(double.IsFinite(At(op, inputs, moved, Math.BitDecrement(x))) && double.IsFinite(At(op, inputs, moved, Math.BitIncrement(x))));
    }

    /// <summary>By how much the slopes on both sides differ, for steps of relative size h, and how much of that may be rounding.</summary>
    private static (double Slopes, double Noise) Disagreement(ElementwiseOp op, double[] inputs, int moved, double h)
    {
        var x = inputs[moved];
        h *= Math.Max(1, Math.Abs(x));
        var (left, here, right) = (At(op, inputs, moved, x - h), At(op, inputs, moved, x), At(op, inputs, moved, x + h));
        return (Math.Abs((right - here) - (here - left)) / h, 1e-15 * Math.Max(1, Math.Abs(here)) / h);
    }

    /// <summary>The op's value with one input replaced.</summary>
    private static double At(ElementwiseOp op, double[] inputs, int moved, double moment)
    {
        var x = inputs[moved];
        inputs[moved] = moment;
        var value = OneElement.Compute(op, DType.Float64, inputs);
        inputs[moved] = x;
        return value;
    }
}
