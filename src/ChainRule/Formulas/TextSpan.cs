namespace ChainRule.Formulas;

/// <summary>A place in a source text, in UTF-16 characters.</summary>
/// <param name="Start">The index of the first character.</param>
/// <param name="Length">How many characters; 0 for a place between two characters.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>The index just behind the last character.</summary>
    public int End => Start + Length;

    /// <summary>The span from the start of this one to the end of <paramref name="last"/>.</summary>
    public TextSpan To(TextSpan last) => new(Start, last.End - Start);
}
