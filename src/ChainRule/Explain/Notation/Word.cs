using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>A text that stands for a tensor, and how tightly it binds.</summary>
internal readonly record struct Word(string Text, int Binding = Precedence.Atom)
{
    /// <summary>Whether it is a name, before which a number may stand as a coefficient: 2s.</summary>
    public bool IsName { get; init; }

    /// <summary>Whether it is a number, or an array of numbers.</summary>
    public bool IsNumber { get; init; }

    /// <summary>A name, as it is written in some style.</summary>
    public static Word Name(string name, string written) => new(written) { IsName = name.Length > 0 && char.IsLetter(name, 0) };

    /// <summary>A number; with a sign it binds as a negation does.</summary>
    public static Word Number(string text) => Number(text, text[0] is '-' or '−');

    /// <summary>A number as it is written in some style.</summary>
    public static Word Number(string written, bool hasSign) =>
        new(written, hasSign ? Precedence.Minus : Precedence.Atom) { IsNumber = true };
}
