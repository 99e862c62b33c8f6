namespace ChainRule.Explanations;

/// <summary>A line of mathematics: what is on the left, and what it is equal to.</summary>
/// <param name="Left">The left side, in a markup.</param>
/// <param name="Relation">The first sign: =, or += where more is added to it.</param>
/// <param name="Sides">The other sides, in the markup.</param>
/// <param name="Note">Words behind it.</param>
internal sealed record MathRow(string Left, string Relation, IReadOnlyList<string> Sides, string Note = "");

/// <summary>Some lines under a heading.</summary>
internal sealed record MathBlock(string Title, Role Role, IReadOnlyList<MathRow> Rows);
