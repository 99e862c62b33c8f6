using ChainRule.Explanations;

namespace ChainRule;

/// <summary>Checks derivatives against what trying finds, for functions and ops of your own; and graphs before they are trained.</summary>
public static class Check
{
    /// <summary>
    /// Looks a loss over before it is trained: for parameters to which no gradient comes or that have no values, [n, 1] against [n],
    /// choices whose other branch makes NaN, probabilities where logits are expected, labels without a class. It looks at the values that
    /// inputs have now, so give them a batch first.
    /// </summary>
    /// <param name="loss">The loss.</param>
    /// <param name="expected">The parameters that are to be trained; those that the loss is made of where none are given.</param>
    public static GraphCheck Graph(Tensor loss, IReadOnlyList<Parameter>? expected = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var graph = new CheckedGraph(loss);
        GraphFinding[] findings =
        [
            .. ValuesRule.Find(graph), .. ReachRule.Find(graph, expected ?? [.. graph.Order.OfType<Parameter>()]),
            .. BroadcastRule.Find(graph), .. LogitsRule.Find(graph), .. IndexRule.Find(graph),
        ];
        // What cannot be computed cannot be looked at.
        if (!Array.Exists(findings, finding => finding.Kind == FindingKind.Index))
            findings = [.. findings, .. new BranchRule(graph).Find()];
        return new([.. findings.OrderByDescending(finding => finding.Severity)]);
    }

    /// <summary>
    /// The same for the loss that a function builds; it is built under <see cref="Origins.Record"/>, so that lines of code are named.
    /// </summary>
    /// <param name="loss">Builds the loss.</param>
    /// <param name="expected">The parameters that are to be trained; those that the loss is made of where none are given.</param>
    public static GraphCheck Graph(Func<Tensor> loss, IReadOnlyList<Parameter>? expected = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Graph(Explain.Traced(loss), expected);
    }

    /// <summary>
    /// Checks the derivatives of f near a point: reverse mode against central differences, along random directions and, for
    /// small tensors, element by element; reverse against forward mode; and the second order likewise.
    /// </summary>
    /// <param name="f">The function; it gives a tensor of any shape.</param>
    /// <param name="at">The point, away from kinks and poles.</param>
    /// <param name="seed">What the directions are drawn from.</param>
    public static GradientCheck Gradient(Func<Tensor, Tensor> f, TensorData at, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        return new GradientTrial(f, new Parameter(at, "x"), seed).Run();
    }

    /// <summary>Checks the derivatives of f near a point, in double precision.</summary>
    /// <param name="f">The function; it gives a tensor of any shape.</param>
    /// <param name="at">The elements of the point, a vector.</param>
    /// <param name="seed">What the directions are drawn from.</param>
    public static GradientCheck Gradient(Func<Tensor, Tensor> f, double[] at, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Gradient(f, TensorData.Create<double>(at, [at.Length]), seed);
    }
}
