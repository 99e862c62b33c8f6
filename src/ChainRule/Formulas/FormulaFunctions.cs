using ChainRule.Graph;
using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule.Formulas;

/// <summary>
/// The functions that formulas may call. Elementwise functions come from the op catalogue by their own names; here stand
/// those that take options or a list, and other words for the same.
/// </summary>
internal static class FormulaFunctions
{
    private static readonly Dictionary<string, string> OtherWords = new()
    {
        ["ln"] = "log",
        ["arcsin"] = "asin",
        ["arccos"] = "acos",
        ["arctan"] = "atan",
        ["sgn"] = "sign",
        ["logistic"] = "sigmoid",
        ["swish"] = "silu",
        ["logaddexp"] = "log_add_exp",
        ["log_sum_exp"] = "logsumexp",
        ["power"] = "pow",
        ["concatenate"] = "concat",
        ["clip"] = "clamp",
        ["dot"] = "matmul",
    };

    private static readonly Dictionary<string, FormulaFunction> Table = new FormulaFunction[]
    {
        new("sum", 1, 1, ["axes", "axis", "keepdims"], a => Sum(a[0], a.Axes, a.KeepDims)),
        new("mean", 1, 1, ["axes", "axis", "keepdims"], a => Mean(a[0], a.Axes, a.KeepDims)),
        new("prod", 1, 1, ["axes", "axis", "keepdims"], a => Prod(a[0], a.Axes, a.KeepDims)),
        new("max", 1, 2, ["axes", "axis", "keepdims"],
            a => a.Count == 2 ? Maximum(a[0], a[1], a[0].Name, a[1].Name) : Max(a[0], a.Axes, a.KeepDims)),
        new("min", 1, 2, ["axes", "axis", "keepdims"],
            a => a.Count == 2 ? Minimum(a[0], a[1], a[0].Name, a[1].Name) : Min(a[0], a.Axes, a.KeepDims)),
        new("var", 1, 1, ["axes", "axis", "keepdims", "correction"], a => Var(a[0], a.Axes, a.KeepDims, a.Number("correction", 1))),
        new("std", 1, 1, ["axes", "axis", "keepdims", "correction"], a => Std(a[0], a.Axes, a.KeepDims, a.Number("correction", 1))),
        new("norm", 1, 1, ["axes", "axis", "keepdims", "order"], a => Norm(a[0], a.Number("order", 2), a.Axes, a.KeepDims)),
        new("logsumexp", 1, 1, ["axes", "axis", "keepdims"], a => LogSumExp(a[0], a.Axes, a.KeepDims)),
        new("softmax", 1, 1, ["axis"], a => Softmax(a[0], a.Int("axis", -1))),
        new("log_softmax", 1, 1, ["axis"], a => LogSoftmax(a[0], a.Int("axis", -1))),
        new("cum_sum", 1, 1, ["axis"], a => CumSum(a[0], a.Int("axis", 0))),
        new("where", 3, 3, [], a => Where(Mask(a[0]), a[1], a[2])),
        new("clamp", 1, 1, ["min", "max"], a => Clamp(a[0], a.OptionalNumber("min"), a.OptionalNumber("max"))),
        new("leaky_relu", 1, 1, ["alpha"], a => LeakyRelu(a[0], a.Number("alpha", 0.01))),
        new("elu", 1, 1, ["alpha"], a => Elu(a[0], a.Number("alpha", 1))),
        new("selu", 1, 1, [], a => Selu(a[0])),
        new("gelu", 1, 1, [], a => Gelu(a[0])),
        new("silu", 1, 1, [], a => Silu(a[0])),
        new("mish", 1, 1, [], a => Mish(a[0])),
        new("relu6", 1, 1, [], a => Relu6(a[0])),
        new("hard_sigmoid", 1, 1, [], a => HardSigmoid(a[0])),
        new("hard_swish", 1, 1, [], a => HardSwish(a[0])),
        new("log_sigmoid", 1, 1, [], a => LogSigmoid(a[0])),
        new("pow", 2, 2, [], a => a[1].Op is LiteralOp { Value: 2 } ? Square(a[0]) : Pow(a[0], a[1], a[0].Name, a[1].Name)),
        new("matmul", 2, 2, [], a => MatMul(a[0], a[1], a[0].Name, a[1].Name)),
        new("outer", 2, 2, [], a => Outer(a[0], a[1], a[0].Name, a[1].Name)),
        new("transpose", 1, 1, ["perm"], a => a[0].Transpose([.. a.Ints("perm") ?? []])),
        new("reshape", 1, 1, ["shape"], a => a[0].Reshape([.. a.Required("shape")])),
        new("broadcast_to", 1, 1, ["shape"], a => a[0].BroadcastTo(Shape.Create([.. a.Required("shape")]))),
        new("slice", 1, 1, ["starts", "counts", "steps"],
            a => Tensor.Apply(new SliceOp([.. a.Required("starts")], [.. a.Required("counts")], [.. a.Required("steps")]), a[0])),
        new("place", 1, 1, ["shape", "starts", "steps"],
            a => Place(a[0], Shape.Create([.. a.Required("shape")]), a.Required("starts"), a.Required("steps"))),
        new("concat", 1, int.MaxValue, ["axis"], a => Concat(a.All, a.Int("axis", 0))),
        new("stack", 1, int.MaxValue, ["axis"], a => Stack(a.All, a.Int("axis", 0))),
        new("mse", 2, 2, [], a => MSELoss(a[0], a[1], inputName: a[0].Name, targetName: a[1].Name)),
        new("mae", 2, 2, [], a => L1Loss(a[0], a[1], inputName: a[0].Name, targetName: a[1].Name)),
        new("huber", 2, 2, ["delta"], a => HuberLoss(a[0], a[1], a.Number("delta", 1), inputName: a[0].Name, targetName: a[1].Name)),
        new("stop_gradient", 1, 1, [], a => StopGradient(a[0])),
    }.ToDictionary(function => function.Name);

    /// <summary>Every name that a formula may call.</summary>
    public static IEnumerable<string> Names => Table.Keys.Concat(OtherWords.Keys).Concat(Catalogue.FunctionNames);

    /// <summary>Whether a formula may call this name.</summary>
    public static bool Knows(string name) =>
        Table.ContainsKey(name) || OtherWords.ContainsKey(name) || Catalogue.TryFindFunction(name, out _);

    /// <summary>Whether each element of the result comes from those elements of the operands that stand at its place.</summary>
    public static bool IsElementwise(string name) => Catalogue.TryFindFunction(OtherWords.GetValueOrDefault(name, name), out _);

    /// <summary>What the call makes of its operands.</summary>
    /// <exception cref="FormulaException">The function is unknown, or is not called like that.</exception>
    public static Tensor Call(Call call, Tensor[] operands, string source)
    {
        var name = OtherWords.GetValueOrDefault(call.Function, call.Function);
        var function = Table.GetValueOrDefault(name) ?? FromCatalogue(name) ?? throw Unknown(call, source);
        if (operands.Length < function.Fewest || operands.Length > function.Most)
            throw new FormulaException($"{call.Function} takes {function.Arity}, not {operands.Length}{DecimalComma(call, source)}", source,
                call.Span);
        foreach (var option in call.NamedArguments)
            if (!function.Options.Contains(option.Name)) throw UnknownOption(call, option, function, source);
        if (call.Indices is { } indices && operands[0].Rank != indices)
            throw new ShapeException($"{indices} indices need an operand with {indices} axes, and its shape is {operands[0].Shape}: "
                + $"for all elements write {call.Function}(…)");
        return function.Build(new FormulaArguments(call, operands, source));
    }

    private static FormulaFunction? FromCatalogue(string name) => Catalogue.TryFindFunction(name, out var op)
        ? new FormulaFunction(name, op.Arity, op.Arity, [], a => Tensor.Apply(op, [.. a.All]))
        : null;

    private static FormulaException Unknown(Call call, string source) =>
        new($"unknown function '{call.Function}'{FormulaAdvice.OnFunction(call.Function)}", source, call.FunctionSpan);

    private static string DecimalComma(Call call, string source)
    {
        for (var i = 1; i < call.Arguments.Count; i++)
            if (TokenCursor.DecimalComma(source, call.Arguments[i - 1].Span, call.Arguments[i].Span) is { } advice) return advice;
        return "";
    }

    private static FormulaException UnknownOption(Call call, NamedArgument option, FormulaFunction function, string source) =>
        new(function.Options.Length == 0
            ? $"{call.Function} takes no options, but '{option.Name}' is given"
            : $"{call.Function} has no option '{option.Name}'; it has {string.Join(", ", function.Options)}", source, option.Span);

    /// <summary>A comparison is a number in a formula, 1 or 0; as a condition it is the mask that it came from.</summary>
    private static Tensor Mask(Tensor condition) =>
        condition.DType == DType.Bool ? condition
        : condition is { Op: ElementwiseOp op, Inputs: [var mask, { Op: LiteralOp { Value: 1 } }, { Op: LiteralOp { Value: 0 } }] }
            && op == Arithmetic.Where ? mask
        : NotEqual(condition, 0);
}

/// <summary>A function of formulas: how many operands it takes, which options it knows, and what it builds.</summary>
internal sealed record FormulaFunction(string Name, int Fewest, int Most, string[] Options, Func<FormulaArguments, Tensor> Build)
{
    public string Arity => Most == int.MaxValue ? $"{Fewest} or more arguments"
        : Most != Fewest ? $"{Fewest} or {Most} arguments"
        : Fewest == 1 ? "1 argument"
        : $"{Fewest} arguments";
}

/// <summary>The operands and options of one call.</summary>
internal sealed class FormulaArguments(Call call, Tensor[] operands, string source)
{
    public int Count => operands.Length;

    public IReadOnlyList<Tensor> All => operands;

    public Tensor this[int index] => operands[index];

    public IReadOnlyList<int>? Axes => Ints("axes") ?? Ints("axis");

    public bool KeepDims => Flag("keepdims");

    public bool Flag(string name) => Option(name) switch
    {
        null => false,
        { Value: FlagValue flag } => flag.Value,
        var other => throw Wrong(other, "true or false"),
    };

    public double? OptionalNumber(string name) => Option(name) switch
    {
        null => null,
        { Value: NumberValue number } => number.Value,
        var other => throw Wrong(other, "a number"),
    };

    public double Number(string name, double otherwise) => OptionalNumber(name) ?? otherwise;

    public int Int(string name, int otherwise) => Ints(name) is [var only] ? only : otherwise;

    public IReadOnlyList<int>? Ints(string name) => Option(name) switch
    {
        null => null,
        { Value: NumberValue number } option => [Whole(option, number.Value)],
        { Value: ListValue list } option => [.. list.Values.Select(value => Whole(option, value))],
        var other => throw Wrong(other, "a whole number or a list of them"),
    };

    public IReadOnlyList<int> Required(string name) => Ints(name)
        ?? throw new FormulaException($"{call.Function} needs {name}=[…]", source, call.Span);

    private NamedArgument? Option(string name) => call.NamedArguments.FirstOrDefault(option => option.Name == name);

    private int Whole(NamedArgument option, double value) =>
        double.IsInteger(value) && Math.Abs(value) <= int.MaxValue ? (int)value : throw Wrong(option, "whole numbers");

    private FormulaException Wrong(NamedArgument option, string expected) =>
        new($"{option.Name} of {call.Function} must be {expected}, not {option.Value}", source, option.Span);
}
