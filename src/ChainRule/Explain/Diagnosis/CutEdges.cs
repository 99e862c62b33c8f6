using ChainRule.Differentiation;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>Finds the edges at which all ways from a parameter to the loss end.</summary>
/// <param name="order">Every tensor that the loss is made of, inputs first.</param>
internal sealed class CutEdges(IReadOnlyList<Tensor> order)
{
    private const int Told = 4;

    /// <summary>Why no gradient arrives at a parameter.</summary>
    public IEnumerable<GradientCause> Causes(Parameter parameter)
    {
        if (!order.Contains(parameter)) return [NotUsed(parameter)];
        var moved = new HashSet<Tensor> { parameter };
        var causes = new List<GradientCause>();
        foreach (var tensor in order)
        {
            for (var i = 0; i < tensor.Inputs.Length; i++)
            {
                if (!moved.Contains(tensor.Inputs[i])) continue;
                if (ReverseWalk.Passes(tensor, i)) moved.Add(tensor);
                else if (causes.Count < Told) causes.Add(Cut(tensor, i));
            }
        }
        return causes;
    }

    private static GradientCause NotUsed(Parameter parameter) => new(GradientCauseKind.NotUsed, parameter,
        $"the loss is not made of {NodeLabels.Of(parameter)}: no op that leads to the loss reads it",
        "use it in the forward pass, or take it out of the model; a new array in its place, or a branch that is not run, are common "
        + "reasons");

    private static GradientCause Cut(Tensor of, int input) => new(GradientCauseKind.CutEdge, of,
        $"{NodeLabels.MadeWithPlace(of)} passes no gradient on to {Operand(of, input)} ({RuleText.Of(of, input)})", Advice(of));

    private static string Operand(Tensor of, int input) =>
        of.Op is ElementwiseOp { Signature: Signature.Selection } && input == 0
            ? $"its condition, {NodeLabels.Of(of.Inputs[0])}"
            : NodeLabels.Of(of.Inputs[input]);

    private static string Advice(Tensor of) => of.Op.Info.Hints.Cut ?? of.Op switch
    {
        IndexOp or ElementwiseOp { Signature: Signature.Comparison } => Ops.Remedies.SmoothInstead,
        ElementwiseOp { Signature: Signature.Selection } =>
            "a condition only chooses; mix with Sigmoid(…) where the choice itself is to be learned",
        ElementwiseOp => "pass the gradient straight through: CustomOp.WithGradient(\"…\", f, (x, y, gradient) => gradient)",
        _ => "let the loss depend on the parameter by another way as well",
    };
}
