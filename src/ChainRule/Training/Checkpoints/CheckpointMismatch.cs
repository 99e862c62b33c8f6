using System.Globalization;
using System.Text;
using ChainRule.Formulas;

namespace ChainRule.Training;

/// <summary>In what a file and a model do not agree. It prints itself.</summary>
/// <param name="Missing">The names that are in the model and not in the file.</param>
/// <param name="Surplus">The names that are in the file and not in the model.</param>
/// <param name="Misshapen">The tensors of another shape or kind of number, each with both.</param>
public sealed record CheckpointMismatch(IReadOnlyList<string> Missing, IReadOnlyList<string> Surplus, IReadOnlyList<string> Misshapen)
{
    /// <summary>Whether there is nothing to tell.</summary>
    public bool IsEmpty => Missing.Count + Surplus.Count + Misshapen.Count == 0;

    private const int MaxShown = 20;

    /// <summary>A line for each kind of disagreement, with the first names of it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, "not in the file: ", Missing, ", ");
        Append(text, "not in the model: ", Surplus, ", ");
        Append(text, "", Misshapen, "\n  ");
        return text.ToString();
    }

    private static void Append(StringBuilder text, string label, IReadOnlyList<string> names, string separator)
    {
        if (names.Count == 0) return;
        text.Append("\n  ").Append(label).AppendJoin(separator, names.Take(MaxShown).Select(TokenText.Name));
        if (names.Count > MaxShown) text.Append(CultureInfo.InvariantCulture, $"{separator}and {names.Count - MaxShown:N0} more");
    }
}
