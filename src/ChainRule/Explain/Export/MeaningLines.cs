namespace ChainRule.Explanations;

/// <summary>What the gradients mean, and what is to be noted, as sentences.</summary>
internal static class MeaningLines
{
    /// <summary>Each line begins with what it is about: <c>sign: negative: …</c></summary>
    public static IEnumerable<string> Of(Explanation explanation, Style style)
    {
        var label = "";
        foreach (var line in new MeaningText(explanation, style).Lines())
        {
            if (!char.IsWhiteSpace(line[0])) label = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            yield return $"{label}: {(char.IsWhiteSpace(line[0]) ? line : line[label.Length..]).Trim()}";
        }
        foreach (var note in new Notes(explanation.Derivation, style).All()) yield return $"note: {note}";
    }
}
