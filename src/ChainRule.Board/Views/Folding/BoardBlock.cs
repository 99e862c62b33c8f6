namespace ChainRule.Board;

/// <summary>A statement of the formula as a block of the picture: the result that it names, and whatever is computed only for it.</summary>
/// <param name="Name">The name, as the formula has it.</param>
/// <param name="Node">The id of the result with that name.</param>
/// <param name="Formula">The right-hand side, as it was written.</param>
/// <param name="Inside">The ids of the other nodes: results and arrays without a name.</param>
public sealed record BoardBlock(string Name, string Node, string Formula, IReadOnlyList<string> Inside);
