namespace ChainRule.Formulas;

/// <summary>What a name without a value was perhaps meant as: <c>wx</c> as <c>w*x</c>. It is offered, never read so.</summary>
/// <param name="Name">The name as it stands in the formula.</param>
/// <param name="Instead">What to write for it.</param>
/// <param name="Formula">The whole formula with that written in it.</param>
public sealed record NameOffer(string Name, string Instead, string Formula);

/// <summary>Finds products and calls that were written as one name.</summary>
public static class NameOffers
{
    private const int LongestName = 16;
    private const int MostOffers = 3;

    /// <summary>
    /// An offer for each name without a value that consists of other names of the formula or of given ones, of two letters, or of a
    /// function and a letter: <c>w*x</c> for <c>wx</c>, <c>sin(x)</c> for <c>sinx</c>. At most three, in order of first use.
    /// </summary>
    /// <param name="formula">The formula.</param>
    /// <param name="given">The names that have values.</param>
    public static IReadOnlyList<NameOffer> Of(Formula formula, IEnumerable<string> given)
    {
        ArgumentNullException.ThrowIfNull(formula);
        var values = new HashSet<string>(given);
        HashSet<string> known = [.. values, .. formula.Syntax.Assignments.Select(a => a.Name), .. formula.FreeNames, "pi", "π"];
        return [.. formula.FreeNames.Where(name => !values.Contains(name))
            .Select(name => (Name: name, Instead: Parts(name, known)))
            .Where(offer => offer.Instead != null)
            .Take(MostOffers) // each is written into the whole text
            .Select(offer => new NameOffer(offer.Name, offer.Instead!, Written(formula.Syntax, offer.Name, offer.Instead!)))];
    }

    /// <summary>What to say of names without a value besides "give it": begins with "; ", or is empty.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="given">The names that have values.</param>
    public static string Advice(Formula formula, IEnumerable<string> given)
    {
        ArgumentNullException.ThrowIfNull(formula);
        var values = new HashSet<string>(given);
        var missing = formula.FreeNames.Where(name => !values.Contains(name)).ToList();
        var last = formula.Syntax.Assignments[^1];
        return last is { IsImplicit: true, Value: Binary { Operator: BinaryOperator.Equal, Left: Name left } }
                && missing.Contains(left.Text) ? $"; '==' compares: to name the result write {left.Text} = …"
            : missing.Contains("e") ? "; for the number e write exp(1)"
            : missing.Contains("T") ? "; for the transpose write W.T"
            : missing.Find(FormulaFunctions.Knows) is { } function ? $"; {function} is also a function: write {function}(…) to call it"
            : Of(formula, values) is [var offer, ..] ? $"; if {offer.Name} means {offer.Instead}, write it so"
            : "";
    }

    private static string? Parts(string name, HashSet<string> known)
    {
        if (name.Length is < 2 or > LongestName || NameStyle.IsGreekWord(name)) return null;
        for (var i = name.Length - 1; i > 1; i--)
            if (NameBook.IsElementary(name[..i]) && IsNameOrLetter(name[i..])) return $"{name[..i]}({name[i..]})";
        return Product(name, part => part != name && known.Contains(part)) ?? Product(name, IsLetter) switch
        {
            { } letters when letters.Count(c => c == '*') == 1 => letters,
            _ => null,
        };

        bool IsNameOrLetter(string part) => known.Contains(part) || IsLetter(part);
    }

    // One letter with digits behind it: x, w1, w₁.
    private static bool IsLetter(string part) =>
        char.IsLetter(part[0]) && part.Skip(1).All(c => char.IsAsciiDigit(c) || c is >= '₀' and <= '₉');

    /// <summary>The name as a product of parts, the longest first; null if it is none.</summary>
    private static string? Product(string name, Func<string, bool> isPart)
    {
        var products = new string?[name.Length + 1];
        products[name.Length] = "";
        for (var start = name.Length - 1; start >= 0; start--)
            for (var end = name.Length; end > start && products[start] is null; end--)
                if (products[end] is { } rest && (start > 0 || end < name.Length) && isPart(name[start..end]))
                    products[start] = rest.Length == 0 ? name[start..end] : $"{name[start..end]}*{rest}";
        return products[0];
    }

    private static string Written(FormulaSyntax syntax, string name, string instead)
    {
        var text = syntax.Source;
        var uses = syntax.Assignments.SelectMany(a => a.Value.PostOrder()).OfType<Name>().Where(use => use.Text == name);
        foreach (var span in uses.Select(use => use.Span).OrderByDescending(span => span.Start))
        {
            // The span may have parentheses around the name, and the text another spelling of it.
            var start = text.IndexOf(name, span.Start, span.Length, StringComparison.Ordinal);
            if (start < 0) continue;
            var isDivisor = text.AsSpan(0, start).TrimEnd() is [.., '/' or '^'];
            text = $"{text[..start]}{(isDivisor ? $"({instead})" : instead)}{text[(start + name.Length)..]}";
        }
        return text;
    }
}
