namespace ChainRule.Explanations;

/// <summary>Finds parameters to which no gradient can come, because the loss is not made of them or all ways are cut.</summary>
internal static class ReachRule
{
    private const int Named = 3;

    public static IEnumerable<GraphFinding> Find(CheckedGraph graph, IEnumerable<Parameter> expected)
    {
        var cuts = new CutEdges(graph.Order);
        var unreached = expected.Where(parameter => !parameter.IsFrozen && !graph.Reached.Contains(parameter)).ToList();
        var used = graph.Order.OfType<Parameter>().ToHashSet();
        var unused = unreached.Where(parameter => !used.Contains(parameter)).ToList();
        if (unused.Count > 0) yield return Unused(unused);
        var cut = unreached.Where(used.Contains).Select(parameter => (Parameter: parameter, Cause: cuts.Causes(parameter).First()));
        foreach (var group in cut.GroupBy(pair => pair.Cause.Node))
            yield return Cut([.. group.Select(pair => pair.Parameter)], group.First().Cause);
    }

    private static GraphFinding Unused(List<Parameter> parameters) => new(FindingSeverity.Warning, FindingKind.Unreached, parameters[0],
        $"the loss is not made of {Names(parameters)}: nothing will train {Them(parameters)}",
        $"use {Them(parameters)} in the forward pass, or freeze {Them(parameters)} or take {Them(parameters)} out of the model if that is "
        + $"meant");

    private static GraphFinding Cut(List<Parameter> parameters, GradientCause cause) =>
        new(FindingSeverity.Warning, FindingKind.Unreached, cause.Node,
        $"no gradient comes to {Names(parameters)}: {cause.Message}", $"{cause.Advice}; freeze {Them(parameters)} if that is meant");

    private static string Names(List<Parameter> parameters)
    {
        var named = string.Join(", ", parameters.Take(Named).Select(NodeLabels.Of));
        return parameters.Count > Named ? $"{named} and {parameters.Count - Named} more parameters" : named;
    }

    private static string Them(List<Parameter> parameters) => parameters.Count == 1 ? "it" : "them";
}
