namespace ChainRule.Board;

/// <summary>What the user gave cannot be put on the board: what is wrong, and what would be right.</summary>
public sealed class BoardException(string message) : Exception(message)
{
    /// <summary>The formula that was probably meant, if one can be offered.</summary>
    public string? Instead { get; init; }
}
