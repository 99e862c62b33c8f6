namespace ChainRule.Board.Drawing;

/// <summary>A group of a drawing: a node or an edge.</summary>
/// <param name="Attributes">What the group's element has besides its class.</param>
/// <param name="Style">Its classes.</param>
/// <param name="IsCurrent">Whether the step is about it.</param>
/// <param name="Slots">What it is made of, always as many parts in the same order; a part that is not there yet is empty.</param>
internal sealed record SvgGroup(string Attributes, string Style, bool IsCurrent, params string[] Slots);
