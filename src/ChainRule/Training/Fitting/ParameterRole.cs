using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Training;

/// <summary>How a parameter meets the data, which says what size of value makes sense for it.</summary>
internal enum MeetingKind
{
    /// <summary>It multiplies them: a rate, a frequency, a steepness.</summary>
    Factor,

    /// <summary>They are divided by it: a width, a time constant, a period.</summary>
    Divisor,

    /// <summary>It is added to them, or taken from them: a place, a phase.</summary>
    Offset,

    /// <summary>Any other way: an exponent, say.</summary>
    Other,
}

/// <summary>Where a parameter first meets the data in a formula.</summary>
/// <param name="Kind">How they meet.</param>
/// <param name="Carrier">What the parameter has become by then: 2πf, say.</param>
/// <param name="Data">What of the data it meets.</param>
/// <param name="IsPeriodic">Whether the result is an angle.</param>
/// <param name="Sign">
/// −1 for an offset that is added, +1 for one that is taken away: where carrier·Sign equals the data, the result is 0.
/// </param>
internal sealed record ParameterRole(MeetingKind Kind, Tensor Carrier, Tensor Data, bool IsPeriodic, int Sign)
{
    /// <summary>The role of a parameter in a prediction.</summary>
    public static ParameterRole Of(Parameter parameter, Tensor prediction, Shape rows)
    {
        var order = TopologicalOrder.Of(prediction);
        var carriers = new HashSet<Tensor> { parameter };
        var angles = Angles(order);
        foreach (var tensor in order)
        {
            if (tensor.Inputs.FirstOrDefault(carriers.Contains) is not { } carrier) continue;
            var at = tensor.Inputs.IndexOf(carrier);
            var data = tensor.Inputs.FirstOrDefault(input => input.Shape.Equals(rows));
            if (data is not null && !carriers.Contains(data)) return Meeting(tensor, at, data, angles);
            carriers.Add(tensor);
        }
        return new(MeetingKind.Other, parameter, parameter, IsPeriodic: false, Sign: 1);
    }

    private static ParameterRole Meeting(Tensor tensor, int at, Tensor data, HashSet<Tensor> angles)
    {
        var op = tensor.Op;
        var kind = op == Arithmetic.Mul || (op == Arithmetic.Div && at == 0) ? MeetingKind.Factor
            : op == Arithmetic.Div ? MeetingKind.Divisor
            : op == Arithmetic.Add || op == Arithmetic.Sub ? MeetingKind.Offset
            : MeetingKind.Other;
        return new(kind, tensor.Inputs[at], data, angles.Contains(tensor), op == Arithmetic.Add ? -1 : 1);
    }

    /// <summary>What sines and cosines are taken of, and the sums and products that it is made of.</summary>
    private static HashSet<Tensor> Angles(List<Tensor> order)
    {
        var angles = new HashSet<Tensor>();
        foreach (var tensor in Enumerable.Reverse(order))
        {
            var passesOn = angles.Contains(tensor)
                && (tensor.Op == Arithmetic.Add || tensor.Op == Arithmetic.Sub || tensor.Op == Arithmetic.Mul
                || tensor.Op == Arithmetic.Div || tensor.Op == Arithmetic.Neg);
            if (passesOn || tensor.Op == Transcendental.Sin || tensor.Op == Transcendental.Cos || tensor.Op == Transcendental.Tan)
                angles.UnionWith(tensor.Inputs);
        }
        return angles;
    }
}
