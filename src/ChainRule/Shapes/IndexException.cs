namespace ChainRule;

/// <summary>
/// An index or a class among the values of a tensor has no place on its axis. Thrown by the run that meets it, which then has changed
/// nothing; names the op, the tensor, the element and the range, and the line of code where that is known (<see cref="Origins"/>).
/// </summary>
public sealed class IndexException : ArgumentException
{
    /// <summary>An error without a text.</summary>
    public IndexException() { }

    /// <summary>An error that says which index has no place.</summary>
    public IndexException(string message) : base(message) { }

    /// <summary>An error that says which index has no place, and what caused it.</summary>
    public IndexException(string message, Exception innerException) : base(message, innerException) { }
}
