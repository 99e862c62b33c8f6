using System.Text;

namespace ChainRule.Explanations;

/// <summary>
/// A formula that was written, with the places of its numbers. As long as each has the sign that it had, other numbers need the same
/// parentheses, and the formula is written again by putting them in.
/// </summary>
internal sealed class FormulaPattern(FormulaPattern.Part[] parts)
{
    /// <summary>A piece of the formula.</summary>
    /// <param name="Text">What was written.</param>
    /// <param name="Of">The tensor whose number it is; <see langword="null"/> for what does not change.</param>
    /// <param name="Binding">How tightly it binds: a sign binds less.</param>
    public readonly record struct Part(string Text, Tensor? Of = null, int Binding = 0);

    /// <summary>The formula with the words of now, or <see langword="null"/> where one binds otherwise than it did.</summary>
    public string? With(Func<Tensor, Word?> words)
    {
        var text = new StringBuilder();
        foreach (ref readonly var part in parts.AsSpan())
        {
            if (part.Of is null) text.Append(part.Text);
            else if (words(part.Of) is { } word && word.Binding == part.Binding) text.Append(word.Text);
            else return null;
        }
        return text.ToString();
    }
}
