namespace ChainRule.Board;

/// <summary>What the user gave cannot be put on the board: what is wrong, and what would be right.</summary>
public sealed class BoardException(string message) : Exception(message);
