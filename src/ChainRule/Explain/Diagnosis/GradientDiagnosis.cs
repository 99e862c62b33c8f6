using ChainRule.Explanations;

namespace ChainRule;

/// <summary>How a gradient is.</summary>
public enum GradientState
{
    /// <summary>It is there, finite, and of a size to learn by.</summary>
    Fine,

    /// <summary>All of its elements are 0.</summary>
    Zero,

    /// <summary>
    /// To move w by its own size would hardly change the loss: ‖∂L/∂w‖·‖w‖ is below 10⁻⁵·max(|L|, 1). Elements count as at least 0.01.
    /// </summary>
    Tiny,

    /// <summary>
    /// A step of gradient descent at rate 0.001 would move w by more than its own size: ‖∂L/∂w‖ is above 1000·‖w‖. Elements count as at
    /// least 0.1.
    /// </summary>
    Huge,

    /// <summary>An element of it, or the loss, is infinite or not a number.</summary>
    NotFinite,

    /// <summary>No way that passes a gradient leads from the loss to the parameter.</summary>
    NotReached,

    /// <summary>It would be fine, but the parameter is frozen.</summary>
    Frozen,
}

/// <summary>What makes a gradient other than fine.</summary>
public enum GradientCauseKind
{
    /// <summary>The loss is not made of the parameter.</summary>
    NotUsed,

    /// <summary>An op through which no gradient passes: a comparison, a place, a rounding, a held value.</summary>
    CutEdge,

    /// <summary>The parameter is frozen.</summary>
    Frozen,

    /// <summary>Activations that lie where they are flat.</summary>
    Saturated,

    /// <summary>A choice that takes the other operand.</summary>
    OtherBranch,

    /// <summary>A product whose other factor is 0.</summary>
    ZeroFactor,

    /// <summary>An error that is exactly 0, so that there is nothing to learn.</summary>
    NoError,

    /// <summary>Parts that add up to nothing.</summary>
    Cancelled,

    /// <summary>A magnitude that falls on the way.</summary>
    Shrinks,

    /// <summary>A magnitude that rises on the way.</summary>
    Grows,

    /// <summary>A leaf that holds infinite numbers or NaN.</summary>
    GivenNotFinite,

    /// <summary>An op that makes an infinite number or NaN of finite ones.</summary>
    ValueNotFinite,

    /// <summary>An op whose derivative is infinite or NaN where its value is finite.</summary>
    SlopeNotFinite,

    /// <summary>An infinite derivative in a branch that is not taken: 0·∞ is NaN.</summary>
    UntakenBranch,
}

/// <summary>One cause, at one tensor.</summary>
/// <param name="Kind">What kind it is of.</param>
/// <param name="Node">The tensor where it happens.</param>
/// <param name="Message">What happens, with numbers.</param>
/// <param name="Advice">What helps.</param>
public sealed record GradientCause(GradientCauseKind Kind, Tensor Node, string Message, string Advice)
{
    /// <summary>Where the tensor was made, if that is known.</summary>
    public Origin? Origin => Origins.Of(Node);

    /// <summary>The message and the advice.</summary>
    public override string ToString() => $"{Message}; {Advice}";
}

/// <summary>A tensor on the way of the gradient from the loss to the parameter.</summary>
/// <param name="Node">The tensor.</param>
/// <param name="Value">The root of the mean square of its elements.</param>
/// <param name="Cotangent">‖∂L/∂node‖, the root of the sum of squares.</param>
/// <param name="Factor">That, divided by the one before, nearer to the loss; NaN for the loss.</param>
public sealed record GradientPathRow(Tensor Node, double Value, double Cotangent, double Factor);

/// <summary>
/// Why the gradient of a parameter is as it is, found in the very graph that computes it. <see cref="ToString()"/> says it for people.
/// </summary>
public sealed class GradientDiagnosis
{
    internal GradientDiagnosis() { }

    /// <summary>The loss.</summary>
    public required Tensor Loss { get; init; }

    /// <summary>The loss's value.</summary>
    public required double LossValue { get; init; }

    /// <summary>The parameter.</summary>
    public required Parameter Parameter { get; init; }

    /// <summary>How its gradient is.</summary>
    public required GradientState State { get; init; }

    /// <summary>‖∂L/∂w‖, the root of the sum of the squares of its finite elements.</summary>
    public required double Norm { get; init; }

    /// <summary>The part of its elements that are 0, from 0 to 1.</summary>
    public required double ZeroShare { get; init; }

    /// <summary>What makes it so, the most telling first; none where it is fine.</summary>
    public required IReadOnlyList<GradientCause> Causes { get; init; }

    /// <summary>The way that brings most of the gradient, from the loss back; empty where none does.</summary>
    public required IReadOnlyList<GradientPathRow> Path { get; init; }

    /// <summary>The text for a terminal.</summary>
    public override string ToString() => ToString(new ExplainOptions());

    /// <summary>The text for a terminal; with <see cref="ExplainOptions.Ascii"/> in the signs that every terminal has.</summary>
    public string ToString(ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var text = new DiagnosisText(this, options.Width).Write();
        return options.Ascii ? FormulaNotation.Ascii.Sentence(text) : text;
    }
}
