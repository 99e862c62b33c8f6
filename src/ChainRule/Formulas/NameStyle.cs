namespace ChainRule.Formulas;

/// <summary>How names are printed: <c>yhat</c> as ŷ, <c>alpha</c> as α, <c>w1</c> as w₁.</summary>
public static class NameStyle
{
    private const string GreekWords =
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega " +
        "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega";

    // In the order of the words; only those capitals that do not look Latin.
    private const string GreekLetters = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ";

    private static readonly Dictionary<string, string> Greek =
        GreekWords.Split(' ').Zip(GreekLetters).ToDictionary(pair => pair.First, pair => pair.Second.ToString());

    private static readonly Dictionary<string, string> Words = Greek.ToDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly (string Word, string Mark, string Plain, string Composed)[] Accents =
    [
        ("hat", "\u0302", "aceghijosuwyzACEGHIJOSUWYZ", "âĉêĝĥîĵôŝûŵŷẑÂĈÊĜĤÎĴÔŜÛŴŶẐ"),
        ("bar", "\u0304", "aeiouygAEIOUYG", "āēīōūȳḡĀĒĪŌŪȲḠ"),
        ("tilde", "\u0303", "aeinouvyAEINOUVY", "ãẽĩñõũṽỹÃẼĨÑÕŨṼỸ"),
    ];

    /// <summary>The name as a mathematician would write it.</summary>
    public static string Display(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Join('_', name.Split('_').Select(DisplayPart));
    }

    /// <summary>The name as it was typed.</summary>
    public static string Ascii(string name) => name;

    /// <summary>What a part of a name between underscores is made of: theta12' is θ, 12 and a prime.</summary>
    internal static NamePart Parse(string part)
    {
        var withoutPrimes = part.TrimEnd('\'');
        var letters = withoutPrimes.TrimEnd("0123456789".ToCharArray());
        if (letters.Length == 0) return new(part, null, "", "");
        var (below, accent) = Accented(letters);
        return new(Letter(below), accent, withoutPrimes[letters.Length..], part[withoutPrimes.Length..]);
    }

    /// <summary>The word of a Greek letter; <see langword="null"/> for other letters.</summary>
    internal static string? GreekWord(string letter) => Words.GetValueOrDefault(letter);

    /// <summary>Whether a word names a Greek letter: alpha, Sigma.</summary>
    internal static bool IsGreekWord(string word) => Greek.ContainsKey(word);

    private static string DisplayPart(string text)
    {
        var part = Parse(text);
        return WithAccent(part) + string.Concat(part.Digits.Select(Subscript)) + part.Primes;
    }

    private static string WithAccent(NamePart part)
    {
        if (part.Accent is null) return part.Letters;
        var (_, mark, plain, composed) = Array.Find(Accents, accent => accent.Word == part.Accent);
        var known = part.Letters.Length == 1 ? plain.IndexOf(part.Letters[0], StringComparison.Ordinal) : -1;
        return known >= 0 ? composed[known].ToString() : part.Letters + mark;
    }

    private static (string Below, string? Accent) Accented(string letters)
    {
        foreach (var (word, mark, plain, composed) in Accents)
        {
            if (letters.Length == 1 && composed.IndexOf(letters[0], StringComparison.Ordinal) is >= 0 and var known)
                return (plain[known].ToString(), word);
            if ((Below(letters, word) ?? Below(letters, mark)) is { } below) return (below, word);
        }

        return (letters, null);
    }

    // The one letter that a word or mark stands on.
    private static string? Below(string letters, string accent) =>
        letters.EndsWith(accent, StringComparison.Ordinal) && letters[..^accent.Length] is var below
        && (below.Length == 1 || Greek.ContainsKey(below)) ? below : null;

    private static string Letter(string word) => Greek.GetValueOrDefault(word, word);

    private static char Subscript(char digit) => (char)('₀' + (digit - '0'));
}

/// <summary>A part of a name: letters, an accent on them (hat, bar or tilde), digits below, primes.</summary>
internal readonly record struct NamePart(string Letters, string? Accent, string Digits, string Primes);
