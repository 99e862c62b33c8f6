using ChainRule.Explanations;
using ChainRule.Graph;

namespace ChainRule.Board;

/// <summary>A step without its words: they change with the values, the step does not.</summary>
internal sealed record PlannedStep(LessonPhase Phase, Tensor? Node = null, DerivationStep? Edge = null, int Parameter = -1);

/// <summary>The steps of a lesson, and at which of them what is found.</summary>
internal sealed class LessonPlan
{
    private readonly Dictionary<object, int>[] at = [.. Enum.GetValues<LessonPhase>().Select(_ => new Dictionary<object, int>())];
    private readonly ILookup<Tensor, DerivationStep> into;

    public LessonPlan(Derivation derivation)
    {
        into = derivation.Steps.ToLookup(edge => edge.From);
        Steps = [.. Listed(derivation)];
        for (var i = 0; i < Steps.Count; i++)
            if ((Steps[i].Edge ?? (object?)Steps[i].Node) is { } about) at[(int)Steps[i].Phase][about] = i;
    }

    public IReadOnlyList<PlannedStep> Steps { get; }

    /// <summary>The edges along which the gradient of a tensor comes together, in order.</summary>
    public IEnumerable<DerivationStep> Into(Tensor tensor) => into[tensor];

    /// <summary>The step at which a result is computed; leaves are given.</summary>
    public int Computed(Tensor tensor) => at[(int)LessonPhase.Forward].GetValueOrDefault(tensor);

    /// <summary>The step at which something is found of a tensor or an edge; beyond the last where it never is.</summary>
    public int Of(LessonPhase phase, object about) => at[(int)phase].GetValueOrDefault(about, int.MaxValue);

    /// <summary>The step at which the local derivative of an edge has its number.</summary>
    public int Numbered(DerivationStep edge) =>
        at[(int)LessonPhase.Numbers].TryGetValue(edge, out var step) ? step : Of(LessonPhase.Local, edge);

    /// <summary>The step at which an edge's part counts in the gradient.</summary>
    public int Counted(DerivationStep edge) => Of(edge.Merges ? LessonPhase.Accumulate : LessonPhase.Multiply, edge);

    private static IEnumerable<PlannedStep> Listed(Derivation derivation)
    {
        yield return new(LessonPhase.Given);
        foreach (var result in derivation.Results) yield return new(LessonPhase.Forward, result);
        yield return new(LessonPhase.Seed, derivation.Output);
        foreach (var edge in derivation.Steps)
        {
            yield return new(LessonPhase.Local, Edge: edge);
            if (HasNames(edge.Local)) yield return new(LessonPhase.Numbers, Edge: edge);
            yield return new(LessonPhase.Multiply, Edge: edge);
            if (edge.Merges) yield return new(LessonPhase.Accumulate, Edge: edge);
        }
        for (var i = 0; i < derivation.Wrt.Count; i++) yield return new(LessonPhase.Meaning, derivation.Wrt[i], Parameter: i);
        for (var i = 0; i < derivation.Wrt.Count; i++) yield return new(LessonPhase.Update, derivation.Wrt[i], Parameter: i);
        yield return new(LessonPhase.After, derivation.Output);
    }

    /// <summary>Whether there are numbers to put in: whether a formula is more than a number.</summary>
    private static bool HasNames(Tensor? formula) => formula is { Name: not null } or { Inputs.Length: > 0 };
}
