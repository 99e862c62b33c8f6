using ChainRule.Graph;

namespace ChainRule;

/// <summary>A leaf with values of its own.</summary>
public abstract class Leaf : Tensor
{
    private TensorData data;

    private protected Leaf(LeafOp op, TensorData data, string? name)
        : base(op, data.Type, name) => this.data = data;

    /// <summary>The values it has now.</summary>
    internal TensorData Data => data;

    /// <summary>Names it by its path in what holds it.</summary>
    internal void NameAs(string path) => Rename(path);

    private protected void Replace(TensorData value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Type != Type)
            throw new ShapeException($"{Describe()} holds {Type}; a value of {value.Type} does not fit");
        data = value;
    }
}

/// <summary>A leaf for data: the graph stays, the values change from run to run. Training leaves it alone.</summary>
public sealed class Input : Leaf
{
    /// <summary>An input that begins with the given values.</summary>
    public Input(TensorData value, string? name = null) : base(LeafOp.Input, value, name) { }

    /// <summary>An input of zeros.</summary>
    public Input(Shape shape, DType dtype = DType.Float32, string? name = null) : this(TensorData.Zeros(shape, dtype), name) { }

    /// <summary>The values that the next run reads. Assigning does not copy them.</summary>
    /// <exception cref="ShapeException">The dtype or the shape is another than the input's.</exception>
    public TensorData Value
    {
        get => Data;
        set => Replace(value);
    }
}
