using System.Numerics;
using ChainRule.Graph;
using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule.Ops
{
    /// <summary>
    /// eˣ/Σeˣ along the last axis. It has a rule of its own, in terms of its result, because the quotient's rule leaves rounding
    /// errors where the result is nearly 0 or 1: there the terms must cancel, to any order.
    /// </summary>
    /// <param name="EmptyIsZero">Whether a row of −∞ alone is 0, with gradient 0, as in attention; else it is NaN.</param>
    internal sealed record SoftmaxOp(bool EmptyIsZero) : GeneralOp, IKernelOp, IRowOp
    {
        private static readonly OpInfo TheInfo = new("Softmax",
            "shares of a whole: each gets its part of what it is above the mean gradient", "Softmax", "torch.softmax")
        {
            Hints = new()
            {
                Flat = new FlatRange.OfRows(row => row.Any(y => y > 0.999), "over 0.999 to one place", "saturated",
                    "smaller scores: a smaller learning rate or initialisation, a scale such as 1/√d, a normalisation before it; as a "
                    + "loss, CrossEntropyLoss"),
                NotFinite = "leave each row at least one place that is not −∞: shares of nothing do not exist",
                NotFiniteRow = "has no finite greatest number: all −∞, or one ∞",
            },
        };

        public static SoftmaxOp Instance { get; } = new(false);

        /// <summary>The one of attention: a query that may look nowhere looks nowhere.</summary>
        public static SoftmaxOp OfAttention { get; } = new(true);

        public static IReadOnlyList<Example> Examples { get; } = [new(Instance, SampleRange.Real, [3, 4]),
            new(OfAttention, SampleRange.Real, [3, 4])];

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => EmptyIsZero ? [new("empty", "0")] : [];

        internal override string? CSharpCode(IReadOnlyList<string> inputs) => EmptyIsZero ? null : $"Softmax({inputs[0]})";

        internal override string? TorchCode(IReadOnlyList<string> inputs) => EmptyIsZero
            ? $"torch.softmax({inputs[0]}, dim=-1).masked_fill(({inputs[0]} == -torch.inf).all(-1, keepdim=True), 0)"
            : $"torch.softmax({inputs[0]}, dim=-1)";

        internal override TensorType Infer(Operands operands) => new(operands.CommonFloat("Softmax"), operands.Shape(0));

        internal override Tensor Vjp(int input, Tensor cotangent, Tensor output) =>
            output * (cotangent - Sum(cotangent * output, [-1], keepDims: true));

        public KernelPair RowKernel => new((RowKernel<float>)RunRows, (RowKernel<double>)RunRows);

        public TensorType? RowSpace(TensorType input, TensorType output) => output;

        public int PartCount(Tensor output) => WorkPartition.Parts(Rows(output.Shape), output.Shape.Size);

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var shape = call.Shape(0);
            var rows = Rows(shape);
            var (from, to) = WorkPartition.Of(rows, part, call.Parts);
            var elements = (from * shape[^1])..(to * shape[^1]);
            Kernels.Softmax.Rows(to - from, shape[^1], call.Input(0)[elements], call.Output<T>()[elements], EmptyIsZero);
        }

        private void RunRows<T>(int row, ReadOnlySpan<T> from, ReadOnlySpan<long> index, Span<T> to)
            where T : unmanaged, IFloatingPointIeee754<T> =>
            Kernels.Softmax.Rows(to.Length / row, row, from, to, EmptyIsZero);

        private static int Rows(Shape shape) => shape.Size == 0 ? 0 : shape.Size / shape[^1];
    }
}

namespace ChainRule
{
    public static partial class Functions
    {
        /// <summary>eˣ/Σeˣ along an axis: positive numbers that add up to 1. NaN where all are −∞.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public static Tensor Softmax(Tensor x, int axis = -1) => OnLast(x, axis, rows => Tensor.Apply(SoftmaxOp.Instance, rows));

        /// <summary>ln softmax(x) along an axis, without underflow.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public static Tensor LogSoftmax(Tensor x, int axis = -1)
        {
            if (x.Shape[x.Shape.Axis(axis)] == 0) return Softmax(x, axis);
            var shifted = x - StopGradient(Max(x, [axis], keepDims: true));
            return shifted - Log(Sum(Exp(shifted), [axis], keepDims: true));
        }
    }
}
