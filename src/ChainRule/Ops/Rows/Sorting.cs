using System.Numerics;
using System.Runtime.InteropServices;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Ops
{
    /// <summary>The place of the greatest or the least along the last axis, which stays with size 1; of equal ones the first.</summary>
    internal sealed record ArgExtremeOp(Combine Combine) : IndexOp, IKernelOp
    {
        private static readonly OpInfo MaxInfo = new("ArgMax", "a place does not change a little", "ArgMax", "torch.argmax");
        private static readonly OpInfo MinInfo = new("ArgMin", "a place does not change a little", "ArgMin", "torch.argmin");

        public override OpInfo Info => Combine == Combine.Max ? MaxInfo : MinInfo;

        internal override TensorType Infer(Operands operands)
        {
            operands.CommonFloat(Info.Name);
            var shape = operands.Shape(0);
            return shape.Rank > 0 && shape[^1] > 0
                ? new(DType.Int64, shape.With(shape.Rank - 1, 1))
                : throw new ShapeException($"{Info.Name} of nothing has no place: {operands.Describe(0)} is empty along the axis");
        }

        internal override bool IsUndecided(IReadOnlyList<TensorData> inputs) =>
            Ties.OfExtreme(inputs[0], inputs[0].Shape.With(inputs[0].Shape.Rank - 1, 1), Combine == Combine.Max ? 1 : -1);

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var size = call.Shape(0)[^1];
            var rows = call.Shape(0).Size / size;
            if (Combine == Combine.Max) Kernels.Sorting.ArgMax(rows, size, call.Input(0), call.Output<long>());
            else Kernels.Sorting.ArgMin(rows, size, call.Input(0), call.Output<long>());
        }
    }

    /// <summary>The places of the elements along the last axis in the order of their size; equal ones keep their order.</summary>
    internal sealed record ArgSortOp(bool Descending) : IndexOp, IKernelOp
    {
        private static readonly OpInfo TheInfo = new("ArgSort", "an order does not change a little", null, "torch.argsort");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => [new("descending", Descending ? "true" : "false")];

        internal override TensorType Infer(Operands operands)
        {
            operands.CommonFloat("ArgSort");
            return new(DType.Int64, operands.Shape(0));
        }

        internal override bool IsUndecided(IReadOnlyList<TensorData> inputs) =>
            Ties.Within(inputs[0], inputs[0].Shape.With(inputs[0].Shape.Rank - 1, 1));

        /// <summary>A row of places; a single-precision element is half of one.</summary>
        public int Workspace(Tensor output) => output.Shape[^1] * (DType.Int64.Bytes() / output.Inputs[0].DType.Bytes());

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var size = call.Shape(0)[^1];
            if (size == 0) return;
            Kernels.Sorting.ArgSort(call.Shape(0).Size / size, size, call.Input(0), call.Output<long>(), Descending,
                MemoryMarshal.Cast<T, long>(call.Workspace));
        }
    }

    /// <summary>The examples of the family.</summary>
    internal static class Orders
    {
        public static IReadOnlyList<Example> Examples { get; } =
        [
            new(new ArgExtremeOp(Combine.Max), SampleRange.Real, [2, 4]),
            new(new ArgExtremeOp(Combine.Min), SampleRange.Real, [4]),
            new(new ArgSortOp(Descending: false), SampleRange.Real, [2, 3, 4]),
            new(new ArgSortOp(Descending: true), SampleRange.Real, [5]),
        ];
    }
}

namespace ChainRule
{
    /// <summary>Values chosen from a tensor, and where they lay.</summary>
    /// <param name="Values">The values.</param>
    /// <param name="Indices">Their places along the axis, Int64.</param>
    public readonly record struct ValuesAndIndices(Tensor Values, Tensor Indices);

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
        public static Tensor ArgSort(Tensor x, int axis = -1, bool descending = false) =>
            OnLast(x, axis, rows => Tensor.Apply(new ArgSortOp(descending), rows));

        /// <summary>The greatest along an axis and its place. Of equal ones the first is chosen and gets the gradient.</summary>
        /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
        public static ValuesAndIndices MaxWithIndices(Tensor x, int axis, bool keepDims = false) =>
            Taken(x, ArgMax(x, axis, keepDims: true), axis, keepDims);

        /// <summary>The least along an axis and its place. Of equal ones the first is chosen and gets the gradient.</summary>
        /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
        public static ValuesAndIndices MinWithIndices(Tensor x, int axis, bool keepDims = false) =>
            Taken(x, ArgMin(x, axis, keepDims: true), axis, keepDims);

        /// <summary>The elements along an axis in the order of their size, and where they lay; equal ones keep their order.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public static ValuesAndIndices Sort(Tensor x, int axis = -1, bool descending = false) =>
            Taken(x, ArgSort(x, axis, descending), axis, keepDims: true);

        /// <summary>The <paramref name="k"/> greatest or least along an axis in order, the outermost first, and where they lay.</summary>
        /// <exception cref="ShapeException">There is no such axis, or it has fewer elements.</exception>
        public static ValuesAndIndices TopK(Tensor x, int k, int axis = -1, bool largest = true)
        {
            if (k < 0 || k > x.Shape[x.Shape.Axis(axis)])
                throw new ShapeException($"TopK cannot choose {k} along axis {axis} of {x.Describe()} of shape {x.Shape}");
            return Taken(x, Slice(ArgSort(x, axis, descending: largest), axis, 0, k), axis, keepDims: true);
        }

        private static ValuesAndIndices Taken(Tensor x, Tensor indices, int axis, bool keepDims)
        {
            var values = TakeAlongAxis(x, indices, axis);
            return keepDims ? new(values, indices) : new(Squeeze(values, [axis]), Squeeze(indices, [axis]));
        }

        private static Tensor ArgExtreme(Combine combine, Tensor x, int? axis, bool keepDims)
        {
            var places = OnLast(axis is null ? x.Reshape(-1) : x, axis ?? 0, rows => Tensor.Apply(new ArgExtremeOp(combine), rows));
            return places.Reshape(x.Shape.Without(x.Shape.Axes(axis is { } one ? [one] : null), keepDims));
        }

        /// <summary>Does to an axis what <paramref name="f"/> does to the last.</summary>
        private static Tensor OnLast(Tensor x, int axis, Func<Tensor, Tensor> f) =>
            x.Shape.Axis(axis) == x.Rank - 1 ? f(x) : f(x.SwapAxes(axis, -1)).SwapAxes(axis, -1);
    }
}
