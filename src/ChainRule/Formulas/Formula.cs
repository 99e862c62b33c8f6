namespace ChainRule.Formulas;

/// <summary>A formula that has been read and can be made into a graph, as often as wanted, with other tensors for its names.</summary>
public sealed class Formula
{
    private Formula(FormulaSyntax syntax) => Syntax = syntax;

    /// <summary>The formula as a syntax tree.</summary>
    public FormulaSyntax Syntax { get; }

    /// <summary>The names that no statement defines, in order of first use: the inputs and parameters.</summary>
    public IReadOnlyList<string> FreeNames => Syntax.FreeNames;

    /// <summary>The name of the last assignment.</summary>
    public string OutputName => Syntax.OutputName;

    /// <inheritdoc cref="FormulaSyntax.ReadAs"/>
    public string? ReadAs => Syntax.ReadAs;

    /// <summary>Reads a formula: <c>name = expression</c> statements, split by newline or <c>;</c>; the last is the output.</summary>
    /// <exception cref="FormulaException">The text is not a formula.</exception>
    public static Formula Parse(string text) => new(FormulaSyntax.Parse(text));

    /// <inheritdoc cref="FormulaSyntax.Parse(string, IEnumerable{string})"/>
    public static Formula Parse(string text, IEnumerable<string> given) => new(FormulaSyntax.Parse(text, given));

    /// <summary>The output as an expression of the tensors that stand for the free names.</summary>
    /// <param name="bindings">A tensor for each free name; all of one dtype, which the formula's numbers take on.</param>
    /// <param name="maxBytes">
    /// The most bytes of all results together, since a short formula can ask for more than a machine has. Whether a run holds all of them
    /// at once depends on what is asked for: an explanation does, an evaluation as a rule does not.
    /// </param>
    /// <exception cref="FormulaException">
    /// A name has no tensor, a function is unknown, shapes do not fit, or results are too large; it gives the place.
    /// </exception>
    public Tensor Build(IReadOnlyDictionary<string, Tensor> bindings, long maxBytes = FormulaLimits.MaxBytes) =>
        BuildAll(bindings, maxBytes)[OutputName];

    /// <summary>The value of every statement by its name, and the tensors of the free names.</summary>
    /// <param name="bindings">A tensor for each free name; all of one dtype, which the formula's numbers take on.</param>
    /// <param name="maxBytes">The most bytes of all results together.</param>
    /// <exception cref="FormulaException">
    /// A name has no tensor, a function is unknown, shapes do not fit, or results are too large; it gives the place.
    /// </exception>
    public IReadOnlyDictionary<string, Tensor> BuildAll(IReadOnlyDictionary<string, Tensor> bindings,
        long maxBytes = FormulaLimits.MaxBytes) =>
        new FormulaBuilder(Syntax, bindings, maxBytes).Build();
}
