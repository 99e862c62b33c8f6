using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;

namespace ChainRule.Ops
{
    /// <summary>Of each line of x along an axis the elements at the places that the same line of indices names.</summary>
    internal sealed record TakeAlongAxisOp(int Axis) : GeneralOp, IKernelOp, IIndexingOp, IRowOp
    {
        private static readonly OpInfo TheInfo = new("TakeAlongAxis", "each place gets the gradients of all its copies", "GatherElements",
            "torch.gather");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => [new("axis", $"{Axis}")];

        public int IndexInput => 1;

        public string Caller => "TakeAlongAxis";

        public int Places(Tensor use) => use.Inputs[0].Shape[Axis];

        internal override bool IsMultilinear => true;

        public override bool IsDifferentiable(int input) => input == 0;

        internal override TensorType Infer(Operands operands)
        {
            operands.RequireDType("TakeAlongAxis", 1, DType.Int64);
            AlongAxis.RequireSameLines("TakeAlongAxis", operands, 0, 1, Axis);
            AlongAxis.RequirePlaces("TakeAlongAxis", "take", operands.Shape(0), operands, Axis);
            return new(operands[0].DType, operands.Shape(1));
        }

        internal override Tensor Vjp(int input, Tensor cotangent, Tensor output) =>
            Tensor.Apply(new ScatterAddOp(output.Inputs[0].Shape, Axis), cotangent, output.Inputs[1]);

        public bool MakesRowValues => true;

        public KernelPair RowKernel => new((RowKernel<float>)RowTiles.PickElement, (RowKernel<double>)RowTiles.PickElement);

        /// <summary>Of each row one element.</summary>
        public TensorType? RowSpace(TensorType input, TensorType output) =>
            Axis == input.Shape.Rank - 1 && output.Shape[^1] == 1 ? input : null;

        public int PartCount(Tensor output) => WorkPartition.Parts(AxisSplit.Of(output.Shape, Axis).Outer, output.Shape.Size);

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var (x, y) = (AxisSplit.Of(call.Shape(0), Axis), AxisSplit.Of(call.Shape(1), Axis));
            var (from, to) = WorkPartition.Of(y.Outer, part, call.Parts);
            Kernels.Indexing.TakeAlongAxis(to - from, x.Size, y.Size, y.Inner, call.Input(0)[x.Blocks(from, to)],
                call.Indices(1)[y.Blocks(from, to)], call.Output<T>()[y.Blocks(from, to)]);
        }
    }

    /// <summary>Adds elements to zeros of a shape at their places along an axis: the transpose of <see cref="TakeAlongAxisOp"/>.</summary>
    internal sealed record ScatterAddOp(Shape Shape, int Axis) : GeneralOp, IKernelOp, IIndexingOp, IRowOp
    {
        private static readonly OpInfo TheInfo = new("ScatterAdd", "what is added at a place gets that place's gradient", "ScatterElements",
            "torch.scatter_add");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => [new("shape", $"{Shape}"), new("axis", $"{Axis}")];

        public int IndexInput => 1;

        public string Caller => "ScatterAdd";

        public Tensor Indexed(Tensor use) => use;

        public int Places(Tensor use) => Shape[Axis];

        internal override bool IsMultilinear => true;

        public override bool IsDifferentiable(int input) => input == 0;

        internal override TensorType Infer(Operands operands)
        {
            operands.RequireDType("ScatterAdd", 1, DType.Int64);
            if (!operands.Shape(0).Equals(operands.Shape(1)))
                throw new ShapeException(
                    $"ScatterAdd needs a place for each update, but got {operands.Describe(0)} and {operands.Describe(1)}; indices of "
                    + $"shape {operands.Shape(0)} would fit");
            AlongAxis.RequirePlaces("ScatterAdd", "add", Shape, operands, Axis);
            return new(operands[0].DType, Shape);
        }

        internal override Tensor Vjp(int input, Tensor cotangent, Tensor output) =>
            Tensor.Apply(new TakeAlongAxisOp(Axis), cotangent, output.Inputs[1]);

        public bool TakesRowValues => true;

        public KernelPair RowKernel => new((RowKernel<float>)RowTiles.Place, (RowKernel<double>)RowTiles.Place);

        /// <summary>Into each row one element.</summary>
        public TensorType? RowSpace(TensorType input, TensorType output) =>
            Axis == output.Shape.Rank - 1 && input.Shape[^1] == 1 ? output : null;

        public int PartCount(Tensor output) => WorkPartition.Parts(AxisSplit.Of(Shape, Axis).Outer, Shape.Size);

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var (x, y) = (AxisSplit.Of(call.Shape(1), Axis), AxisSplit.Of(Shape, Axis));
            var (from, to) = WorkPartition.Of(y.Outer, part, call.Parts);
            var sums = Kernels.Indexing.SumsAlongAxis(y.Size, y.Inner);
            var workspace = MemoryMarshal.Cast<byte, double>(MemoryMarshal.AsBytes(call.Shared)).Slice(part * sums, sums);
            Kernels.Indexing.ScatterAddAlongAxis(to - from, y.Size, x.Size, x.Inner, call.Input(0)[x.Blocks(from, to)],
                call.Indices(1)[x.Blocks(from, to)], call.Output<T>()[y.Blocks(from, to)], workspace);
        }

        /// <summary>For each part room for its sums in double precision.</summary>
        public int Shared(Tensor output) =>
            PartCount(output)
            * Kernels.Indexing.SumsAlongAxis(Shape[Axis], AxisSplit.Of(Shape, Axis).Inner)
            * (output.DType == DType.Float32 ? 2 : 1);
    }

    /// <summary>What the ops along an axis share, and the family's examples.</summary>
    internal static class AlongAxis
    {
        private static readonly SampleRange[] RealAndPlace = [SampleRange.Real, new SampleRange(0, 2)];

        public static IReadOnlyList<Example> Examples { get; } =
        [
            new(new GatherOp(1), [new(DType.Float64, [2, 3, 2]), new(DType.Int64, [2, 2])], RealAndPlace),
            new(new IndexAddOp([2, 3, 2], 1), [new(DType.Float64, [2, 4, 2]), new(DType.Int64, [4])], RealAndPlace),
            new(new TakeAlongAxisOp(1), [new(DType.Float64, [2, 3, 2]), new(DType.Int64, [2, 4, 2])], RealAndPlace),
            new(new ScatterAddOp([2, 3, 2], 1), [new(DType.Float64, [2, 4, 2]), new(DType.Int64, [2, 4, 2])], RealAndPlace),
        ];

        /// <summary>Refuses indices into an axis that has no places.</summary>
        public static void RequirePlaces(string op, string does, Shape shape, Operands operands, int axis)
        {
            if (shape[axis] == 0 && operands.Shape(1).Size > 0)
                throw new ShapeException(
                    $"{op} cannot {does} anything along axis {axis} of shape {shape}, which is empty; {operands.Describe(1)} must be empty "
                    + $"too");
        }

        public static void RequireSameLines(string op, Operands operands, int x, int indices, int axis)
        {
            var (a, b) = (operands.Shape(x), operands.Shape(indices));
            if (a.Rank != b.Rank || !a.With(axis, 0).Equals(b.With(axis, 0)))
                throw new ShapeException(
                    $"{op} along axis {axis} needs equal sizes on the other axes, but got {operands.Describe(x)} "
                    + $"and {operands.Describe(indices)}; indices of shape {a.With(axis, b.Rank > axis ? b[axis] : 1)} would fit");
        }
    }
}

namespace ChainRule
{
    public static partial class Functions
    {
        /// <summary>
        /// Of each line of x along an axis the elements at the indices in the same line of <paramref name="indices"/>, as in NumPy's
        /// take_along_axis. Negative indices count from the end. An index beyond the axis throws an <see cref="IndexException"/> when the
        /// result is computed.
        /// </summary>
        /// <exception cref="ShapeException">Sizes differ on another axis, or the indices are not Int64.</exception>
        public static Tensor TakeAlongAxis(Tensor x, Tensor indices, int axis,
            [CallerArgumentExpression(nameof(x))] string? xName = null,
            [CallerArgumentExpression(nameof(indices))] string? indicesName = null) =>
            Tensor.Apply(new TakeAlongAxisOp(x.Shape.Axis(axis)), [x, indices], [xName, indicesName]);

        /// <summary>
        /// x with the updates added, along an axis, at the indices in the same lines of <paramref name="indices"/>, which may repeat.
        /// Negative indices count from the end. An index beyond the axis throws an <see cref="IndexException"/> when the result is
        /// computed.
        /// </summary>
        /// <exception cref="ShapeException">Updates and indices differ in shape, or sizes differ from x's on another axis.</exception>
        public static Tensor ScatterAdd(Tensor x, Tensor indices, Tensor updates, int axis,
            [CallerArgumentExpression(nameof(x))] string? xName = null,
            [CallerArgumentExpression(nameof(indices))] string? indicesName = null,
            [CallerArgumentExpression(nameof(updates))] string? updatesName = null)
        {
            axis = x.Shape.Axis(axis);
            AlongAxis.RequireSameLines("ScatterAdd", new Operands([x, indices], [xName, indicesName]), 0, 1, axis);
            return x + Tensor.Apply(new ScatterAddOp(x.Shape, axis), [updates, indices], [updatesName, indicesName]);
        }
    }
}
