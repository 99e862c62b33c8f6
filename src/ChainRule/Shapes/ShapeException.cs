namespace ChainRule;

/// <summary>Shapes or dtypes do not fit. Thrown where the expression is built; names the operands and says what would fit.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>An error without a text.</summary>
    public ShapeException() { }

    /// <summary>An error that says what does not fit.</summary>
    public ShapeException(string message) : base(message) { }

    /// <summary>An error that says what does not fit, and what caused it.</summary>
    public ShapeException(string message, Exception innerException) : base(message, innerException) { }
}
