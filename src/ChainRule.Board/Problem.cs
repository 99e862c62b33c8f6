using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>
/// A formula with a value for each of its names, some of which are parameters and the others data. The graph is built once; values
/// may change as often as wanted.
/// </summary>
public sealed class Problem
{
    private readonly Dictionary<string, Leaf> leaves;

    private Problem(Formula formula, IReadOnlyDictionary<string, ArrayValue> values, IReadOnlyList<string> wrt, long maxBytes)
    {
        Formula = formula;
        leaves = formula.FreeNames.ToDictionary(name => name, name => MakeLeaf(name, Numbers(values[name]), wrt.Contains(name)));
        Named = formula.BuildAll(leaves.ToDictionary(leaf => leaf.Key, Tensor (leaf) => leaf.Value), maxBytes);
        Wrt = [.. wrt.Select(name => leaves[name])];
        if (Output.Shape.Size != 1)
            throw new BoardException(
                $"the formula gives {Output.Shape}, and a gradient is of one number: take the sum(…) or the mean(…) of it")
            {
                Instead = Summed(formula.Syntax),
            };
    }

    /// <summary>The formula.</summary>
    public Formula Formula { get; }

    /// <summary>The tensor of every name of the formula: its statements' and its free names'.</summary>
    public IReadOnlyDictionary<string, Tensor> Named { get; }

    /// <summary>The last statement: the scalar that is differentiated.</summary>
    public Tensor Output => Named[Formula.OutputName];

    /// <summary>What is differentiated by, in the order of the names in the formula unless they were given.</summary>
    public IReadOnlyList<Tensor> Wrt { get; }

    /// <summary>The names that are data, in order of first use.</summary>
    public IReadOnlyList<string> Data => [.. Formula.FreeNames.Where(name => leaves[name] is Input)];

    /// <summary>Binds a formula to values.</summary>
    /// <param name="formula">The formula; it has at least one free name.</param>
    /// <param name="values">A value for each free name.</param>
    /// <param name="wrt">The names to differentiate by; where empty, all that <see cref="Parameters(Formula)"/> names.</param>
    /// <param name="maxBytes">The most bytes of all results together.</param>
    /// <exception cref="BoardException">A name is unknown or has no value, or the output is not a scalar.</exception>
    /// <exception cref="FormulaException">
    /// A function is unknown, shapes do not fit, or results are too large; it gives the place.
    /// </exception>
    public static Problem Create(Formula formula, IReadOnlyDictionary<string, ArrayValue> values, IReadOnlyList<string> wrt,
        long maxBytes = FormulaLimits.MaxBytes)
    {
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(wrt);
        RequireValues(formula, values);
        foreach (var name in wrt)
            if (!formula.FreeNames.Contains(name)) throw new BoardException(FormulaNames.Unknown(name, formula, formula.FreeNames, "name"));
        return new(formula, values, wrt.Count > 0 ? wrt : Parameters(formula), maxBytes);
    }

    /// <summary>
    /// The names that are parameters where nobody says: all but the data, which are called x or y, small or capital, with whatever follows.
    /// A formula of data alone, such as x^2, is differentiated by them.
    /// </summary>
    /// <exception cref="BoardException">The formula has no free name.</exception>
    public static IReadOnlyList<string> Parameters(Formula formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        if (formula.FreeNames.Count == 0)
            throw new BoardException(
                $"there is no name in '{formula.Syntax.Source}' to differentiate by; write one, as in w*3, and give it as w=1");
        var parameters = formula.FreeNames.Where(name => !IsData(name)).ToList();
        return parameters.Count > 0 ? parameters : formula.FreeNames;
    }

    /// <summary>The value that a free name has now.</summary>
    public TensorData Value(string name) => leaves[name] is Input input ? input.Value : ((Parameter)leaves[name]).Value;

    /// <summary>Gives a free name another value, of the same shape.</summary>
    /// <exception cref="ShapeException">The shape is another.</exception>
    public void Set(string name, TensorData value)
    {
        if (leaves[name] is Input input) input.Value = value;
        else ((Parameter)leaves[name]).Value = value;
    }

    /// <summary>Explains the gradient at the values that the names have now.</summary>
    public Explanations.Explanation Explain(ExplainOptions options) => ChainRule.Explain.Gradient(Output, options with { Wrt = Wrt });

    /// <summary>The derivation of the gradient, for any values.</summary>
    internal Explanations.Derivation Derive() => Explanations.Derivation.Of(Output, new ExplainOptions { Wrt = Wrt });

    /// <summary>The formula with the sum of its last statement in that one's place.</summary>
    private static string Summed(FormulaSyntax syntax)
    {
        var span = syntax.Assignments[^1].Value.Span;
        return $"{syntax.Source[..span.Start]}sum({syntax.Source[span.Start..span.End]}){syntax.Source[span.End..]}";
    }

    private static Leaf MakeLeaf(string name, TensorData value, bool isParameter) =>
        isParameter ? new Parameter(value, name) : new Input(value, name);

    private static TensorData Numbers(ArrayValue value) => TensorData.Wrap(value.Data, Shape.Create(value.Shape));

    /// <summary>The convention: data are called x or y, small or capital, with whatever follows.</summary>
    private static bool IsData(string name) => name[0] is 'x' or 'y' or 'X' or 'Y';

    private static void RequireValues(Formula formula, IReadOnlyDictionary<string, ArrayValue> values)
    {
        var missing = formula.FreeNames.Where(name => !values.ContainsKey(name)).ToList();
        if (missing.Count == 0) return;
        var (verb, them) = missing.Count == 1 ? ("has", "it") : ("have", "them");
        throw new BoardException(
            $"{string.Join(", ", missing)} {verb} no value: give {them} as {string.Join(' ', missing.Select(name => $"{name}=1"))}"
            + NameOffers.Advice(formula, values.Keys));
    }
}
