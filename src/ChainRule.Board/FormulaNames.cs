using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>Says why a name cannot be used with a formula.</summary>
public static class FormulaNames
{
    /// <summary>What is wrong with a name that is not allowed, and which names are.</summary>
    /// <param name="name">The name that was given.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="allowed">The names that could be given.</param>
    /// <param name="kind">What such a name is: a name, a parameter.</param>
    public static string Unknown(string name, Formula formula, IReadOnlyCollection<string> allowed, string kind)
    {
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentNullException.ThrowIfNull(allowed);
        var names = $"its {kind}{(allowed.Count == 1 ? " is" : "s are")} {string.Join(", ", allowed)}";
        if (formula.Syntax.Assignments.Any(a => a.Name == name && !a.IsImplicit))
            return $"{name} is computed by the formula, so it is not given; {names}";
        var closest = Suggest.Closest(name, allowed) is { } meant ? $"; did you mean {meant}?" : ";";
        return $"the formula has no {kind} {name}{closest} {(allowed.Count == 0 ? $"it has no {kind} at all" : names)}"
            + Offer(name, formula);
    }

    // With w given and no w in the formula, wx may have been meant as w*x.
    private static string Offer(string name, Formula formula) =>
        NameOffers.Of(formula, [name]).FirstOrDefault(offer => offer.Instead.Split('*').Contains(name)) is { } offer
            ? $"; if {offer.Name} means {offer.Instead}, write it so"
            : "";
}
