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

    // A part is letters, digits and primes: theta12' is θ₁₂'.
    private static string DisplayPart(string part)
    {
        var withoutPrimes = part.TrimEnd('\'');
        var letters = withoutPrimes.TrimEnd("0123456789".ToCharArray());
        if (letters.Length == 0) return part;
        var digits = withoutPrimes[letters.Length..];
        return DisplayLetters(letters) + string.Concat(digits.Select(Subscript)) + part[withoutPrimes.Length..];
    }

    private static string DisplayLetters(string letters)
    {
        foreach (var (word, mark, plain, composed) in Accents)
        {
            if (!letters.EndsWith(word, StringComparison.Ordinal)) continue;
            var below = letters[..^word.Length];
            var known = below.Length == 1 ? plain.IndexOf(below[0], StringComparison.Ordinal) : -1;
            if (known >= 0) return composed[known].ToString();
            if (below.Length == 1 || Greek.ContainsKey(below)) return Letter(below) + mark;
        }

        return Letter(letters);
    }

    private static string Letter(string word) => Greek.GetValueOrDefault(word, word);

    private static char Subscript(char digit) => (char)('₀' + (digit - '0'));
}
