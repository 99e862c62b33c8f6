using ChainRule.Training;

namespace ChainRule.Data;

/// <summary>How a column of a table becomes numbers for a network: a number brought to mean 0 and deviation 1, or a category.</summary>
public sealed class EncodedColumn
{
    /// <summary>A column of numbers.</summary>
    /// <param name="name">Its name in the header.</param>
    /// <param name="mean">What is subtracted.</param>
    /// <param name="deviation">What is divided by; 0 for a constant column, which becomes 0.</param>
    /// <exception cref="ArgumentException">The mean is not finite, or the deviation negative or not finite.</exception>
    public EncodedColumn(string name, double mean, double deviation) => (Name, Scale) = (name, new Standardize([mean], [deviation]));

    /// <summary>A column of categories.</summary>
    /// <exception cref="ArgumentException">There is no category, or one twice.</exception>
    public EncodedColumn(string name, IReadOnlyList<string> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        if (categories.Count == 0) throw new ArgumentException($"column {Names.Shown(name)} has no category", nameof(categories));
        if (categories.Distinct().Count() < categories.Count)
            throw new ArgumentException($"column {Names.Shown(name)} has a category twice", nameof(categories));
        (Name, Categories) = (name, [.. categories]);
    }

    /// <summary>The name in the header.</summary>
    public string Name { get; }

    /// <summary>The categories in the order of their numbers; none for a column of numbers.</summary>
    public IReadOnlyList<string>? Categories { get; }

    /// <summary>What numbers are standardized by; none for categories.</summary>
    public Standardize? Scale { get; }

    /// <summary>How many inputs of a network it makes: one, or one for each category.</summary>
    public int Width => Categories?.Count ?? 1;
}
