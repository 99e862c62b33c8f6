using ChainRule.Graph;
using ChainRule.Rewriting;

namespace ChainRule.Explanations;

/// <summary>
/// Finds where an elementwise op has no derivative, so that its row's is a convention: there the slopes to the left and to
/// the right differ, and go on to differ however near one looks.
/// </summary>
internal static class Kink
{
    private const double Near = 1e-5, Nearer = 1e-8;
    private const int ElementsLookedAt = 1000;

    /// <summary>Whether an element of the edge's input sits on a kink.</summary>
    public static bool IsAt(Edge edge, Func<Tensor, TensorData> value)
    {
        var op = (ElementwiseOp)edge.Of.Op;
        TensorData[] data = [.. edge.Of.Inputs.Select(value)];
        var inputs = new double[data.Length];
        for (var element = 0; element < Math.Min(edge.Of.Shape.Size, ElementsLookedAt); element++)
        {
            for (var i = 0; i < inputs.Length; i++) inputs[i] = data[i][Places.In(data[i].Shape, element, edge.Of.Shape)];
            if (IsAt(op, inputs, edge.Step.Input)) return true;
        }
        return false;
    }

    private static bool IsAt(ElementwiseOp op, double[] inputs, int moved)
    {
        var (far, _) = Disagreement(op, inputs, moved, Near);
        if (!(far > 1e-3) || !double.IsFinite(far)) return false;
        var (near, noise) = Disagreement(op, inputs, moved, Nearer);
        return near > far / 2 && noise < far / 2;
    }

    /// <summary>By how much the slopes on both sides differ, for steps of relative size h, and how much of that may be rounding.</summary>
    private static (double Slopes, double Noise) Disagreement(ElementwiseOp op, double[] inputs, int moved, double h)
    {
        var x = inputs[moved];
        h *= Math.Max(1, Math.Abs(x));
        var (left, here, right) = (At(x - h), At(x), At(x + h));
        inputs[moved] = x;
        return (Math.Abs((right - here) - (here - left)) / h, 1e-15 * Math.Max(1, Math.Abs(here)) / h);

        double At(double moment)
        {
            inputs[moved] = moment;
            return OneElement.Compute(op, DType.Float64, inputs);
        }
    }
}
