using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Ops
{
    /// <summary>The input repeated to fill a shape, by NumPy's rule.</summary>
    internal sealed record BroadcastToOp(Shape Shape) : ViewOp
    {
        private static readonly OpInfo TheInfo = new("BroadcastTo", "copies' gradients add up", "Expand", "torch.broadcast_to");
        private static readonly Notation TheNotation = new Notation.Function("broadcast_to", MathForm.Itself);

        public override OpInfo Info => TheInfo;

        public override Notation Notation => TheNotation;

        public override IEnumerable<NamedValue> Attributes => [new("shape", Shape.ToString())];

        internal override string CSharpCode(IReadOnlyList<string> inputs) => $"{inputs[0]}.BroadcastTo({Shape})";

        internal override string TorchCode(IReadOnlyList<string> inputs) => $"torch.broadcast_to({inputs[0]}, {Shape})";

        internal override TensorType Infer(Operands operands) => Broadcasting.Fits(operands.Shape(0), Shape)
            ? new(operands[0].DType, Shape)
            : throw new ShapeException(
                $"BroadcastTo cannot repeat {operands.Describe(0)} to fill {Shape}: each axis, counted from the last, must have the same "
                + $"size or 1");

        internal override Tensor Transpose(Tensor cotangent, Tensor output) => cotangent.SumTo(output.Inputs[0].Shape);

        internal override View Map(View input) => input.Expand(Shape);
    }
}

namespace ChainRule
{
    public partial class Tensor
    {
        /// <summary>Repeated to fill <paramref name="shape"/>, by NumPy's rule.</summary>
        /// <exception cref="ShapeException">It does not fit.</exception>
        public Tensor BroadcastTo(Shape shape) => shape.Equals(Shape) ? this : Apply(new BroadcastToOp(shape), this);

        /// <summary>Summed over the axes along which <paramref name="shape"/> would be repeated: the transpose of broadcasting.</summary>
        internal Tensor SumTo(Shape shape)
        {
            if (shape.Equals(Shape)) return this;
            IntList axes = [.. Broadcasting.RepeatedAxes(shape, Shape)];
            return Apply(new SumOp(axes, KeepDims: false), this).Reshape(shape);
        }
    }

    public static partial class Functions
    {
        /// <summary>
        /// The whole tensor several times along each axis, as NumPy's tile: fewer repeats are for the last axes, more make new
        /// axes in front.
        /// </summary>
        public static Tensor Tile(Tensor x, params IReadOnlyList<int> repeats)
        {
            var rank = Math.Max(x.Rank, repeats.Count);
            var sizes = Padded([.. x.Shape], rank);
            var times = Padded(repeats, rank);
            // [a, b] becomes [1, a, 1, b], is repeated to [m, a, n, b], and read as [m·a, n·b].
            var spread = x.Reshape([.. sizes.SelectMany(size => new[] { 1, size })]);
            var repeated = spread.BroadcastTo([.. times.Zip(sizes).SelectMany(pair => new[] { pair.First, pair.Second })]);
            return repeated.Reshape([.. times.Zip(sizes, (time, size) => time * size)]);
        }

        /// <summary>Each element along an axis several times in a row.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public static Tensor RepeatInterleave(Tensor x, int repeats, int axis)
        {
            axis = x.Shape.Axis(axis);
            var spread = Unsqueeze(x, axis + 1);
            return spread.BroadcastTo(spread.Shape.With(axis + 1, repeats)).Reshape(x.Shape.With(axis, x.Shape[axis] * repeats));
        }

        private static int[] Padded(IReadOnlyList<int> counts, int rank) => [.. Enumerable.Repeat(1, rank - counts.Count), .. counts];
    }
}
