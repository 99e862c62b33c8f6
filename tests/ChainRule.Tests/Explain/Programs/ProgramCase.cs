using System.Globalization;
using ChainRule.Board;
using ChainRule.Explanations;
using ChainRule.Formulas;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Tests.Explanations;

/// <summary>A formula with values, of which programs are written.</summary>
internal sealed record ProgramCase(string Formula, params string[] Values)
{
    public static readonly ProgramCase Lecture = new("yhat = w*x; s = yhat - y; loss = s^2", "w=1", "x=1", "y=2");

    /// <summary>Larger ones: layers, a softmax's cross-entropy, choices, names that mean something in C# or Python.</summary>
    public static readonly ProgramCase[] Rich =
    [
        Lecture,
        new("h = tanh(W @ x + b); loss = mean((V @ h - y)^2)", "W=[0.5, -0.25; 1, 0.75; 0.1, -0.3]", "x=[1, 2]", "b=[0.1, -0.2, 0.3]",
            "V=[0.3, 0.2, -0.5; 1, -1, 0.25]", "y=[1, 0]"),
        new("loss = -sum(t * log(softmax(X @ W, axis=1)))/2", "W=[0.1, 0.2, -0.3; 0.4, -0.5, 0.6]", "X=[1, 2; -1, 0.5]",
            "t=[0, 1, 0; 1, 0, 0]"),
        new("m = max(X, axis=0, keepdims=true); c = where(X >= m, X^2, -X); loss = sum(max(c, 0.5)) + min(X)", "X=[1, 5, 2; 4, 3, 2]"),
        new("in = lambda*2 - (3 - 1); torch = in/lambda; Square = torch^-1; loss = 1/(Square*def')", "lambda=2.5", "def'=-0.75"),
        new("loss = sum([a, b; b, a] @ [1, 2; 3, 4]) + sum(x_1)", "a=1e-7", "b=2", "x_1=[1,2]"),
        new("loss = stop_gradient(w)", "w=3"),
        new("alpha = yhat*2; loss = alpha + logistic(1e3*yhat)", "yhat=0.002"),
    ];

    /// <summary>At least one formula for each function that formulas may call.</summary>
    public static IEnumerable<(string Function, ProgramCase Case)> OfFunctions =>
        FormulaFunctions.Names.SelectMany(name => Calls(name).Select(call => (name, call)));

    public static IEnumerable<ProgramCase> All => Rich.Concat(OfFunctions.Select(of => of.Case));

    public Explanation Explain()
    {
        var values = Values.Select(ValueSyntax.ParseAssignment).ToDictionary(value => value.Name, value => value.Value);
        var formula = ChainRule.Formulas.Formula.Parse(Formula);
        return Problem.Create(formula, values, formula.FreeNames).Explain(new());
    }

    /// <summary>What the explanation says a program prints.</summary>
    public static Dictionary<string, double> Expected(Explanation explanation)
    {
        var (names, output) = (explanation.Derivation.Names, explanation.Derivation.Names[explanation.Output]);
        var lines = new Dictionary<string, double> { [output] = explanation.Value };
        foreach (var parameter in explanation.Parameters)
            for (var i = 0; i < parameter.Gradient.Shape.Size; i++)
                lines[$"d{output}_d{names[parameter.Parameter]}{(parameter.Gradient.Shape.Rank == 0 ? "" : $"[{i}]")}"] =
                    parameter.Gradient[i];
        return lines;
    }

    /// <summary>The lines <c>name = number</c> that a program has printed.</summary>
    public static Dictionary<string, double> Printed(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split(" = "))
            .ToDictionary(sides => sides[0],
                sides =>
                    double.Parse(sides[1] switch { "nan" => "NaN", "inf" => "Infinity", "-inf" => "-Infinity", var number => number },
                        CultureInfo.InvariantCulture));

    public static void AssertSame(Dictionary<string, double> expected, Dictionary<string, double> printed, string of)
    {
        Assert.Equal(expected.Keys.Order(), printed.Keys.Order());
        foreach (var (name, value) in expected)
            Assert.True(value.Equals(printed[name]) || Math.Abs(value - printed[name]) <= 1e-12 * Math.Max(1, Math.Abs(value)),
                $"{of}: {name} is {value:R}, but the program prints {printed[name]:R}");
    }

    private static IEnumerable<ProgramCase> Calls(string function) =>
        Catalogue.TryFindFunction(function, out var op) ? [Elementwise(function, op)]
        : Written.Where(formula => formula.StartsWith(function + "(", StringComparison.Ordinal)).Select(OfMatrices);

    /// <summary>An elementwise function where its own tests try it.</summary>
    private static ProgramCase Elementwise(string function, ElementwiseOp op)
    {
        string[] names = ["x", "y", "z"];
        string[] values = [.. op.SampleRanges.Select(
            (domain, i) => $"{names[i]}=[{Inside(domain, 0.3 + i * 0.2)}, {Inside(domain, 0.9 - i * 0.2)}]")];
        return new($"v = {function}({string.Join(", ", names.Take(op.Arity))}); loss = sum(v^2 + v)", values);
    }

    private static string Inside(SampleRange domain, double at) =>
        (domain.From + at * (domain.To - domain.From)).ToString("R", CultureInfo.InvariantCulture);

    private static ProgramCase OfMatrices(string call)
    {
        var formula = $"v = {call}; loss = sum(v^2 + v)";
        string[] values = ["x=[0.5, -1.25, 2; 1.5, 0.75, -0.5]", "y=[1, 0.25, -2; 0.5, 1.5, 3]", "p=[0.5, 1.25, 2; 1.5, 0.75, 0.5]",
            "u=[1, -2, 3]", "w=[0.5, 4]"];
        var names = ChainRule.Formulas.Formula.Parse(formula).FreeNames;
        return new(formula, [.. values.Where(value => names.Contains(value.Split('=')[0]))]);
    }

    private static readonly string[] Written =
    [
        "sum(x)", "sum(x, axis=1)", "sum(x, axes=[0], keepdims=true)", "mean(x)", "mean(x, axis=0)", "prod(x, axis=1)", "prod(x)",
        "max(x, axis=1)", "max(x, y)", "max(x, 0.6)", "min(x)", "min(x, y)", "var(x)", "var(x, axis=1, correction=0)", "std(x, axis=0)",
        "norm(x)", "norm(x, order=1)", "norm(x, order=3, axis=1)", "logsumexp(x)", "logsumexp(x, axis=1)", "log_sum_exp(x, axis=0)",
        "softmax(x)", "softmax(x, axis=0)", "log_softmax(x)", "cum_sum(x)", "cum_sum(x, axis=1)", "where(x > y, x, y)",
        "where(x <= 0.5, 1, y)",
        "clamp(x, min=-1, max=1)", "clip(x, min=0)", "leaky_relu(x)", "leaky_relu(x, alpha=0.2)", "elu(x)", "selu(x)", "gelu(x)", "silu(x)",
        "swish(x)",
        "mish(x)", "relu6(x)", "hard_sigmoid(x)", "hard_swish(x)", "log_sigmoid(x)", "pow(p, y)", "pow(p, 2)", "pow(p, 1.5)",
        "power(p, 3)",
        "matmul(x, u)", "matmul(w, x)", "matmul(x, transpose(y))", "dot(u, u)", "outer(u, w)", "transpose(x)", "transpose(x, perm=[1, 0])",
        "reshape(x, shape=[3, 2])", "broadcast_to(u, shape=[4, 3])", "slice(x, starts=[1, 2], counts=[1, 2], steps=[1, -2])",
        "slice(x, starts=[0, 1], counts=[2, 2], steps=[1, 1])",
        "place(x, shape=[4, 6], starts=[1, 5], steps=[2, -2])", "concat(x, y)", "concatenate(x, y, axis=1)", "stack(u, u^2)",
        "stack(u, u, axis=1)",
        "mse(x, y)", "mae(x, y)", "huber(x, y)", "huber(x, y, delta=0.5)", "stop_gradient(x) * x",
        "ln(p)", "arcsin(x/4)", "arccos(x/4)", "arctan(x)", "sgn(x)", "logistic(x)", "logaddexp(x, y)",
    ];
}
