using System.Numerics;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Ops
{
    /// <summary>The place of the greatest or the least along an axis, which stays with size 1; of equal ones the first.</summary>
    internal sealed record ArgExtremeOp(Combine Combine, int Axis) : IndexOp, IKernelOp
    {
        private static readonly OpInfo MaxInfo = new("ArgMax", "a place does not change a little", "ArgMax", "torch.argmax");
        private static readonly OpInfo MinInfo = new("ArgMin", "a place does not change a little", "ArgMin", "torch.argmin");

        public override OpInfo Info => Combine == Combine.Max ? MaxInfo : MinInfo;

        public override IEnumerable<NamedValue> Attributes => [new("axis", $"{Axis}")];

        internal override TensorType Infer(Operands operands)
        {
            operands.CommonFloat(Info.Name);
            if (operands.Shape(0)[Axis] == 0)
                throw new ShapeException($"{Info.Name} of nothing has no place: {operands.Describe(0)} is empty along axis {Axis}");
            return new(DType.Int64, operands.Shape(0).With(Axis, 1));
        }

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var (outer, size, inner) = AxisSplit.Of(call.Shape(0), Axis);
            if (Combine == Combine.Max) Kernels.Sorting.ArgMax(call.Input(0), call.Output<long>(), outer, size, inner);
            else Kernels.Sorting.ArgMin(call.Input(0), call.Output<long>(), outer, size, inner);
        }
    }

    /// <summary>The places of the elements along an axis in the order of their size; equal ones keep their order.</summary>
    internal sealed record ArgSortOp(int Axis, bool Descending) : IndexOp, IKernelOp
    {
        private static readonly OpInfo TheInfo = new("ArgSort", "an order does not change a little", null, "torch.argsort");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => [new("axis", $"{Axis}"), new("descending", Descending ? "true" : "false")];

        internal override TensorType Infer(Operands operands)
        {
            operands.CommonFloat("ArgSort");
            return new(DType.Int64, operands.Shape(0));
        }

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var (outer, size, inner) = AxisSplit.Of(call.Shape(0), Axis);
            Kernels.Sorting.ArgSort(call.Input(0), call.Output<long>(), outer, size, inner, Descending);
        }
    }

    /// <summary>The examples of the family.</summary>
    internal static class Orders
    {
        public static IReadOnlyList<Example> Examples { get; } =
        [
            new(new ArgExtremeOp(Combine.Max, 1), Domain.Real, [2, 4, 3]),
            new(new ArgExtremeOp(Combine.Min, 0), Domain.Real, [4]),
            new(new ArgSortOp(1, Descending: false), Domain.Real, [2, 4, 3]),
            new(new ArgSortOp(0, Descending: true), Domain.Real, [5]),
        ];
    }
}

namespace ChainRule
{
    /// <summary>Values chosen from a tensor, and where they lay.</summary>
    /// <param name="Values">The values.</param>
    /// <param name="Indices">Their places along the axis, Int64.</param>
    public readonly record struct Chosen(Tensor Values, Tensor Indices);

    public static partial class Functions
    {
        /// <summary>The place of the greatest along an axis, or in the whole tensor read row-major; of equal ones the first.</summary>
        /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
        public static Tensor ArgMax(Tensor x, int? axis = null, bool keepDims = false) => ArgExtreme(Combine.Max, x, axis, keepDims);

        /// <summary>The place of the least along an axis, or in the whole tensor read row-major; of equal ones the first.</summary>
        /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
        public static Tensor ArgMin(Tensor x, int? axis = null, bool keepDims = false) => ArgExtreme(Combine.Min, x, axis, keepDims);

        /// <summary>The places of the elements along an axis in the order of their size; equal ones keep their order.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public static Tensor ArgSort(Tensor x, int axis = -1, bool descending = false) => Tensor.Apply(new ArgSortOp(x.Shape.Axis(axis), descending), x);

        /// <summary>The greatest along an axis and its place. Of equal ones the first is chosen and gets the gradient.</summary>
        /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
        public static Chosen MaxWithIndices(Tensor x, int axis, bool keepDims = false) => Taken(x, ArgMax(x, axis, keepDims: true), axis, keepDims);

        /// <summary>The least along an axis and its place. Of equal ones the first is chosen and gets the gradient.</summary>
        /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
        public static Chosen MinWithIndices(Tensor x, int axis, bool keepDims = false) => Taken(x, ArgMin(x, axis, keepDims: true), axis, keepDims);

        /// <summary>The elements along an axis in the order of their size, and where they lay; equal ones keep their order.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public static Chosen Sort(Tensor x, int axis = -1, bool descending = false) => Taken(x, ArgSort(x, axis, descending), axis, keepDims: true);

        /// <summary>The <paramref name="k"/> greatest or least along an axis in order, the outermost first, and where they lay.</summary>
        /// <exception cref="ShapeException">There is no such axis, or it has fewer elements.</exception>
        public static Chosen TopK(Tensor x, int k, int axis = -1, bool largest = true)
        {
            if (k < 0 || k > x.Shape[x.Shape.Axis(axis)])
                throw new ShapeException($"TopK cannot choose {k} along axis {axis} of {x.Describe()} of shape {x.Shape}");
            return Taken(x, Slice(ArgSort(x, axis, descending: largest), axis, 0, k), axis, keepDims: true);
        }

        private static Chosen Taken(Tensor x, Tensor indices, int axis, bool keepDims)
        {
            var values = TakeAlongAxis(x, indices, axis);
            return keepDims ? new(values, indices) : new(Squeeze(values, [axis]), Squeeze(indices, [axis]));
        }

        private static Tensor ArgExtreme(Combine combine, Tensor x, int? axis, bool keepDims)
        {
            var line = axis is null ? x.Reshape(-1) : x;
            var places = Tensor.Apply(new ArgExtremeOp(combine, line.Shape.Axis(axis ?? 0)), line);
            return places.Reshape(x.Shape.Without(x.Shape.Axes(axis is { } one ? [one] : null), keepDims));
        }
    }
}
