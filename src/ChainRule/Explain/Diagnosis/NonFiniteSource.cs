using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>An element of a tensor.</summary>
internal readonly record struct Element(Tensor Tensor, int Place);

/// <summary>Follows a number that is infinite or not a number back to where it was made or given.</summary>
internal sealed class NonFiniteSource(Measurements numbers)
{
    /// <summary>The element that made it: its operands are finite there, or infinities that were given on purpose.</summary>
    public Element Of(Element at)
    {
        while (Before(at) is { } before) at = before;
        return at;
    }

    public double Value(Element at) => numbers.Value(at.Tensor)[at.Place];

    private Element? Before(Element at)
    {
        var odd = Operands(at).Where(operand => !double.IsFinite(Value(operand))).ToList();
        if (odd.Count == 0) return null;
        if (odd.FindIndex(operand => double.IsNaN(Value(operand))) is >= 0 and var nan) return odd[nan];
        if (!double.IsNaN(Value(at))) return odd[0];
        // NaN of infinities: whoever made one is to blame, but an infinity that was given, as in a mask, may well be meant.
        foreach (var operand in odd)
            if (Of(operand).Tensor is not (Constant or { Op: LiteralOp })) return operand;
        return null;
    }

    /// <summary>The elements that an element is made of; of ops that bring many together the oddest of each operand.</summary>
    private IEnumerable<Element> Operands(Element at)
    {
        var (tensor, place) = at;
        for (var i = 0; i < tensor.Inputs.Length; i++)
        {
            var input = tensor.Inputs[i];
            if (!input.DType.IsFloat() || !tensor.Op.IsDifferentiable(i) || input.Shape.Size == 0) continue;
            if (tensor.Op is not ElementwiseOp op)
                yield return MostExtreme(input, tensor.Op.Info.Hints.NotFiniteRow is null ? .. : Row(place, input.Shape));
            else if (op.Signature != Signature.Selection || i == SelectedInput(tensor, place))
                yield return new(input, ElementIndex.In(input.Shape, place, tensor.Shape));
        }
    }

    private int SelectedInput(Tensor choice, int place) =>
        numbers.Value(choice.Inputs[0])[ElementIndex.In(choice.Inputs[0].Shape, place, choice.Shape)] != 0 ? 1 : 2;

    private static Range Row(int place, Shape shape) => (place / shape[^1] * shape[^1])..((place / shape[^1] + 1) * shape[^1]);

    private Element MostExtreme(Tensor tensor, Range range)
    {
        var (data, (from, count)) = (numbers.Value(tensor), range.GetOffsetAndLength(tensor.Shape.Size));
        var oddest = from;
        for (var i = from; i < from + count; i++)
            if (Extremeness(data[i]) > Extremeness(data[oddest])) oddest = i;
        return new(tensor, oddest);
    }

    private static int Extremeness(double x) => double.IsNaN(x) ? 3 : double.IsPositiveInfinity(x) ? 2 : double.IsInfinity(x) ? 1 : 0;
}
