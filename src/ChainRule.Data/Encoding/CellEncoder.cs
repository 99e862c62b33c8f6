using System.Globalization;
using ChainRule.Training;

namespace ChainRule.Data;

/// <summary>Makes the cells of a table's column what an encoding says of the column with that name.</summary>
internal sealed class CellEncoder
{
    private const int MaxNamed = 10;
    private const double MaxDeviations = 1e15; // beyond it a network's sums of single-precision products may overflow
    private readonly CsvTable table;
    private readonly EncodedColumn encoded;
    private readonly Dictionary<double, int> classes;

    /// <exception cref="InvalidDataException">
    /// The table does not have the column, it is of another kind, or has a category that is not known.
    /// </exception>
    public CellEncoder(CsvTable table, EncodedColumn encoded, string purpose)
    {
        (this.table, this.encoded) = (table, encoded);
        Column = table.Column(encoded.Name, purpose);
        classes = encoded.Categories is { } categories ? Classes(categories) : [];
        if (encoded.Categories is null && Column.Kind != ColumnKind.Number && Column.Missing < table.Count)
            throw new InvalidDataException(
                $"{table.Path}: column {Names.Shown(Column.Name)} must hold "
                + $"numbers{(Column.Problem is { } problem ? $", but {problem}" : ", not categories")}");
    }

    public CsvColumn Column { get; }

    /// <summary>How many numbers a cell becomes.</summary>
    public int Width => encoded.Width;

    public void Encode(int row, double cell, Span<float> values)
    {
        if (encoded.Scale is { } scale)
        {
            values[0] = (float)Standardized(scale, row, cell);
            return;
        }
        var number = ClassOf(row, cell);
        values.Clear();
        values[number] = 1;
    }

    private double Standardized(Standardize scale, int row, double cell)
    {
        if (Math.Abs(cell) > NumberColumn.Largest) throw table.CellError(row, Column, NumberColumn.TooLarge);
        var value = scale.Apply(cell, 0);
        return Math.Abs(value) <= MaxDeviations ? value : throw table.CellError(row, Column, string.Create(CultureInfo.InvariantCulture,
            $"is too far from the training rows to compute with: {Math.Abs(value):G2} standard deviations from their "
            + $"mean, {scale.Means[0]:G4}"));
    }

    /// <exception cref="InvalidDataException">The category is not known.</exception>
    public int ClassOf(int row, double cell) => classes.TryGetValue(cell, out var found) ? found : throw Unknown(row);

    public InvalidDataException Missing(int row) =>
        new($"{table.Path}:{table.Cell(row, Column.Index).Line}:{Column.Index + 1}: "
            + $"column {Names.Shown(Column.Name)}: the cell is missing");

    /// <summary>What a cell's value in the table stands for in the encoding.</summary>
    private Dictionary<double, int> Classes(IReadOnlyList<string> categories)
    {
        if (Column.Kind == ColumnKind.Text && Column.Missing < table.Count)
            throw new InvalidDataException(
                $"{table.Path}: column {Names.Shown(Column.Name)} must hold one of {Known(categories)}, but {Column.Problem}");
        var known = Enumerable.Range(0, categories.Count).ToDictionary(i => categories[i]);
        if (Column.Kind == ColumnKind.Number) return Numbers(known);
        if (Column.Categories.Where(name => !known.ContainsKey(name)).ToList() is [_, ..] unknown) throw Unknown(unknown, categories);
        return Enumerable.Range(0, Column.Categories.Count).ToDictionary(code => (double)code, code => known[Column.Categories[code]]);
    }

    /// <summary>The categories that are numbers: the table at hand has no others, and so they were read as numbers.</summary>
    private static Dictionary<double, int> Numbers(Dictionary<string, int> known)
    {
        var numbers = new Dictionary<double, int>();
        foreach (var (name, i) in known)
            if (CellNumber.TryParse(name, out var number)) numbers.TryAdd(number, i);
        return numbers;
    }

    private InvalidDataException Unknown(List<string> names, IReadOnlyList<string> categories)
    {
        var code = Column.Categories.ToList().IndexOf(names[0]);
        var cells = new double[table.Columns.Count];
        for (var row = 0; row < table.Count; row++)
        {
            table.Read(row, cells);
            if (cells[Column.Index] == code) return Unknown(row, names, categories);
        }
        return Unknown(0, names, categories);
    }

    private InvalidDataException Unknown(int row) => Unknown(row, [table.Cell(row, Column.Index).Text], encoded.Categories!);

    private InvalidDataException Unknown(int row, List<string> names, IReadOnlyList<string> categories) => new(
        $"{table.Path}:{table.Cell(row, Column.Index).Line}:{Column.Index + 1}: "
        + $"column {Names.Shown(Column.Name)}: {string.Join(", ", names.Take(MaxNamed).Select(CsvColumn.Quoted))} {(names.Count == 1 ? "is" : "are")} not known; known {(categories.Count == 1 ? "is" : "are")} {Known(categories)}");

    private static string Known(IReadOnlyList<string> categories) =>
        string.Join(", ", categories.Take(MaxNamed).Select(Names.Shown))
        + (categories.Count > MaxNamed ? $" and {categories.Count - MaxNamed} more" : "");
}
