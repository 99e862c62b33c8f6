namespace ChainRule.Cli;

/// <summary>The user's mistake: what is wrong, where, and what would be right.</summary>
internal sealed class UserException(string message) : Exception(message);
