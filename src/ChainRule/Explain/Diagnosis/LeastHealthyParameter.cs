using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>Chooses the parameter whose gradient most needs an explanation.</summary>
internal static class LeastHealthyParameter
{
    // What is not reached may be meant so; all else is not.
    private static readonly GradientState[] WorstFirst =
        [GradientState.NotFinite, GradientState.Zero, GradientState.Huge, GradientState.Tiny, GradientState.NotReached, GradientState.Fine];

    public static Parameter Of(Tensor loss)
    {
        Parameter[] parameters = [.. TopologicalOrder.Of(loss).OfType<Parameter>()];
        if (parameters.Length == 0) throw new ArgumentException($"{loss.Describe()} holds no parameter");
        var numbers = new Measurements();
        var walk = Differentiation.ReverseWalk.Run([(loss, Functions.One(loss).BroadcastTo(loss.Shape))], parameters);
        numbers.Add(parameters.Select(walk.Cotangent).OfType<Tensor>().Append(loss));
        return parameters.MinBy(parameter => Array.IndexOf(WorstFirst, walk.Cotangent(parameter) is { } gradient
            ? GradientStudy.StateOf(numbers[gradient], numbers[parameter], numbers[loss])
            : GradientState.NotReached))!;
    }
}
