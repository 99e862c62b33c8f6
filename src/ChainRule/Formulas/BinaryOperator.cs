namespace ChainRule.Formulas;

/// <summary>An operator between two operands.</summary>
public enum BinaryOperator
{
    /// <summary><c>a + b</c></summary>
    Add,

    /// <summary><c>a - b</c></summary>
    Subtract,

    /// <summary><c>a * b</c>, element by element</summary>
    Multiply,

    /// <summary><c>a / b</c></summary>
    Divide,

    /// <summary><c>a @ b</c></summary>
    MatrixMultiply,

    /// <summary><c>a ^ b</c></summary>
    Power,

    /// <summary><c>a &lt; b</c>: 1 where it holds, else 0</summary>
    Less,

    /// <summary><c>a &lt;= b</c>: 1 where it holds, else 0</summary>
    LessOrEqual,

    /// <summary><c>a &gt; b</c>: 1 where it holds, else 0</summary>
    Greater,

    /// <summary><c>a &gt;= b</c>: 1 where it holds, else 0</summary>
    GreaterOrEqual,

    /// <summary><c>a == b</c>: 1 where it holds, else 0</summary>
    Equal,

    /// <summary><c>a != b</c>: 1 where it holds, else 0</summary>
    NotEqual,
}

internal static class BinaryOperators
{
    public static string Symbol(this BinaryOperator binary) => binary switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.MatrixMultiply => "@",
        BinaryOperator.Power => "^",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        _ => throw new ArgumentOutOfRangeException(nameof(binary)),
    };

    public static int Precedence(this BinaryOperator binary) => binary switch
    {
        BinaryOperator.Add or BinaryOperator.Subtract => Ops.Precedence.Sum,
        BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.MatrixMultiply => Ops.Precedence.Product,
        BinaryOperator.Power => Ops.Precedence.Power,
        _ => Ops.Precedence.Comparison,
    };
}
