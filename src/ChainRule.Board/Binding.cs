using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>Makes a problem of a state, and finds values for the names that have none.</summary>
internal static class Binding
{
    private static readonly ArrayValue One = new([], [1]);

    public static Problem Of(BoardState state)
    {
        BoardLimits.CheckFormula(state.Formula);
        var formula = Formula.Parse(state.Formula);
        foreach (var (name, value) in state.Values) BoardLimits.CheckValue(name, value);
        var missing = formula.FreeNames.Where(name => !state.Values.ContainsKey(name)).ToList();
        var values = formula.FreeNames.ToDictionary(name => name,
            name => state.Values.GetValueOrDefault(name) ?? Fitting(name, formula, state.Values));
        var problem = Create(formula, values, state.Wrt, missing);
        BoardLimits.CheckGraph(problem.Output);
        return problem;
    }

    private static Problem Create(Formula formula, Dictionary<string, ArrayValue> values, IReadOnlyList<string> wrt, List<string> missing)
    {
        try
        {
            return Problem.Create(formula, values, wrt, long.MaxValue); // nothing is computed before the board's own limits are checked
        }
        catch (FormulaException e) when (missing.Count > 0 && e.IsOfShapes)
        {
            var (verb, them) = missing.Count == 1 ? ("has", "it") : ("have", "them");
            throw new BoardException(
                $"{string.Join(", ", missing)} {verb} no value, and 1 does not fit here: {e.Message}. Give {them}, such "
                + $"as {missing[0]}=[1,2]");
        }
    }

    /// <summary>1, or in a product with a matrix as many ones as that asks for.</summary>
    private static ArrayValue Fitting(string name, Formula formula, IReadOnlyDictionary<string, ArrayValue> given)
    {
        foreach (var product in formula.Syntax.Assignments
            .SelectMany(a => a.Value.PostOrder())
            .OfType<Binary>()
            .Where(b => b.Operator == BinaryOperator.MatrixMultiply))
        {
            if (IsName(product.Right, name) && ShapeOf(product.Left, given) is [.., var columns]) return Ones(columns);
            if (IsName(product.Left, name) && ShapeOf(product.Right, given) is [var rows, ..]) return Ones(rows);
        }
        return One;
    }

    private static bool IsName(Expression expression, string name) => expression is Name { Text: var text } && text == name;

    private static int[]? ShapeOf(Expression expression, IReadOnlyDictionary<string, ArrayValue> given) =>
        expression is Name { Text: var text } ? given.GetValueOrDefault(text)?.Shape : null;

    private static ArrayValue Ones(int count) => new([count], [.. Enumerable.Repeat(1d, count)]);
}
