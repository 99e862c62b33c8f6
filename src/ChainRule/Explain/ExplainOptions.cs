using ChainRule.Formulas;

namespace ChainRule;

/// <summary>Whether a text is coloured, and for which background.</summary>
public enum ExplainColors
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>For a dark background.</summary>
    OnDark,

    /// <summary>For a light background.</summary>
    OnLight,
}

/// <summary>What to explain, and how to write it.</summary>
public sealed record ExplainOptions
{
    /// <summary>What to differentiate by; all parameters that the output is made of where nothing is given.</summary>
    public IReadOnlyList<Tensor> Wrt { get; init; } = [];

    /// <summary>How far the step goes that is tried at the end.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Whether the text does without signs such as ∂, · and ŷ.</summary>
    public bool Ascii { get; init; }

    /// <summary>The colours of the text: forward green, local orange, chain blue.</summary>
    public ExplainColors Colors { get; init; }

    /// <summary>The most bytes of all values of the explanation together: results, local derivatives, gradients.</summary>
    public long MaxBytes { get; init; } = FormulaLimits.MaxBytes;

    /// <summary>How many columns the text may take before the forward and the backward pass stand below each other.</summary>
    public int Width { get; init; } = 100;
}
