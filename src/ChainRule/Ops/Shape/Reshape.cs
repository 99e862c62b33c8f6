using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Ops
{
    /// <summary>The same elements in another shape, row-major.</summary>
    internal sealed record ReshapeOp(Shape Shape) : ViewOp
    {
        private static readonly OpInfo TheInfo = new("Reshape", "elements keep their gradients", "Reshape", "torch.reshape");
        private static readonly Notation TheNotation = new Notation.Function("reshape", MathForm.ItselfButForOnes);

        public override OpInfo Info => TheInfo;

        public override Notation Notation => TheNotation;

        public override IEnumerable<NamedValue> Attributes => [new("shape", Shape.ToString())];

        internal override string CSharpCode(IReadOnlyList<string> inputs) => $"{inputs[0]}.Reshape({Shape})";

        internal override string TorchCode(IReadOnlyList<string> inputs) => $"torch.reshape({inputs[0]}, {Shape})";

        internal override TensorType Infer(Operands operands) => operands.Shape(0).Size == Shape.Size
            ? new(operands[0].DType, Shape)
            : throw new ShapeException(
                $"Reshape cannot make {Shape} ({Shape.Size} elements) of {operands.Describe(0)} ({operands.Shape(0).Size} elements)");

        internal override Tensor Transpose(Tensor cotangent, Tensor output) =>
            Tensor.Apply(new ReshapeOp(output.Inputs[0].Shape), cotangent);

        internal override View? Map(View input) => input.Reshape(Shape);
    }
}

namespace ChainRule
{
    public partial class Tensor
    {
        /// <summary>The same elements, row-major, in another shape; one size may be −1 and is worked out.</summary>
        /// <exception cref="ShapeException">The count of elements differs.</exception>
        [OverloadResolutionPriority(1)]
        public Tensor Reshape(params ReadOnlySpan<int> sizes) => Functions.Reshape(this, sizes);

        /// <summary>The same elements in another shape.</summary>
        /// <exception cref="ShapeException">The count of elements differs.</exception>
        public Tensor Reshape(Shape shape) => shape.Equals(Shape) ? this : Apply(new ReshapeOp(shape), this);
    }

    public static partial class Functions
    {
        /// <summary>The same elements, row-major, in another shape; one size may be −1 and is worked out.</summary>
        /// <exception cref="ShapeException">The count of elements differs.</exception>
        public static Tensor Reshape(Tensor x, ReadOnlySpan<int> sizes)
        {
            int[] wanted = sizes.ToArray();
            var open = Array.IndexOf(wanted, -1);
            if (open >= 0)
            {
                wanted[open] = 1;
                var rest = wanted.Aggregate(1, (product, size) => product * size);
                wanted[open] = rest == 0 ? 0 : x.Shape.Size / rest;
            }
            return x.Reshape(Shape.Create(wanted));
        }

        /// <summary>The tensor without the given axes of size 1, or without all such.</summary>
        /// <exception cref="ShapeException">An axis has another size.</exception>
        public static Tensor Squeeze(Tensor x, IReadOnlyList<int>? axes = null)
        {
            var gone = x.Shape.Axes(axes ?? [.. IntList.Range(x.Rank).Where(axis => x.Shape[axis] == 1)]);
            foreach (var axis in gone)
                if (x.Shape[axis] != 1)
                    throw new ShapeException(
                        $"Squeeze can leave out axes of size 1, but axis {axis} of {x.Describe()} of shape {x.Shape} has {x.Shape[axis]}");
            return x.Reshape(x.Shape.Without(gone, keep: false));
        }

        /// <summary>The tensor with one more axis of size 1, whose place in the result is <paramref name="axis"/>.</summary>
        /// <exception cref="ShapeException">There is no such place.</exception>
        public static Tensor Unsqueeze(Tensor x, int axis)
        {
            if (axis < -x.Rank - 1 || axis > x.Rank)
                throw new ShapeException(
                    $"Unsqueeze can put an axis at {-x.Rank - 1}…{x.Rank} of {x.Describe()} of shape {x.Shape}, not at {axis}");
            var sizes = x.Shape.ToList();
            sizes.Insert(axis < 0 ? axis + x.Rank + 1 : axis, 1);
            return x.Reshape([.. sizes]);
        }
    }
}
