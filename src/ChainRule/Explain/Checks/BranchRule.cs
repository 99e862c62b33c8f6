using ChainRule.Execution;
using ChainRule.Graph;
using static ChainRule.Functions;

namespace ChainRule.Explanations;

/// <summary>
/// Finds choices whose branch that is not taken makes the gradient NaN: the gradient there is 0, but 0 times an infinite derivative
/// is not. Looked at are ops that have a pole, up to the choice element by element; they count where the values at hand show it.
/// </summary>
internal sealed class BranchRule(CheckedGraph graph)
{
    private const int MaxSteps = 64;

    /// <summary>An op with a pole in a branch, and where it does harm: a mask of the choice's shape.</summary>
    private sealed record Suspect(Tensor Choice, int Branch, Tensor Op, int Input, Tensor Harm);

    public IEnumerable<GraphFinding> Find()
    {
        var suspects = graph.Order.Where(IsChoice).SelectMany(choice => Suspects(choice, 1).Concat(Suspects(choice, 2))).ToList();
        if (suspects.Count == 0) return [];
        var counts = Evaluation.Run([.. suspects.Select(suspect => Sum(Indicator(suspect.Harm, suspect.Choice)))]);
        return suspects.Zip(counts, (suspect, count) => (Suspect: suspect, Count: count.Item()))
            .Where(pair => pair.Count > 0).DistinctBy(pair => pair.Suspect.Op).Select(pair => Finding(pair.Suspect, (int)pair.Count));
    }

    private bool IsChoice(Tensor tensor) =>
        tensor.Op is ElementwiseOp { Signature: Signature.Selection } && graph.Moved.Contains(tensor) && graph.Reached.Contains(tensor);

    private IEnumerable<Suspect> Suspects(Tensor choice, int branch)
    {
        var (waiting, seen) = (new Stack<Tensor>([choice.Inputs[branch]]), new HashSet<Tensor>());
        while (waiting.TryPop(out var tensor) && seen.Count < MaxSteps)
        {
            if (tensor.Op is not ElementwiseOp op || !graph.Moved.Contains(tensor) || !seen.Add(tensor)) continue;
            for (var i = 0; i < tensor.Inputs.Length; i++)
            {
                if (!op.IsDifferentiable(i) || !graph.Moved.Contains(tensor.Inputs[i])) continue;
                waiting.Push(tensor.Inputs[i]);
                if (op.Info.Hints.NotFinite is not null && op.Partial(i, tensor) is var local && !IsConstant(local))
                    yield return new(choice, branch, tensor, i, Harm(choice, branch, local));
            }
        }
    }

    /// <summary>Whether a derivative is made of a written divisor alone, as that of x/2 is: it has no pole.</summary>
    private static bool IsConstant(Tensor local) =>
        local.Inputs.Length > 0 && local.Inputs.All(input => input.Op is LiteralOp { Value: not 0 });

    /// <summary>Where the branch is not taken and the derivative is not finite: only such numbers less themselves are not 0.</summary>
    private static Tensor Harm(Tensor choice, int branch, Tensor local)
    {
        var odd = Indicator(NotEqual(local - local, 0), choice);
        var (whenTaken, whenNot) = branch == 1 ? (Zero(choice), odd) : (odd, Zero(choice));
        return NotEqual(Where(choice.Inputs[0], whenTaken, whenNot).BroadcastTo(choice.Shape), 0);
    }

    private static GraphFinding Finding(Suspect suspect, int count)
    {
        var element = FirstTrue(suspect.Harm.Evaluate());
        var operand = suspect.Op.Inputs[suspect.Input];
        var value = operand.Evaluate()[ElementIndex.In(operand.Shape, element, suspect.Choice.Shape)];
        return new(FindingSeverity.Error, FindingKind.UntakenBranch, suspect.Op,
            $"{NodeLabels.MadeWithPlace(suspect.Choice)} does not take {NodeLabels.MadeWithPlace(suspect.Op)} at {count} "
            + $"of {suspect.Choice.Shape.Size} elements "
            + $"where its derivative is not finite, first at {ElementIndex.Name(element, suspect.Choice.Shape)} "
            + $"with {NodeLabels.Of(operand)} = {NodeLabels.Short(value)}: "
            + "the gradient there is 0·∞, which is NaN", Hints.ForUntaken(suspect.Op.Op));
    }

    private static int FirstTrue(TensorData mask) => mask.AsSpan<bool>().IndexOf(true);
}
