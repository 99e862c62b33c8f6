using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>A file-based C# program that computes the same with this library, and prints lines <c>name = number</c>.</summary>
/// <param name="explanation">What it computes.</param>
/// <param name="reference">The line by which the program finds the library; otherwise the package of this version.</param>
internal class CSharpFormat(Explanation explanation, string? reference) : ProgramFormat(explanation)
{
    // C#'s keywords, those that are so only in places, and what the program itself uses.
    private const string Words =
        "abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum "
        + "event " +
        "explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new "
        + "null " +
        "object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static "
        + "string " +
        "struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while " +
        "var await async dynamic nameof record required scoped file yield field partial where when with extension _ " +
        "args gradients Show Tensor TensorData Parameter Input State Gradient DType Console FormattableString";

    /// <summary>The line by which the program finds the library.</summary>
    protected string Reference => reference ?? $"#:package ChainRule@{typeof(Explanation).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>The program.</summary>
    public string Write() => Header() + string.Concat(Statements().Select(statement => statement.Code + "\n")) + Footer();

    protected override string Language => "C#";

    protected override string Advice =>
        "ChainRule has no public function for it; write the formula with the functions it is made of, or leave that op out";

    protected override IEnumerable<string> Reserved => Words.Split(' ');

    protected override string Statement(string name, string expression) => $"var {name} = {expression};";

    protected override string Value(Leaf leaf)
    {
        var name = leaf.Name is null ? "" : $", {Quoted(leaf.Name)}";
        if (leaf.Shape.Rank == 0 && leaf.DType.IsFloat() && leaf is Parameter or Constant)
            return $"{Constructor(leaf)}({Number(leaf.Data.Item(), leaf.DType)}{name})";
        var elements = string.Join(", ", leaf.Data.ToDoubles().Select(value => Number(value, leaf.DType)));
        return $"{Constructor(leaf)}(TensorData.Create<{Keyword(leaf.DType)}>([{elements}], {leaf.Shape}){name})";
    }

    protected override string Scalar(double value, DType dtype) =>
        dtype.IsFloat() ? $"Tensor.Constant({Number(value, dtype)})" : $"Tensor.Constant<{Keyword(dtype)}>([{Number(value, dtype)}], [])";

    protected override string Number(double value, DType dtype)
    {
        if (dtype == DType.Bool) return value != 0 ? "true" : "false";
        if (double.IsFinite(value)) return Digits(value, dtype) + (dtype == DType.Float32 ? "f" : "");
        var which = double.IsNaN(value) ? "NaN" : value > 0 ? "PositiveInfinity" : "NegativeInfinity";
        return $"{Keyword(dtype)}.{which}";
    }

    protected override string? CodeOf(Op op, IReadOnlyList<string> inputs) => op.CSharpCode(inputs);

    private string Header() => $"""
        {Reference}

        // Prints a value and its gradients. Each statement makes one tensor of the graph that was explained.
        using ChainRule;
        using static ChainRule.Functions;


        """;

    private string Footer()
    {
        var shown = Derivation.Wrt.Select((wrt, i) => $"Show({Quoted(Partial(wrt))}, gradients[{i}]);\n");
        return $$"""

            var gradients = Gradient.Of({{NameOf(Derivation.Output)}}, [{{string.Join(", ", Derivation.Wrt.Select(NameOf))}}]);
            Show({{Quoted(Derivation.Names[Derivation.Output])}}, {{NameOf(Derivation.Output)}});
            {{string.Concat(shown)}}
            // The elements of an array are counted row by row.
            static void Show(string name, Tensor tensor)
            {
                var data = tensor.Evaluate();
                for (var i = 0; i < data.Shape.Size; i++)
                    Console.WriteLine(FormattableString.Invariant($"{name}{(data.Shape.Rank == 0 ? "" : $"[{i}]")} = {data[i]:R}"));
            }

            """;
    }

    protected virtual string Constructor(Leaf leaf) => leaf switch
    {
        Parameter => "new Parameter",
        Input => "new Input",
        State => "new State",
        _ => "Tensor.Constant",
    };

    private static string Keyword(DType dtype) => dtype switch
    {
        DType.Float32 => "float",
        DType.Float64 => "double",
        DType.Int64 => "long",
        _ => "bool",
    };
}
