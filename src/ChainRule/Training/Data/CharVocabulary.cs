using System.Text;

namespace ChainRule.Training;

/// <summary>
/// The characters of a text, each with a number: its place in their sorted order. A character is a Unicode scalar value. To save a
/// vocabulary, save <see cref="Characters"/>.
/// </summary>
public sealed class CharVocabulary
{
    private const int MaxNamed = 10;
    private readonly Rune[] characters;
    private readonly Dictionary<Rune, ushort> numbers;
    private readonly Rune? replacement;

    /// <summary>A vocabulary of the characters that <paramref name="text"/> has.</summary>
    /// <param name="text">A text, or the saved <see cref="Characters"/>.</param>
    /// <param name="replacement">One of them that unknown characters are replaced by; without it they are an error.</param>
    /// <exception cref="ArgumentException">
    /// There is no character, more than 65,536 different ones, or the replacement is not among them.
    /// </exception>
    public CharVocabulary(string text, Rune? replacement = null) : this(Checked(text).EnumerateRunes(), replacement) { }

    internal CharVocabulary(IEnumerable<Rune> text, Rune? replacement)
    {
        characters = [.. text.Distinct().Order()];
        if (characters.Length is 0 or > ushort.MaxValue + 1)
            throw new ArgumentException($"a vocabulary has 1 to {ushort.MaxValue + 1} characters, not {characters.Length}", nameof(text));
        numbers = Enumerable.Range(0, characters.Length).ToDictionary(i => characters[i], i => (ushort)i);
        this.replacement = replacement;
        if (replacement is { } rune && !numbers.ContainsKey(rune))
            throw new ArgumentException($"the replacement {Name(rune)} is not in the vocabulary", nameof(replacement));
    }

    /// <summary>How many characters there are.</summary>
    public int Count => characters.Length;

    /// <summary>All characters in their order: the one with the number 0 first.</summary>
    public string Characters => string.Concat(characters);

    /// <summary>The numbers of a text's characters.</summary>
    /// <exception cref="ArgumentException">A character is unknown, and there is no replacement; the message names up to ten.</exception>
    public long[] Encode(string text)
    {
        var runes = Checked(text).EnumerateRunes().ToList();
        if (Unknown(runes) is { } problem) throw new ArgumentException(problem, nameof(text));
        return [.. runes.Select(rune => (long)NumberOf(rune))];
    }

    /// <summary>The text of characters with the given numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no character with a number.</exception>
    public string Decode(params ReadOnlySpan<long> numbers)
    {
        var text = new StringBuilder(numbers.Length);
        foreach (var number in numbers)
            text.Append(
                (ulong)number < (ulong)Count
                    ? characters[number]
                    : throw new ArgumentOutOfRangeException(nameof(numbers), number, $"the characters have the numbers 0 to {Count - 1}"));
        return text.ToString();
    }

    /// <summary>What is to be said of characters that have no number; nothing where all have, or are replaced.</summary>
    internal string? Unknown(IEnumerable<Rune> text)
    {
        if (replacement is not null) return null;
        var unknown = text.Distinct().Where(rune => !numbers.ContainsKey(rune)).Order().ToList();
        if (unknown.Count == 0) return null;
        var more = unknown.Count > MaxNamed ? $" and {unknown.Count - MaxNamed} more" : "";
        return $"the vocabulary of {Count} characters does not have {string.Join(", ", unknown.Take(MaxNamed).Select(Name))}{more}";
    }

    /// <summary>The number of a character that is known, or else of what replaces it.</summary>
    internal ushort NumberOf(Rune rune) => numbers.TryGetValue(rune, out var number) ? number : numbers[replacement!.Value];

    private static string Checked(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text;
    }

    private static string Name(Rune rune) => Rune.IsControl(rune) ? $"U+{rune.Value:X4}" : $"'{rune}' (U+{rune.Value:X4})";
}
