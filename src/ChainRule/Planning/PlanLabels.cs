using ChainRule.Graph;

namespace ChainRule.Planning;

/// <summary>
/// The nodes of a structure that each step of a plan computes, and the node that each buffer holds; −1 for a buffer without one.
/// </summary>
internal sealed record PlanSources(IReadOnlyList<IReadOnlyList<int>> Steps, IReadOnlyList<int> Buffers)
{
    public static PlanSources None { get; } = new([], []);
}

/// <summary>The names and origins of one of the graphs that share a structure.</summary>
/// <param name="tensors">The tensors that the structure's nodes stand for.</param>
/// <param name="updated">The variables whose new values are the plan's destinations.</param>
internal sealed class PlanLabels(IReadOnlyList<Tensor> tensors, IReadOnlyList<Variable> updated)
{
    private const int MaxOrigins = 3;

    /// <summary>The user's name for a node, if there is one.</summary>
    public string? Name(int node) => tensors[node].Name;

    /// <summary>The name of the variable that a destination is for.</summary>
    public string? Updated(int destination) => updated[destination].Name;

    /// <summary>Where in the user's code nodes came from, as far as origins were recorded: <c>LayerNorm Model.cs:12</c>.</summary>
    public string Origins(IEnumerable<int> nodes)
    {
        var places = nodes.Select(node => ChainRule.Origins.Of(tensors[node])).OfType<Origin>().Select(Text).Distinct().ToList();
        return string.Join(", ", places.Take(MaxOrigins)) + (places.Count > MaxOrigins ? $" and {places.Count - MaxOrigins} more" : "");
    }

    private static string Text(Origin origin) => origin.Within is { } within ? $"{within} {origin}" : origin.ToString();
}
