using System.Runtime.InteropServices;

namespace ChainRule.Kernels;

/// <summary>A view of a matrix by strides.</summary>
internal readonly ref struct Matrix<T>
{
    private readonly ReadOnlySpan<T> elements;

    public Matrix(ReadOnlySpan<T> elements, int rows, int columns, int rowStride, int columnStride)
    {
        var inBounds = rows == 0 || columns == 0
            || ((long)(rows - 1) * rowStride) + ((long)(columns - 1) * columnStride) < elements.Length;
        if (!inBounds || rowStride < 0 || columnStride < 0) { throw new ArgumentException("A matrix reaches beyond its span."); }
        this.elements = elements;
        (Rows, Columns, RowStride, ColumnStride) = (rows, columns, rowStride, columnStride);
    }

    public int Rows { get; }

    public int Columns { get; }

    public int RowStride { get; }

    public int ColumnStride { get; }

    /// <summary>The first element; the others follow by strides, all checked to be in bounds.</summary>
    public ref T Origin => ref MemoryMarshal.GetReference(elements);

    public T this[int row, int column] => elements[(row * RowStride) + (column * ColumnStride)];

    public Matrix<T> Transpose() => new(elements, Columns, Rows, ColumnStride, RowStride);

    public Matrix<T> Block(int row, int column, int rows, int columns) =>
        new(elements[((row * RowStride) + (column * ColumnStride))..], rows, columns, RowStride, ColumnStride);

    public Matrix<T> Column(int column) => Block(0, column, Rows, 1);

    /// <summary>A row, as a column.</summary>
    public Matrix<T> Row(int row) => Block(row, 0, 1, Columns).Transpose();
}
