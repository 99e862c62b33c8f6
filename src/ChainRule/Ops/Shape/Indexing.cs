using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Ops
{
    /// <summary>Slices of x along an axis, by their places; the places' shape replaces the axis.</summary>
    internal sealed record GatherOp(int Axis) : GeneralOp, IKernelOp, IIndexingOp
    {
        private static readonly OpInfo TheInfo = new("Gather", "each place gets the gradients of all its copies", "Gather",
            "torch.index_select");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => [new("axis", $"{Axis}")];

        public int IndexInput => 1;

        public string Caller => "Gather";

        public int Places(Tensor use) => use.Inputs[0].Shape[Axis];

        internal override bool IsMultilinear => true;

        /// <inheritdoc/>
        public override bool IsDifferentiable(int input) => input == 0;

        internal override TensorType Infer(Operands operands)
        {
            operands.RequireDType("Gather", 1, DType.Int64);
            var shape = operands.Shape(0);
            AlongAxis.RequirePlaces("Gather", "take", shape, operands, Axis);
            return new(operands[0].DType, [.. shape.AsSpan()[..Axis], .. operands.Shape(1).AsSpan(), .. shape.AsSpan()[(Axis + 1)..]]);
        }

        internal override Tensor Vjp(int input, Tensor cotangent, Tensor output) =>
            Tensor.Apply(new IndexAddOp(output.Inputs[0].Shape, Axis), cotangent, output.Inputs[1]);

        public int PartCount(Tensor output) =>
            WorkPartition.Parts(Slices(output.Inputs[0].Shape, output.Inputs[1].Shape), output.Shape.Size);

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var (outer, size, inner) = AxisSplit.Of(call.Shape(0), Axis);
            var slices = Slices(call.Shape(0), call.Shape(1));
            var (from, to) = WorkPartition.Of(slices, part, call.Parts);
            Kernels.Indexing.Gather(from, to, size, inner, call.Input(0), call.Indices(1), call.Output<T>());
        }

        /// <summary>How many slices there are in the result.</summary>
        private int Slices(Shape x, Shape indices) => AxisSplit.Of(x, Axis).Outer * indices.Size;
    }

    /// <summary>Adds slices to zeros of a shape at their places along an axis: the transpose of <see cref="GatherOp"/>.</summary>
    internal sealed record IndexAddOp(Shape Shape, int Axis) : GeneralOp, IKernelOp, IIndexingOp
    {
        private const int MinColumns = 128; // some lines of memory

        private static readonly OpInfo TheInfo = new("IndexAdd", "what is added at a place gets that place's gradient", null,
            "torch.index_add");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => [new("shape", $"{Shape}"), new("axis", $"{Axis}")];

        public int IndexInput => 1;

        public string Caller => "IndexAdd";

        public Tensor Indexed(Tensor use) => use;

        public int Places(Tensor use) => Shape[Axis];

        internal override bool IsMultilinear => true;

        /// <inheritdoc/>
        public override bool IsDifferentiable(int input) => input == 0;

        internal override TensorType Infer(Operands operands) => new(operands[0].DType, Shape);

        internal override Tensor Vjp(int input, Tensor cotangent, Tensor output) =>
            Tensor.Apply(new GatherOp(Axis), cotangent, output.Inputs[1]);

        /// <summary>Between columns, so that each is still added up in the order in which the slices come.</summary>
        public int PartCount(Tensor output) =>
            WorkPartition.Parts(AxisSplit.Of(Shape, Axis).Inner / MinColumns, output.Inputs[0].Shape.Size);

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var (outer, size, inner) = AxisSplit.Of(Shape, Axis);
            var (from, to) = WorkPartition.Of(inner, part, call.Parts);
            var workspace = size + call.Shape(1).Size;
            Kernels.Indexing.ScatterAddRows(outer, size, inner, from, to, call.Input(0), call.Indices(1), call.Output<T>(),
                MemoryMarshal.Cast<T, int>(call.Shared.Slice(part * workspace, workspace)));
        }

        /// <summary>For each part room to group the slices by their places, an integer an element.</summary>
        public int Shared(Tensor output) => PartCount(output) * (Shape[Axis] + output.Inputs[1].Shape.Size);
    }
}

namespace ChainRule
{
    public static partial class Functions
    {
        /// <summary>
        /// Slices of x along an axis, by their indices, which may repeat; the indices' shape replaces the axis, as in NumPy's take.
        /// Negative indices count from the end. An index beyond the axis throws an <see cref="IndexException"/> when the result is
        /// computed.
        /// </summary>
        /// <exception cref="ShapeException">There is no such axis, or the indices are not Int64.</exception>
        public static Tensor Gather(Tensor x, Tensor indices, int axis = 0,
            [CallerArgumentExpression(nameof(x))] string? xName = null,
            [CallerArgumentExpression(nameof(indices))] string? indicesName = null) =>
            Tensor.Apply(new GatherOp(x.Shape.Axis(axis)), [x, indices], [xName, indicesName]);

        /// <summary>
        /// A row of weights for each index. An index that is negative, or beyond the rows, throws an <see cref="IndexException"/> when the
        /// result is computed.
        /// </summary>
        /// <param name="weight">One row for each index, [count, features].</param>
        /// <param name="indices">Int64, 0 to count − 1, of any shape; the result is [..., features].</param>
        /// <param name="paddingIndex">
        /// A row that takes part but is not trained; a negative one counts from the end, so −1 is the last.
        /// </param>
        /// <param name="weightName">The expression for the weights, for messages.</param>
        /// <param name="indicesName">The expression for the indices, for messages.</param>
        /// <exception cref="ShapeException">The weights are not a matrix, or the indices not Int64.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no row for the padding.</exception>
        public static Tensor Embedding(Tensor weight, Tensor indices, int? paddingIndex = null,
            [CallerArgumentExpression(nameof(weight))] string? weightName = null,
            [CallerArgumentExpression(nameof(indices))] string? indicesName = null)
        {
            new Operands([weight], [weightName]).RequireRank("Embedding", 0, 2, "[count, features]");
            new Operands([weight, indices], [weightName, indicesName]).RequireDType("Embedding", 1, DType.Int64);
            if (PaddingRow(paddingIndex, weight.Shape[0]) is { } row)
                weight = Where(Mask(weight.Shape[0], 1, (i, _) => i == row), StopGradient(weight), weight);
            return Gather(weight, Tensor.Apply(new ClassIndicesOp(weight.Shape[0], null, new("Embedding", "index", "rows")), indices), 0,
                weightName, indicesName);
        }

        /// <summary>The row that stands for padding, counted from 0.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
        internal static int? PaddingRow(int? paddingIndex, int rows) => paddingIndex is not { } row || (row >= -rows && row < rows)
            ? paddingIndex < 0 ? paddingIndex + rows : paddingIndex
            : throw new ArgumentOutOfRangeException(nameof(paddingIndex), row, rows == 0
                ? "the table has no rows, so none can be the padding"
                : $"the padding must be one of the {rows} rows: 0 to {rows - 1}, or {-rows} to -1 from the end");

        /// <summary>1 at each index and 0 elsewhere, along a new last axis; all 0 where the index is outside.</summary>
        /// <exception cref="ShapeException">The indices are not Int64.</exception>
        public static Tensor OneHot(Tensor indices, int classes, DType dtype = DType.Float32)
        {
            new Operands([indices], []).RequireDType("OneHot", 0, DType.Int64);
            var places = Tensor.Constant<double>([.. Enumerable.Range(0, classes).Select(i => (double)i)]);
            return EqualTo(Unsqueeze(indices, -1).Cast(DType.Float64), places).Cast(dtype);
        }
    }
}
