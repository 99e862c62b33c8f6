using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>Makes a problem of a state, and finds values for the names that have none.</summary>
internal static class Binding
{
    public static Problem Of(BoardState state)
    {
        BoardLimits.CheckFormula(state.Formula);
        var formula = Formula.Parse(state.Formula, state.Values.Keys);
        foreach (var (name, value) in state.Values) BoardLimits.CheckValue(name, value);
        var missing = formula.FreeNames.Where(name => !state.Values.ContainsKey(name)).ToList();
        var values = ProposedValues.Fill(formula.Syntax, state.Values);
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
                $"{string.Join(", ", missing)} {verb} no value, and what the board proposes does not fit here: {e.Message}. Give {them}, such "
                + $"as {missing[0]}=[1,2]");
        }
    }
}
