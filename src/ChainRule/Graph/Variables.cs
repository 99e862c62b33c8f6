using ChainRule.Graph;

namespace ChainRule;

/// <summary>A leaf that a step can change, and only at the end of a run.</summary>
public abstract class Variable : Leaf
{
    private protected Variable(LeafOp op, TensorData value, string? name) : base(op, value.Copy(), name) { }

    /// <summary>
    /// The values that the next run reads. A step changes them; a span taken before does not see that. Assigning copies.
    /// </summary>
    /// <exception cref="ShapeException">The dtype or the shape is another than the variable's.</exception>
    public TensorData Value
    {
        get => Data;
        set
        {
            Replace(value.Copy());
            IsInitialized = true;
        }
    }

    /// <summary>Whether it was given values; an uninitialized one holds NaN.</summary>
    public bool IsInitialized { get; private protected set; } = true;
}

/// <summary>A variable that training moves to make a loss smaller.</summary>
public sealed class Parameter : Variable
{
    /// <summary>A parameter that begins with the given values, which are copied: training changes a parameter's own.</summary>
    public Parameter(TensorData value, string? name = null) : base(LeafOp.Parameter, value, name)
    {
        if (!value.DType.IsFloat())
            throw new ShapeException($"a parameter holds floating-point numbers, not {value.DType}");
    }

    /// <summary>A scalar parameter in double precision.</summary>
    public Parameter(double value, string? name = null) : this(TensorData.Create<double>([value], Shape.Scalar), name) { }

    /// <summary>A scalar parameter in single precision.</summary>
    public Parameter(float value, string? name = null) : this(TensorData.Create<float>([value], Shape.Scalar), name) { }

    /// <summary>A vector parameter in double precision.</summary>
    public Parameter(double[] values, string? name = null) : this(TensorData.Create<double>(values, [values.Length]), name) { }

    /// <summary>A vector parameter in single precision.</summary>
    public Parameter(float[] values, string? name = null) : this(TensorData.Create<float>(values, [values.Length]), name) { }

    /// <summary>Whether training leaves it alone. A training step asks at each run.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>A parameter that holds NaN until it is given values, by an initializer or a checkpoint.</summary>
    public static Parameter Uninitialized(Shape shape, DType dtype = DType.Float32, string? name = null)
    {
        var values = TensorData.Zeros(shape, dtype);
        values.Fill(double.NaN);
        return new(values, name) { IsInitialized = false };
    }
}

/// <summary>A variable that a step changes but no optimizer moves: running statistics, counters, the state of chance.</summary>
public sealed class State : Variable
{
    /// <summary>A state that begins with the given values, which are copied.</summary>
    public State(TensorData value, string? name = null) : base(LeafOp.State, value, name) { }
}
