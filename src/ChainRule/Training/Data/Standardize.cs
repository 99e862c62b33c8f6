using System.Globalization;

namespace ChainRule.Training;

/// <summary>
/// Brings a column to mean 0 and standard deviation 1: each entry of the first axis by itself, so each number of a row [D], and each
/// channel of an image [C, H, W]. Fitted on the training examples, it is applied to all. Its numbers can be saved, and make it again.
/// </summary>
public sealed class Standardize
{
    /// <summary>A standardization by known numbers.</summary>
    /// <param name="means">The mean of each entry.</param>
    /// <param name="deviations">
    /// The standard deviation of each entry; 0 for one that is constant, which becomes 0 where it has its usual value.
    /// </param>
    /// <exception cref="ArgumentException">They are not as many, not finite, or a deviation is negative.</exception>
    public Standardize(IReadOnlyList<double> means, IReadOnlyList<double> deviations)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(deviations);
        if (means.Count == 0) throw new ArgumentException("there is no mean", nameof(means));
        if (means.Count != deviations.Count)
            throw new ArgumentException($"there are {means.Count} means, but {deviations.Count} standard deviations", nameof(deviations));
        if (!means.All(double.IsFinite)) throw new ArgumentException("a mean is not finite", nameof(means));
        if (!deviations.All(deviation => deviation >= 0 && double.IsFinite(deviation)))
            throw new ArgumentException("a standard deviation is negative or not finite", nameof(deviations));
        (Means, Deviations) = ([.. means], [.. deviations]);
    }

    /// <summary>The mean of each entry.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>The standard deviation of each entry, of all examples (not of a sample of more): divided by n.</summary>
    public IReadOnlyList<double> Deviations { get; }

    /// <summary>Finds the numbers from examples in one pass over them, in double precision.</summary>
    /// <exception cref="ArgumentException">The column is not Float32, or there is no example.</exception>
    /// <exception cref="InvalidDataException">A value is not finite.</exception>
    public static Standardize Fit(Dataset dataset, int column = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Count == 0
            || (uint)column >= (uint)dataset.Columns.Count
            || dataset.Columns[column] is not { DType: DType.Float32, Shape.Size: > 0 })
            throw new ArgumentException(
                $"a column of Float32 with an example or more is needed, not column {column} of {dataset.Count} examples "
                + $"of {string.Join(", ", dataset.Columns)}", nameof(column));
        var entries = new Moments[Entries(dataset.Columns[column].Shape)];
        foreach (var batch in dataset.InOrder()) Add(entries, batch[column].AsSpan<float>(), dataset.Columns[column].Shape);
        return new([.. entries.Select(entry => entry.Mean)], [.. entries.Select(entry => entry.Deviation)]);
    }

    /// <summary>The dataset with its column standardized when it is read.</summary>
    /// <exception cref="ShapeException">The column has not as many entries as there are numbers here.</exception>
    public Dataset Apply(Dataset dataset, int column = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var applied = dataset.Map(column, 0, (values, shape, ref _) => Apply(values));
        var shape = dataset.Columns[column].Shape;
        return Entries(shape) == Means.Count
            ? applied
            : throw new ShapeException(
                $"{Means.Count} means do not fit column {column} of shape {shape}, which has {Entries(shape)} entries");
    }

    /// <summary>Standardizes one example in place.</summary>
    public void Apply(Span<float> values)
    {
        var size = values.Length / Means.Count;
        for (var i = 0; i < values.Length; i++) values[i] = (float)Apply(values[i], i / size);
    }

    /// <summary>Standardizes a value of the given entry.</summary>
    public double Apply(double value, int entry) => (value - Means[entry]) / Scale(entry);

    /// <summary>The value of the given entry that standardizes to <paramref name="value"/>.</summary>
    public double Undo(double value, int entry) => value * Scale(entry) + Means[entry];

    private double Scale(int entry) => Deviations[entry] > 0 ? Deviations[entry] : 1;

    private static int Entries(Shape shape) => shape.Rank == 0 ? 1 : shape[0];

    private static void Add(Moments[] entries, ReadOnlySpan<float> values, Shape shape)
    {
        var size = shape.Size / entries.Length;
        for (var i = 0; i < values.Length; i++)
        {
            var entry = i / size % entries.Length;
            if (!float.IsFinite(values[i]))
                throw new InvalidDataException(
                    string.Create(CultureInfo.InvariantCulture, $"entry {entry} has the value {values[i]}, which has no mean"));
            entries[entry].Add(values[i]);
        }
    }
}
