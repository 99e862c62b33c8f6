using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>Which of a formula's names are columns and which are parameters, and which column is predicted.</summary>
internal sealed record TableRoles(Formula Formula, IReadOnlyList<string> Data, IReadOnlyList<string> Parameters, string Target)
{
    /// <exception cref="BoardException">They do not fit.</exception>
    public static TableRoles Of(Formula formula, PastedTable table, string? target)
    {
        List<string> columns = [.. table.Columns.Select(column => column.Name)];
        var free = formula.FreeNames;
        List<string> data = [.. free.Where(columns.Contains)];
        if (data.Count == 0)
            throw new BoardException($"no name of the formula is a column: the names are {Listed(free)}, the columns {Listed(columns)}");
        if (data.Count == free.Count)
            throw new BoardException(
                $"every name of the formula is a column, so there is no parameter to find; write one, as in w*{data[0]} + b");
        var predicted = target
            ?? (columns.Contains(formula.OutputName) ? formula.OutputName : columns.FindLast(name => !free.Contains(name)));
        if (predicted is null)
            throw new BoardException(
                $"the formula reads every column, so none is left to be predicted; write the prediction alone, as in {columns[^1]} = "
                + $"w*{columns[0]} + b: the loss is added by itself");
        if (!columns.Contains(predicted)) throw new BoardException($"there is no column {predicted}; the columns are {Listed(columns)}");
        if (free.Contains(predicted))
            throw new BoardException(
                $"the formula reads {predicted}, which it is to predict; write the prediction alone, as in {predicted} = w*x + b: the loss "
                + $"is added by itself");
        if (formula.Syntax.Assignments.Any(statement => statement.Name == predicted) && formula.OutputName != predicted)
            throw new BoardException(
                $"the formula computes {predicted}, the target, but goes on to {formula.OutputName}; end it with {predicted} = …");
        return new(formula, data, [.. free.Except(data)], predicted);
    }

    private static string Listed(IReadOnlyCollection<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
}
