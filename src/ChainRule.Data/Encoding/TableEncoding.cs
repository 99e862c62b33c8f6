using ChainRule.Training;

namespace ChainRule.Data;

/// <summary>
/// How a table becomes inputs and targets of a network: which columns, in which order; numbers standardized, categories as one input
/// each (one-hot). Fitted on one table, it can be saved as JSON and applied to another one with the same columns in any order.
/// </summary>
/// <example><code>
/// using var table = CsvTable.Load("iris.csv");
/// var encoding = TableEncoding.Fit(table, "species");
/// Dataset flowers = encoding.Encode(table);           // Float32 [4] and Int64 []
/// File.WriteAllText("encoding.json", encoding.ToJson());
/// </code></example>
public sealed class TableEncoding
{
    /// <summary>An encoding by known columns.</summary>
    /// <param name="inputs">The columns to learn from.</param>
    /// <param name="target">What is predicted: a class where it has categories, else a number.</param>
    /// <param name="fillsMissing">Whether missing inputs are filled.</param>
    /// <exception cref="ArgumentException">There is no input, or a name twice.</exception>
    public TableEncoding(IReadOnlyList<EncodedColumn> inputs, EncodedColumn target, bool fillsMissing = false)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(target);
        if (inputs.Count == 0) throw new ArgumentException("there is no column to learn from", nameof(inputs));
        if (inputs.Append(target).GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"column {Names.Shown(twice.Key)} is named twice", nameof(inputs));
        (Inputs, Target, FillsMissing) = ([.. inputs], target, fillsMissing);
        Width = Inputs.Sum(column => column.Width);
    }

    /// <summary>The columns to learn from, in the order of a network's inputs.</summary>
    public IReadOnlyList<EncodedColumn> Inputs { get; }

    /// <summary>What is predicted.</summary>
    public EncodedColumn Target { get; }

    /// <summary>Whether missing inputs are filled: numbers by the mean, categories by none of them.</summary>
    public bool FillsMissing { get; }

    /// <summary>Columns of the table that it was fitted on which cannot be learned from, and why; not saved.</summary>
    public IReadOnlyList<CsvColumn> LeftOut { get; internal init; } = [];

    /// <summary>Whether a class or a number is predicted.</summary>
    public PredictionTask Task => Target.Categories is null ? PredictionTask.Regression : PredictionTask.Classification;

    /// <summary>The names of the classes, in the order of their numbers; none where a number is predicted.</summary>
    public IReadOnlyList<string> Classes => Target.Categories ?? [];

    /// <summary>How many inputs a network has.</summary>
    public int Width { get; }

    /// <summary>Finds an encoding for a table.</summary>
    /// <param name="table">The table, in memory or on disk.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="options">What is not to be as usual.</param>
    /// <exception cref="InvalidDataException">A column is not there or cannot be used as it is to be; says why.</exception>
    public static TableEncoding Fit(CsvTable table, string target, TableEncodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new EncodingFit(table, target, options ?? new()).Run();
    }

    /// <summary>
    /// The table's rows as examples: inputs, Float32 [<see cref="Width"/>], and the target: a class, Int64 [], or a standardized number,
    /// Float32 [].
    /// </summary>
    /// <param name="table">A table with at least these columns.</param>
    /// <param name="rows">Which rows; all where it is not given.</param>
    /// <exception cref="InvalidDataException">
    /// A column is missing or of another kind, a category is not known, or a cell is missing; says where. Of chosen rows, the last is found
    /// out when they are read.
    /// </exception>
    public Dataset Encode(CsvTable table, IReadOnlyList<int>? rows = null) => Encode(table, rows, withTarget: true);

    /// <summary>The table's rows without the target, which the table need not have: Float32 [<see cref="Width"/>].</summary>
    /// <inheritdoc cref="Encode(CsvTable, IReadOnlyList{int}?)"/>
    public Dataset EncodeInputs(CsvTable table, IReadOnlyList<int>? rows = null) => Encode(table, rows, withTarget: false);

    /// <summary>The encoding as JSON, to be saved.</summary>
    public string ToJson() => EncodingJson.Write(this);

    /// <summary>The encoding that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The text is no such JSON; says what is wrong.</exception>
    public static TableEncoding FromJson(string json) => EncodingJson.Read(json);

    private Dataset Encode(CsvTable table, IReadOnlyList<int>? rows, bool withTarget)
    {
        ArgumentNullException.ThrowIfNull(table);
        var all = new EncodedTable(table, this, withTarget);
        if (rows is not null) return new Subset(all, rows);
        all.RequireComplete();
        return all;
    }
}
