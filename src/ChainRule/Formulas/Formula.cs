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

    /// <summary>Reads a formula: <c>name = expression</c> statements, split by newline or <c>;</c>; the last is the output.</summary>
    /// <exception cref="FormulaException">The text is not a formula.</exception>
    public static Formula Parse(string text) => new(FormulaSyntax.Parse(text));

    /// <summary>The output as an expression of the tensors that stand for the free names.</summary>
    /// <param name="bindings">A tensor for each free name; all of one dtype, which the formula's numbers take on.</param>
    /// <exception cref="FormulaException">A name has no tensor, a function is unknown, or shapes do not fit; it gives the place.</exception>
    public Tensor Build(IReadOnlyDictionary<string, Tensor> bindings) => BuildAll(bindings)[OutputName];

    /// <summary>The value of every statement by its name, and the tensors of the free names.</summary>
    /// <exception cref="FormulaException">A name has no tensor, a function is unknown, or shapes do not fit; it gives the place.</exception>
    public IReadOnlyDictionary<string, Tensor> BuildAll(IReadOnlyDictionary<string, Tensor> bindings) =>
        new FormulaBuilder(Syntax, bindings).Build();
}
