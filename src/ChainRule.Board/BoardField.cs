using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>A free name of a formula, with the value that it has or is proposed to have.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
/// <param name="IsParameter">Whether the output is differentiated by it; otherwise it is data.</param>
public sealed record BoardField(string Name, ArrayValue Value, bool IsParameter)
{
    /// <summary>
    /// A field for each free name of a state's formula, in order of first use, whether or not the formula makes sense with these values.
    /// </summary>
    /// <exception cref="FormulaException">The formula cannot be read.</exception>
    /// <exception cref="BoardException">The formula is too long.</exception>
    public static IReadOnlyList<BoardField> Of(BoardState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        BoardLimits.CheckFormula(state.Formula);
        var formula = Formula.Parse(state.Formula, state.Values.Keys);
        if (formula.FreeNames.Count == 0) return [];
        var wrt = state.Wrt.Count > 0 ? state.Wrt : Problem.Parameters(formula);
        return [.. ProposedValues
            .Fill(formula.Syntax, state.Values)
            .Select(field => new BoardField(field.Key, field.Value, wrt.Contains(field.Key)))];
    }
}
