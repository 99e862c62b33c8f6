using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Ops
{
    /// <summary>The axes in another order: axis i of the result is axis Permutation[i] of the input.</summary>
    internal sealed record TransposeOp(IntList Permutation) : ViewOp
    {
        private static readonly OpInfo TheInfo = new("Transpose", "elements keep their gradients", "Transpose", "torch.permute");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => [new("perm", Permutation.ToString())];

        internal override string CSharpCode(IReadOnlyList<string> inputs) => $"{inputs[0]}.Transpose({Permutation})";

        internal override string TorchCode(IReadOnlyList<string> inputs) => $"torch.permute({inputs[0]}, {Permutation})";

        internal override TensorType Infer(Operands operands)
        {
            var shape = operands.Shape(0);
            if (Permutation.Count != shape.Rank || !IntList.Range(shape.Rank).All(axis => Permutation.AsSpan().Contains(axis)))
                throw new ShapeException(
                    $"Transpose needs each axis of {operands.Describe(0)} once; {Permutation} is not an order of its {shape.Rank} axes");
            return new(operands[0].DType, [.. Permutation.Select(axis => shape[axis])]);
        }

        internal override Tensor Transpose(Tensor cotangent, Tensor output) => Tensor.Apply(new TransposeOp(Inverse()), cotangent);

        internal override View Map(View input) => input.Transpose(Permutation);

        private IntList Inverse()
        {
            var inverse = new int[Permutation.Count];
            for (var i = 0; i < inverse.Length; i++) inverse[Permutation[i]] = i;
            return IntList.Create(inverse);
        }
    }
}

namespace ChainRule
{
    public partial class Tensor
    {
        /// <summary>The axes in another order; in reverse order where none is given.</summary>
        /// <exception cref="ShapeException">Not every axis is named once.</exception>
        public Tensor Transpose(params ReadOnlySpan<int> permutation)
        {
            IntList axes = permutation.IsEmpty
                ? [.. IntList.Range(Rank).Reverse()]
                : [.. IntList.Create(permutation).Select(axis => axis < 0 ? axis + Rank : axis)];
            return axes.Equals(IntList.Range(Rank)) ? this : Apply(new TransposeOp(axes), this);
        }

        /// <summary>Two axes exchanged.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public Tensor SwapAxes(int a, int b)
        {
            int[] axes = [.. IntList.Range(Rank)];
            (axes[Shape.Axis(a)], axes[Shape.Axis(b)]) = (axes[Shape.Axis(b)], axes[Shape.Axis(a)]);
            return Transpose(axes);
        }
    }
}
