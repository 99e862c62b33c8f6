using System.Globalization;
using ChainRule.Graph;

namespace ChainRule.Graph
{
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
}

namespace ChainRule
{
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

    /// <summary>A leaf whose values never change.</summary>
    internal sealed class Constant(TensorData data, string? name) : Leaf(LeafOp.Constant, data, name);

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
}
