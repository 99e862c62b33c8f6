using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>The texts of a lesson at the values of the last run, each written when it is first asked for.</summary>
internal sealed class LessonText(Derivation derivation, Func<Explanation> meaning)
{
    private readonly PassesText passes = new(derivation, Style.Pretty);
    private readonly RowWriter writer = new(derivation, Style.Pretty);
    private readonly Dictionary<Tensor, string[]> forward = [];
    private readonly Dictionary<Edge, (string[] Local, string[] Product)> edges = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TensorData, string> shorts = new(ReferenceEqualityComparer.Instance);
    private Explanation? explanation;
    private IReadOnlyList<string>? notes;

    /// <summary>What the sign means and where a step leads.</summary>
    public Explanation Explanation => explanation ??= meaning();

    public MeaningText Meaning => new(Explanation, Style.Pretty);

    public ChainText Chain => new(Explanation, Style.Pretty);

    public IReadOnlyList<string> Notes => notes ??= new Notes(derivation, Style.Pretty).All();

    /// <summary>Forgets what holds a number, since others were computed.</summary>
    public void Forget()
    {
        (explanation, notes) = (null, null);
        forward.Clear();
        edges.Clear();
        shorts.Clear();
        passes.Forget();
        writer.Forget();
    }

    /// <summary>Name, formula, numbers put in, value.</summary>
    public string[] Forward(Tensor result) => forward.TryGetValue(result, out var known) ? known : forward[result] = passes.Forward(result);

    /// <summary>∂of/∂from, its formula, the rest if there is any.</summary>
    public string[] Local(Edge edge) => Of(edge).Local;

    /// <summary>∂output/∂from, = or +=, the product with its value.</summary>
    public string[] Product(Edge edge) => Of(edge).Product;

    /// <summary>The local derivative as an equation, or in words where no formula of one element says it.</summary>
    public string LocalFormula(Edge edge) =>
        edge.Local is null ? $"{Local(edge)[0]}: {edge.Step.Rule}" : $"{Local(edge)[0]} = {Local(edge)[1]}";

    /// <summary>Its numbers and what is constant, if there is anything to say.</summary>
    public string LocalNumbers(Edge edge) => edge.Local is null ? "" : string.Join(' ', Local(edge)[2..]);

    public string Name(Tensor tensor) => derivation.Names.In(Style.Pretty, tensor);

    /// <summary>∂output/∂tensor.</summary>
    public string Gradient(Tensor tensor) => derivation.Names.Partial(Style.Pretty, derivation.Output, tensor);

    /// <summary>The local derivative where there is little room: a number, or the formula where it is more than one.</summary>
    public string ShortLocal(Edge edge, bool asNumber) =>
        edge.Local is not { } local ? edge.Product is null ? "0" : writer.Product(edge)
        : asNumber && local.Shape.Size == 1 ? Short(derivation.Value(local)) : Local(edge)[1];

    /// <summary>A number, or the shape of more.</summary>
    public string Short(TensorData data) => shorts.TryGetValue(data, out var known) ? known : shorts[data] = Brief(data);

    /// <summary>The same of data that is made for a moment, and not worth remembering.</summary>
    public static string Brief(TensorData data) => data.Shape.Size == 1 ? Style.Short.Number(data[0], data.DType) : data.Shape.ToString();

    public static string Full(TensorData data) => Style.Pretty.Value(data);

    private (string[] Local, string[] Product) Of(Edge edge) =>
        edges.TryGetValue(edge, out var known) ? known : edges[edge] = (passes.Local(edge), passes.Product(edge));
}
