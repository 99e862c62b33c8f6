using System.Numerics;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Ops
{
    /// <summary>The sums of the elements up to each one along an axis.</summary>
    internal sealed record CumSumOp(int Axis) : LinearOp, IKernelOp
    {
        private static readonly OpInfo TheInfo = new("CumSum", "each element is in its own sum and in all later ones", "CumSum",
            "torch.cumsum");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => [new("axis", $"{Axis}")];

        public static IReadOnlyList<Example> Examples { get; } =
        [
            new(new CumSumOp(1), SampleRange.Real, [2, 4, 3]),
            new(new CumSumOp(0), SampleRange.Real, [4]),
        ];

        internal override string CSharpCode(IReadOnlyList<string> inputs) => $"CumSum({inputs[0]}, {Axis})";

        internal override string TorchCode(IReadOnlyList<string> inputs) => $"torch.cumsum({inputs[0]}, dim={Axis})";

        internal override TensorType Infer(Operands operands) => new(operands.CommonFloat("CumSum"), operands.Shape(0));

        /// <summary>The sums from each element on: those up to it, read backwards.</summary>
        internal override Tensor Transpose(Tensor cotangent, Tensor output) =>
            Functions.Flip(Tensor.Apply(this, Functions.Flip(cotangent, [Axis])), [Axis]);

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var (outer, size, inner) = AxisSplit.Of(call.Shape(0), Axis);
            Scan.CumSum(outer, size, inner, call.Input(0), call.Output<T>());
        }
    }
}

namespace ChainRule
{
    public static partial class Functions
    {
        /// <summary>The sums of the elements up to each one along an axis, itself included.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public static Tensor CumSum(Tensor x, int axis) => Tensor.Apply(new CumSumOp(x.Shape.Axis(axis)), x);

        /// <summary>The products of the elements up to each one along an axis. Its derivative is exact where factors are 0.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public static Tensor CumProd(Tensor x, int axis)
        {
            axis = x.Shape.Axis(axis);
            var size = x.Shape[axis];
            // After each round an element is the product of twice as many: of itself and those before it (Hillis, Steele, "Data
            // parallel algorithms", 1986).
            for (var reach = 1; reach < size; reach *= 2)
            {
                var ones = One(x).BroadcastTo(x.Shape.With(axis, reach));
                x *= Concat([ones, Slice(x, axis, 0, size - reach)], axis);
            }
            return x;
        }

        /// <summary>The product over the axes, or over all; of nothing: 1. Its derivative is exact where factors are 0.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public static Tensor Prod(Tensor x, IReadOnlyList<int>? axes = null, bool keepDims = false)
        {
            var gone = x.Shape.Axes(axes);
            var rest = IntList.Range(x.Rank).Except(gone);
            var factors = x.Transpose([.. rest, .. gone]).Reshape([.. x.Shape.Without(gone, keep: false), CountAlong(x.Shape, axes)]);
            return ProductOfLast(factors).Reshape(x.Shape.Without(gone, keepDims));
        }

        /// <summary>
        /// Multiplies one half of the last axis by the other until one element is left: no division, so zeros do no harm.
        /// </summary>
        private static Tensor ProductOfLast(Tensor x)
        {
            if (x.Shape[^1] == 0) return One(x).BroadcastTo(x.Shape.With(x.Rank - 1, 1));
            while (x.Shape[^1] is > 1 and var count)
            {
                var half = count / 2;
                var pairs = Slice(x, -1, 0, half) * Slice(x, -1, half, half);
                x = count % 2 == 0 ? pairs : Concat([pairs, Slice(x, -1, count - 1, 1)], -1);
            }
            return x;
        }
    }
}
