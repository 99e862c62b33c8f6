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
        var columns = shape[^1];
        var numbers = data.ToDoubles();
        var isWritten = columns <= BoardGrid.MostWritten && shape.Size / columns <= BoardGrid.MostWritten;
        return new(shape.Size / columns, columns, numbers, isWritten ? [.. numbers.Select(number => Style.Short.Number(number, data.DType))] : []);
    }
}
