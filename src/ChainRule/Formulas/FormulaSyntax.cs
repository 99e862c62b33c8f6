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
    internal FormulaSyntax(string source, IReadOnlyList<Assignment> assignments, IReadOnlyList<string> freeNames)
    {
        Source = source;
        Assignments = assignments;
        FreeNames = freeNames;
    }

    /// <summary>The statements in the order of the text; there is at least one.</summary>
    public IReadOnlyList<Assignment> Assignments { get; }

    /// <summary>The name of the last assignment.</summary>
    public string OutputName => Assignments[^1].Name;

    /// <summary>The names that no statement defines, in order of first use: the inputs and parameters.</summary>
    public IReadOnlyList<string> FreeNames { get; }

    /// <summary>The text that was parsed.</summary>
    public string Source { get; }

    /// <summary>Reads a formula: <c>name = expression</c> statements, split by newline or <c>;</c>.</summary>
    /// <exception cref="FormulaException">The text is not a formula.</exception>
    public static FormulaSyntax Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new FormulaParser(text).Parse();
    }
}
