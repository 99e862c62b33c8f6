using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>How a parameter enters the model, where it first meets the data; used to choose its initial range.</summary>
/// <param name="Kind">
/// A factor of the data (a rate, a frequency, a steepness), their divisor (a width, a time constant, a period), a term beside them (a
/// place, a phase), or something else: an exponent, say.
/// </param>
/// <param name="Carrier">What the parameter has become by then: 2πf, say.</param>
/// <param name="Data">What of the data it meets.</param>
/// <param name="IsPeriodic">Whether the result is an angle.</param>
/// <param name="Sign">
/// −1 for an offset that is added, +1 for one that is taken away: where carrier·Sign equals the data, the result is 0.
/// </param>
internal sealed record ParameterRole(OperandRole Kind, Tensor Carrier, Tensor Data, bool IsPeriodic, int Sign)
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
        return new(OperandRole.Other, parameter, parameter, IsPeriodic: false, Sign: 1);
    }

    private static ParameterRole Meeting(Tensor tensor, int at, Tensor data, HashSet<Tensor> angles)
    {
        var hints = tensor.Op.Info.Hints;
        var (role, isSum) = (hints.RoleOf(at), hints.IsSum);
        var isAdded = role == OperandRole.Term && hints.RoleOf(1 - at) == OperandRole.Term;
        return new(isSum ? OperandRole.Term : role, tensor.Inputs[at], data, angles.Contains(tensor), isAdded ? -1 : 1);
    }

    /// <summary>What periodic functions are taken of, and the sums and products that it is made of.</summary>
    private static HashSet<Tensor> Angles(List<Tensor> order)
    {
        var angles = new HashSet<Tensor>();
        foreach (var tensor in Enumerable.Reverse(order))
        {
            var hints = tensor.Op.Info.Hints;
            var passesOn = angles.Contains(tensor) && hints.Roles.Any(role => role != OperandRole.Choice);
            if (passesOn || hints.IsPeriodic) angles.UnionWith(tensor.Inputs);
        }
        return angles;
    }
}
