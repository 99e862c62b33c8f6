using ChainRule.Explanations;

namespace ChainRule;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>It is probably not what was meant.</summary>
    Warning,

    /// <summary>Training will fail, or give NaN.</summary>
    Error,
}

/// <summary>What a check of a graph can find.</summary>
public enum FindingKind
{
    /// <summary>A parameter to which no gradient can come.</summary>
    Unreached,

    /// <summary>A parameter without values.</summary>
    Uninitialized,

    /// <summary>A parameter or an input that holds NaN.</summary>
    NotFinite,

    /// <summary>Predictions and targets that broadcast against each other: n of each make n² errors.</summary>
    Broadcast,

    /// <summary>A choice whose branch that is not taken makes the gradient NaN.</summary>
    UntakenBranch,

    /// <summary>Probabilities given to a loss that expects logits or their logarithms.</summary>
    Probabilities,

    /// <summary>An index, such as a label, that has no place on its axis, or only counted from the end.</summary>
    Index,
}

/// <summary>Something in a graph that will go wrong, or is probably not what was meant.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Node">The tensor where it is.</param>
/// <param name="Message">What it is, with names and numbers.</param>
/// <param name="Advice">What helps.</param>
public sealed record GraphFinding(FindingSeverity Severity, FindingKind Kind, Tensor Node, string Message, string Advice)
{
    /// <summary>Where the tensor was made, if that is known.</summary>
    public Origin? Origin => Origins.Of(Node);

    /// <summary>Severity, message and advice.</summary>
    public override string ToString() => $"{(Severity == FindingSeverity.Error ? "error" : "warning")}: {Message}; {Advice}";
}

/// <summary>What a check of a graph found.</summary>
/// <param name="Findings">The findings, errors first; none for a graph that seems healthy.</param>
public sealed record GraphCheck(IReadOnlyList<GraphFinding> Findings)
{
    private const int Width = 100;

    /// <summary>Whether nothing was found.</summary>
    public bool Passed => Findings.Count == 0;

    /// <summary>Throws where there is an error; warnings do not count.</summary>
    /// <exception cref="InvalidOperationException">There is an error; the message says which.</exception>
    public void ThrowIfFailed()
    {
        if (Findings.Any(finding => finding.Severity == FindingSeverity.Error))
            throw new InvalidOperationException($"the graph cannot be trained. {this}");
    }

    /// <summary>The findings for a terminal, each with what helps.</summary>
    public override string ToString() => Passed
        ? "the graph seems healthy"
        : string.Join('\n',
            Findings.SelectMany(
                finding => Paragraph.Lines(finding.Severity == FindingSeverity.Error ? "error" : "warning", finding.Message, Width)
            .Concat(Paragraph.Lines("try", finding.Advice, Width))));
}
