using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Execution;

/// <summary>Finds the updates of states that tensors carry.</summary>
internal static class CarriedUpdates
{
    /// <summary>Every state that <paramref name="outputs"/> update, with its next value; a second update goes on from the first.</summary>
    public static IEnumerable<(Variable Variable, Tensor Value)> Of(IEnumerable<Tensor> outputs)
    {
        var next = new Dictionary<State, Tensor>();
        var seen = new HashSet<(State, Tensor)>();
        foreach (var tensor in TopologicalOrder.Of(outputs))
        {
            if (tensor.Op is not UpdateOp { State: var state } || !seen.Add((state, tensor.Inputs[1]))) continue;
            next[state] = next.TryGetValue(state, out var before)
                ? Substitution.Replace(tensor.Inputs[1], state, before)
                : tensor.Inputs[1];
        }
        return next.Select(update => ((Variable)update.Key, update.Value));
    }
}
