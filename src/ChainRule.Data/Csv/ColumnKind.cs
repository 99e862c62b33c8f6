namespace ChainRule.Data;

/// <summary>What the cells of a column are.</summary>
public enum ColumnKind
{
    /// <summary>Finite numbers.</summary>
    Number,

    /// <summary>A few different texts.</summary>
    Category,

    /// <summary>Nothing that can be learned from as it is: see <see cref="CsvColumn.Problem"/>.</summary>
    Text,
}
