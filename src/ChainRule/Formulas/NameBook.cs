namespace ChainRule.Formulas;

/// <summary>
/// The names of a formula. Two spellings that print alike, such as yhat and ŷ, are one name: it is spelled as the values are, or else as it
/// stands first in the text.
/// </summary>
internal sealed class NameBook
{
    private static readonly HashSet<string> Elementary =
    [
        "sin", "cos", "tan", "asin", "acos", "atan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "exp", "log", "ln", "sqrt",
        "sigmoid", "relu", "softmax",
    ];

    private readonly HashSet<string> values = [];
    private readonly Dictionary<string, string> spellings = [];
    private readonly Dictionary<string, string> spellingOfPrinted = [];
    private readonly Dictionary<string, IReadOnlyList<string>> definitions = [];

    /// <param name="given">The names that have values outside the formula.</param>
    public NameBook(IEnumerable<string> given)
    {
        foreach (var name in given)
        {
            spellings[name] = name;
            spellingOfPrinted.TryAdd(NameStyle.Display(name), name);
            values.Add(name);
        }
    }

    /// <summary>The one spelling of a name.</summary>
    public string SpellingOf(string typed)
    {
        if (spellings.TryGetValue(typed, out var known)) return known;
        var printed = NameStyle.Display(typed);
        if (!spellingOfPrinted.TryGetValue(printed, out var first)) spellingOfPrinted[printed] = first = typed;
        return spellings[typed] = first;
    }

    /// <summary>Whether a name is given or assigned, so that it is neither a function nor a constant.</summary>
    public bool IsValue(string name) => values.Contains(name);

    /// <summary>Whether a name that stands without an argument can only be a function whose argument is missing.</summary>
    public bool IsElementaryFunction(string name) => IsElementary(name) && !IsValue(name);

    /// <summary>Whether a name means a function to everybody, as sin does and step does not.</summary>
    public static bool IsElementary(string name) => Elementary.Contains(name);

    /// <summary>Whether a name that an operand follows is a function of it, as in sin x.</summary>
    public bool IsFunction(string name) => FormulaFunctions.Knows(name) && !IsValue(name);

    public void Assign(string name) => values.Add(name);

    /// <summary>Notes that f was defined as f(x, …).</summary>
    public void Define(string name, IReadOnlyList<string> parameters) => definitions[name] = parameters;

    /// <summary>The names x, … where f was defined as f(x, …).</summary>
    public IReadOnlyList<string>? ParametersOf(string name) => definitions.GetValueOrDefault(name);
}
