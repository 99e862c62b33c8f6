using ChainRule.Graph;

namespace ChainRule;

/// <summary>A leaf whose values never change.</summary>
internal sealed class Constant(TensorData data, string? name) : Leaf(LeafOp.Constant, data, name);

public partial class Tensor
{
    /// <summary>A scalar in double precision.</summary>
    public static Tensor Constant(double value, string? name = null) =>
        Constant(TensorData.Create<double>([value], Shape.Scalar), name);

    /// <summary>A scalar in single precision.</summary>
    public static Tensor Constant(float value, string? name = null) => Constant(TensorData.Create<float>([value], Shape.Scalar), name);

    /// <summary>A vector of the given values, which are copied. Integers of fewer bits become Int64.</summary>
    /// <exception cref="NotSupportedException">
    /// <typeparamref name="T"/> is none of the types that <see cref="TensorData.Create{T}"/> takes.
    /// </exception>
    public static Tensor Constant<T>(ReadOnlySpan<T> values, string? name = null) where T : unmanaged =>
        Constant(TensorData.Create(values, [values.Length]), name);

    /// <summary>A tensor of the given values, row-major, which are copied. Integers of fewer bits become Int64.</summary>
    /// <exception cref="ShapeException">The count of values is not the shape's size.</exception>
    /// <exception cref="NotSupportedException">
    /// <typeparamref name="T"/> is none of the types that <see cref="TensorData.Create{T}"/> takes.
    /// </exception>
    public static Tensor Constant<T>(ReadOnlySpan<T> values, Shape shape, string? name = null) where T : unmanaged =>
        Constant(TensorData.Create(values, shape), name);

    /// <summary>A tensor of the given values.</summary>
    public static Tensor Constant(TensorData data, string? name = null) => new Constant(data, name);

    /// <summary>A number as part of an expression. Equal ones are one.</summary>
    internal static Tensor Literal(double value, DType dtype)
    {
        var op = new LiteralOp(value, dtype);
        return Intern(op, [], op.Infer(default), name: null);
    }
}
