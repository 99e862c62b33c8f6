namespace ChainRule.Board;

/// <summary>A table of numbers: a matrix, or a vector as one row.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Columns">How many columns.</param>
/// <param name="Numbers">The numbers, row by row.</param>
/// <param name="Texts">The numbers as they are written; none where there are too many, so that colours must do.</param>
public sealed record BoardGrid(int Rows, int Columns, IReadOnlyList<double> Numbers, IReadOnlyList<string> Texts)
{
    /// <summary>A table with more rows or columns than this is drawn as a heat map.</summary>
    public const int MaxWritten = 6;

    /// <summary>Whether a table of so many rows and columns is drawn as a heat map around zero.</summary>
    public static bool IsLarge(int rows, int columns) => rows > MaxWritten || columns > MaxWritten;

    /// <summary>Whether it is drawn as a heat map around zero.</summary>
    public bool IsHeatMap => Texts.Count == 0;

    /// <summary>The least number.</summary>
    public double Min => Numbers.Min();

    /// <summary>The greatest number.</summary>
    public double Max => Numbers.Max();
}

/// <summary>A product of matrices as it is drawn: the left factor left, the right one above, the product where they cross.</summary>
/// <param name="Node">The id of the product.</param>
/// <param name="Left">The id of the left factor.</param>
/// <param name="Above">The id of the right factor.</param>
public sealed record BoardProduct(string Node, string Left, string Above);
