using System.Globalization;

namespace ChainRule.Graph;

/// <summary>A number written in an expression: part of the expression's structure.</summary>
/// <param name="Value">The number.</param>
/// <param name="DType">The type of element it is.</param>
public sealed record LiteralOp(double Value, DType DType) : Op
{
    private static readonly OpInfo TheInfo = new("Literal", "a number does not change", "Constant");

    /// <inheritdoc/>
    public override OpInfo Info => TheInfo;

    /// <inheritdoc/>
    public override IEnumerable<NamedValue> Attributes => [new("value", Value.ToString("R", CultureInfo.InvariantCulture))];

    internal override TensorType Infer(Operands operands) => new(DType, Shape.Scalar);
}

/// <summary>A leaf that stands for values given elsewhere.</summary>
public sealed record LeafOp : Op
{
    internal static readonly LeafOp Constant = new("Constant", "constants do not change");
    internal static readonly LeafOp Input = new("Input", "data do not change");
    internal static readonly LeafOp Parameter = new("Parameter", "∂w/∂w = 1");
    internal static readonly LeafOp State = new("State", "what is remembered does not change within a step");

    private LeafOp(string name, string reason) => Info = new OpInfo(name, reason, name == "Constant" ? name : null);

    /// <inheritdoc/>
    public override OpInfo Info { get; }

    internal override TensorType Infer(Operands operands) => throw new InvalidOperationException("a leaf is given its type");
}
