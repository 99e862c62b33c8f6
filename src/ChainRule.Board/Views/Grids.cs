using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Makes tables of tensors.</summary>
internal static class Grids
{
    /// <summary>The table of a vector or matrix; further axes go down the rows. A number has none, nor has what is empty.</summary>
    public static BoardGrid? Of(TensorData data)
    {
        var shape = data.Shape;
        if (shape.Rank == 0 || shape.Size == 0) return null;
        var (rows, columns, numbers) = (RowsOf(shape), ColumnsOf(shape), data.ToDoubles());
        return new(rows, columns, numbers,
            BoardGrid.IsLarge(rows, columns) ? [] : [.. numbers.Select(number => FormulaNotation.Short.Number(number, data.DType))]);
    }

    /// <summary>How many rows the table of a shape has; a number has no table.</summary>
    public static int RowsOf(Shape shape) => shape.Rank == 0 || shape.Size == 0 ? 0 : shape.Size / shape[^1];

    /// <summary>How many columns the table of a shape has.</summary>
    public static int ColumnsOf(Shape shape) => shape.Rank == 0 ? 0 : shape[^1];
}
