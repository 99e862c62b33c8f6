namespace ChainRule.Data;

/// <summary>Takes in the cells of a column.</summary>
public interface ICsvColumn
{
    /// <summary>Which column it is, from 0.</summary>
    int Index { get; }

    /// <summary>Takes the next cell in, in UTF-8; gives what is wrong with it, if anything is.</summary>
    string? Add(ReadOnlySpan<byte> cell);

    /// <summary>The column as numbers.</summary>
    double[] Values();
}
