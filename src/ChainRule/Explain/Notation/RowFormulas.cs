using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>
/// Writes the formulas of a derivation's rows in a notation, in names and in numbers. A formula in names is written once. New numbers are
/// put into the formula that was written before, as long as each has the sign that it had. One thread may use it at a time.
/// </summary>
public sealed class RowFormulas
{
    // Larger tensors keep their names when numbers are put in.
    internal const int SmallSize = 6;

    private readonly FormulaWriter names, numbers;
    private readonly Dictionary<Tensor, Word> numberOf = [];
    private readonly Dictionary<object, string> inNames = [];
    private readonly Dictionary<DerivationStep, string> products = [], constants = [], rules = [];
    private readonly Dictionary<(Tensor Of, Tensor Wrt), string> partials = [];
    private readonly Dictionary<object, FormulaPattern> inNumbers = [];

    // Rules are sentences, which markup sets as text.
    private RowFormulas? spoken;

    // Whose numbers are put in.
    private Explanation? at;

    // In the formula of a step, its upstream has a name too.
    private DerivationStep? inside;

    /// <param name="derivation">The derivation.</param>
    /// <param name="notation">The notation.</param>
    public RowFormulas(Derivation derivation, FormulaNotation notation)
    {
        ArgumentNullException.ThrowIfNull(derivation);
        ArgumentNullException.ThrowIfNull(notation);
        (Derivation, Notation) = (derivation, notation);
        names = new FormulaWriter(notation, WordOf);
        numbers = new FormulaWriter(notation, Number);
    }

    /// <summary>The derivation whose formulas are written.</summary>
    public Derivation Derivation { get; }

    /// <summary>The notation that they are written in.</summary>
    public FormulaNotation Notation { get; }

    /// <summary>A tensor's name: <c>ŷ</c>.</summary>
    public string Name(Tensor tensor) => Notation.Name(Derivation.Names, tensor);

    /// <summary><c>∂of/∂wrt</c>.</summary>
    public string Partial(Tensor of, Tensor wrt) => Known(partials, (of, wrt), () => Notation.Partial(Derivation.Names, of, wrt));

    /// <summary><c>∂output/∂tensor</c>.</summary>
    public string Gradient(Tensor tensor) => Partial(Derivation.Output, tensor);

    /// <summary>The formula of a result in names: <c>w·x</c>.</summary>
    public string Expression(Tensor result) => Known(inNames, result, () => names.WriteApart(result));

    /// <summary>The formula of a result with numbers put in: <c>1·1</c>. Tensors of more than 6 elements keep their names.</summary>
    public string Expression(Tensor result, Explanation values) => Again(result, values, () => numbers.WriteApart(result));

    /// <summary>The formula of a step in names: ∂of/∂from, or upstream × local where no formula of one element says that.</summary>
    public string Local(DerivationStep step) => Known(inNames, step, () => Within(step, () => names.Write(step.Formula)!));

    /// <summary>The same with numbers put in.</summary>
    public string Local(DerivationStep step, Explanation values) =>
        Within(step, () => Again(step, values, () => numbers.Write(step.Formula)!));

    /// <summary>Upstream × local in names, <c>∂L/∂v₁ @ xᵀ</c>: for graphs that are not of scalars.</summary>
    public string Product(DerivationStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Product is { } product ? Known(products, step, () => Within(step, () => names.Write(product)!)) : "0";
    }

    /// <summary>Why ∂of/∂from is what it is, in words or as a formula, with the names that the operands have here.</summary>
    public string Rule(DerivationStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Notation is TextNotation text
            ? Known(rules, step, () => RuleText.Fill(text.Sentence(step.Of.Op.Rule(step.Input, step.Of)), place => InRule(place, step)))
            : (spoken ??= new(Derivation, FormulaNotation.Pretty)).Rule(step);
    }

    /// <summary>The value of a tensor of the derivation.</summary>
    public string Value(Tensor tensor, Explanation values)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Take(values);
        return tensor.Shape.Size <= SmallSize ? NumberOf(tensor).Text : Notation.Value(values.ValueOf(tensor));
    }

    /// <summary>The number that a tensor is, as a factor: a negative one in parentheses.</summary>
    internal string Factor(Tensor tensor, Explanation values)
    {
        Take(values);
        return Notation.Factor(NumberOf(tensor));
    }

    internal TextNotation RequireText() => Notation as TextNotation
        ?? throw new ArgumentException("sentences are written in a text notation: Pretty, Short, Ascii or Source");

    /// <summary>The operands that are constant and not in the local derivative: <c>y constant</c>; may be empty.</summary>
    internal string Constants(DerivationStep step) =>
        Known(constants, step, () => string.Join(", ", step.Constants.Select(constant => $"{Name(constant)} constant")));

    /// <summary>A result between as a formula of named ones, if that is short: <c>w·x</c> for v1; else its name.</summary>
    internal string Label(Tensor tensor, int limit)
    {
        var name = Name(tensor);
        if (!IsBetween(tensor) || ReferenceEquals(tensor, Derivation.Output)) return name;
        // Blanks are left out, of which a formula so short has four at most.
        var formula = new FormulaWriter(Notation, t => IsBetween(t) ? null : WordOf(t))
            .Write(tensor, limit + 4)?.Replace(" ", "", StringComparison.Ordinal);
        return formula?.Length <= limit ? formula : name;
    }

    private string? InRule(string place, DerivationStep step) => place switch
    {
        "f" => Expression(step.Of),
        "d" => Local(step),
        "g" => Gradient(step.Of),
        _ => RuleText.Operand(place) is var input && input >= 0 && input < step.Of.Inputs.Length ? Operand(step.Of.Inputs[input]) : null,
    };

    /// <summary>An operand as a factor; a condition is written out.</summary>
    private string Operand(Tensor tensor) =>
        tensor.DType == DType.Bool && IsBetween(tensor) ? Expression(tensor)
        : Derivation.Names.Has(tensor) ? Name(tensor)
        : Notation.Factor(tensor.Op is LiteralOp literal ? Notation.Number(literal) : Notation.Numbers(((Leaf)tensor).Data));

    private static bool IsBetween(Tensor tensor) => tensor.Name is null && tensor.Inputs.Length > 0;

    private static string Known<T>(Dictionary<T, string> written, T row, Func<string> write) where T : notnull =>
        written.TryGetValue(row, out var known) ? known : written[row] = write();

    private string Again(object row, Explanation values, Func<string> write)
    {
        Take(values);
        if (inNumbers.TryGetValue(row, out var known) && known.With(Number) is { } again) return again;
        var text = write();
        inNumbers[row] = numbers.Pattern();
        return text;
    }

    private string Within(DerivationStep step, Func<string> write)
    {
        inside = step;
        var text = write();
        inside = null;
        return text;
    }

    private void Take(Explanation values)
    {
        if (ReferenceEquals(at, values)) return;
        numberOf.Clear();
        at = values;
    }

    private Word? WordOf(Tensor tensor) =>
        Derivation.Names.Has(tensor) ? Word.Name(Derivation.Names[tensor], Name(tensor))
        : ReferenceEquals(inside?.Upstream, tensor) ? Notation.PartialWord(Derivation.Names, Derivation.Output, inside.Of)
        : null;

    private Word? Number(Tensor tensor)
    {
        var word = WordOf(tensor);
        return word is not null && tensor.Shape.Size <= SmallSize ? NumberOf(tensor) : word;
    }

    // A writer asks several times: for parentheses, for signs, and to write.
    private Word NumberOf(Tensor tensor) =>
        numberOf.TryGetValue(tensor, out var known) ? known : numberOf[tensor] = Notation.Numbers(at!.ValueOf(tensor));
}
