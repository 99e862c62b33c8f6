namespace ChainRule.Formulas;

/// <summary>One statement of a formula: <c>name = expression</c>.</summary>
/// <param name="Name">What the value is called.</param>
/// <param name="Value">The right-hand side.</param>
/// <param name="NameSpan">Where the name stands; for an implicit one, where the expression stands.</param>
/// <param name="IsImplicit">Whether the formula ends in a bare expression, so that the name was made up.</param>
public sealed record Assignment(string Name, Expression Value, TextSpan NameSpan, bool IsImplicit);

/// <summary>A formula as a syntax tree: assignments, of which the last one is the output.</summary>
public sealed class FormulaSyntax
{
    private readonly Lazy<string>? readAs;

    internal FormulaSyntax(string source, IReadOnlyList<Assignment> assignments, IReadOnlyList<string> freeNames, bool isRewritten)
    {
        Source = source;
        Assignments = assignments;
        FreeNames = freeNames;
        if (isRewritten) readAs = new(Print);
    }

    /// <summary>The statements in the order of the text; there is at least one.</summary>
    public IReadOnlyList<Assignment> Assignments { get; }

    /// <summary>The name of the last assignment.</summary>
    public string OutputName => Assignments[^1].Name;

    /// <summary>The names that no statement defines, in order of first use: the inputs and parameters.</summary>
    public IReadOnlyList<string> FreeNames { get; }

    /// <summary>The text that was parsed.</summary>
    public string Source { get; }

    /// <summary>
    /// The formula in the language's own notation, on one line, where the text is written in another: <c>x²</c> is read as <c>x^2</c>.
    /// It reads back as the same. <see langword="null"/> where there is nothing to say.
    /// </summary>
    public string? ReadAs => readAs?.Value;

    /// <summary>Reads a formula: <c>name = expression</c> statements, split by newline or <c>;</c>.</summary>
    /// <exception cref="FormulaException">The text is not a formula.</exception>
    public static FormulaSyntax Parse(string text) => Parse(text, []);

    /// <summary>Reads a formula whose values are known: a given name is never a function or a constant, and its spelling counts.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="given">The names that have values: with <c>e</c> among them, <c>e^x</c> is a power of that value, not exp(x).</param>
    /// <exception cref="FormulaException">The text is not a formula.</exception>
    public static FormulaSyntax Parse(string text, IEnumerable<string> given)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(given);
        return new FormulaParser(text, given).Parse();
    }

    private string Print() => string.Join("; ", Assignments.Select(a => a.IsImplicit ? $"{a.Value}" : $"{a.Name} = {a.Value}"));
}
