using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>
/// Writes the formulas of an explanation's rows, with names and with numbers put in: as text in a <see cref="Style"/>, or in a
/// <see cref="Markup"/>.
/// </summary>
internal sealed class RowWriter
{
    // Larger tensors keep their names when numbers are put in.
    public const int SmallSize = 6;

    private readonly Derivation derivation;
    private readonly IFormulaStyle style;
    private readonly FormulaWriter names, numbers;
    private readonly Dictionary<Tensor, Word> numberOf = [];

    private readonly Dictionary<object, string> inNames = new(
        ReferenceEqualityComparer.Instance), products = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, FormulaPattern> inNumbers = new(ReferenceEqualityComparer.Instance);

    // In the formula of a step, its upstream has a name too.
    private Edge? edge;

    public RowWriter(Derivation derivation, IFormulaStyle style)
    {
        (this.derivation, this.style) = (derivation, style);
        names = style.Writer(WordOf);
        numbers = style.Writer(Number);
    }

    /// <summary>A tensor's name: <c>ŷ</c>.</summary>
    public string Name(Tensor tensor) => style.Name(derivation.Names, tensor);

    /// <summary><c>∂of/∂wrt</c>.</summary>
    public string Partial(Tensor of, Tensor wrt) => style.Partial(derivation.Names, of, wrt).Text;

    /// <summary>A value: its elements, if they are few.</summary>
    public string Value(TensorData data) => style.Value(data);

    /// <summary>The value of a tensor at the last run.</summary>
    public string Value(Tensor tensor) => tensor.Shape.Size <= SmallSize ? NumberOf(tensor).Text : style.Value(derivation.Value(tensor));

    /// <summary>The number that a tensor was at the last run, as a factor: a negative one in parentheses.</summary>
    public string Factor(Tensor tensor) =>
        NumberOf(tensor) is var number && number.Binding == Ops.Precedence.Minus ? $"({number.Text})" : number.Text;

    /// <summary>The formula of a result in names: <c>w·x</c>.</summary>
    public string Expression(Tensor result) => Known(inNames, result, () => names.WriteApart(result));

    /// <summary>The same in numbers: <c>1·1</c>.</summary>
    public string Substituted(Tensor result) => Again(result, () => numbers.WriteApart(result));

    /// <summary>The formula of a step: ∂of/∂from, or the product of upstream and local.</summary>
    public string Formula(Edge of) => Known(inNames, of, () => InStep(of, () => names.Write(of.Formula)!));

    /// <summary>The same in numbers.</summary>
    public string SubstitutedFormula(Edge of) => InStep(of, () => Again(of, () => numbers.Write(of.Formula)!));

    /// <summary>Upstream × local with the upstream's name: <c>∂L/∂v1 @ xᵀ</c>.</summary>
    public string Product(Edge of) => of.Product is { } product ? Known(products, of, () => InStep(of, () => names.Write(product)!)) : "0";

    /// <summary>A result between as a formula of named ones, if that is short: <c>w·x</c> for v1; else its name.</summary>
    public string Label(Tensor tensor, int limit)
    {
        var name = Name(tensor);
        if (!IsBetween(tensor) || ReferenceEquals(tensor, derivation.Output)) return name;
        // Blanks are left out, of which a formula so short has four at most.
        var formula = style
            .Writer(t => IsBetween(t) ? null : WordOf(t))
            .Write(tensor, limit + 4)?.Replace(" ", "", StringComparison.Ordinal);
        return formula?.Length <= limit ? formula : name;
    }

    private static bool IsBetween(Tensor tensor) => tensor.Name is null && tensor.Inputs.Length > 0;

    /// <summary>Forgets the numbers, since others were computed. Formulas in names stay.</summary>
    public void Forget() => numberOf.Clear();

    private static string Known(Dictionary<object, string> written, object row, Func<string> write) =>
        written.TryGetValue(row, out var known) ? known : written[row] = write();

    /// <summary>A formula in numbers: what was written for it before, with the numbers of now, as long as that will do.</summary>
    private string Again(object row, Func<string> write)
    {
        if (inNumbers.TryGetValue(row, out var known) && known.With(Number) is { } again) return again;
        var text = write();
        inNumbers[row] = numbers.Pattern();
        return text;
    }

    private string InStep(Edge of, Func<string> write)
    {
        edge = of;
        var text = write();
        edge = null;
        return text;
    }

    private Word? WordOf(Tensor tensor) =>
        derivation.Names.Word(style, tensor)
        ?? (ReferenceEquals(edge?.Step.Upstream, tensor) ? style.Partial(derivation.Names, derivation.Output, edge.Of) : null);

    private Word? Number(Tensor tensor)
    {
        var word = WordOf(tensor);
        return word is not null && tensor.Shape.Size <= SmallSize ? NumberOf(tensor) : word;
    }

    // A printer asks several times: for parentheses, for signs, and to write.
    private Word NumberOf(Tensor tensor) =>
        numberOf.TryGetValue(tensor, out var known) ? known : numberOf[tensor] = style.Numbers(derivation.Value(tensor));
}
