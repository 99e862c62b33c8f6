using System.IO.Enumeration;

namespace ChainRule.Networks;

/// <summary>
/// Optimizers for some parameters each, chosen by name: <c>new ParameterGroups(new AdamW(0.02), ("*.bias", new AdamW(0.04, WeightDecay:
/// 0)))</c>. A schedule moves the rate of each group.
/// </summary>
/// <param name="Default">The optimizer of parameters that no pattern matches; its rate is the rate that a training shows.</param>
/// <param name="Groups">
/// Patterns of whole names, in which * stands for any characters and ? for one, each with its optimizer. The first that matches counts.
/// </param>
public sealed record ParameterGroups(Optimizer Default, params IReadOnlyList<(string Pattern, Optimizer Optimizer)> Groups)
    : Optimizer(Default.LearningRate)
{
    /// <inheritdoc/>
    protected internal override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory) =>
        Of(parameter.Name ?? "").Next(parameter, gradient, memory);

    /// <inheritdoc/>
    internal override void CheckNames(IReadOnlyList<string> names)
    {
        foreach (var (pattern, _) in Groups)
            if (!names.Any(name => Matches(pattern, name)))
                throw new ArgumentException($"no parameter's name matches '{pattern}'; there are {string.Join(", ", names)}");
        foreach (var optimizer in Groups.Select(group => group.Optimizer).Append(Default)) optimizer.CheckNames(names);
    }

    private Optimizer Of(string name)
    {
        foreach (var (pattern, optimizer) in Groups)
            if (Matches(pattern, name)) return optimizer;
        return Default;
    }

    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
