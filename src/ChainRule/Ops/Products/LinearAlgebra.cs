using System.Numerics;
using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Ops
{
    /// <summary>
    /// Products of matrices, [batch…, m, k] by [batch…, k, n], the batch axes equal; or of a matrix [m, k] by a vector [k].
    /// </summary>
    internal sealed record MatMulOp : GeneralOp, IKernelOp
    {
        private static readonly OpInfo TheInfo = new("MatMul", "each factor gets the upstream gradient times the other, transposed",
            "MatMul", "torch.matmul");

        private MatMulOp() { }

        public static MatMulOp Instance { get; } = new();

        public static IReadOnlyList<Example> Examples { get; } =
        [
            new(Instance, SampleRange.Real, [2, 3], [3, 4]),
            new(Instance, SampleRange.Real, [2, 2, 3], [2, 3, 2]),
            new(Instance, SampleRange.Real, [2, 3], [3]),
        ];

        public override OpInfo Info => TheInfo;

        public override string Rule(int input) => input == 0
            ? "{g}·{1}ᵀ: the upstream gradient times the right factor, transposed"
            : "{0}ᵀ·{g}: the left factor, transposed, times the upstream gradient";

        public override Notation Notation { get; } = new Notation.Infix("@", Precedence.Product);

        internal override bool IsMultilinear => true;

        bool IKernelOp.ReadsStrides => true;

        internal override string CSharpCode(IReadOnlyList<string> inputs) => Code.Call("MatMul", inputs);

        internal override string TorchCode(IReadOnlyList<string> inputs) => Code.Call("torch.matmul", inputs);

        internal override TensorType Infer(Operands operands)
        {
            var (a, b) = (operands.Shape(0), operands.Shape(1));
            if (a.Rank == 2 && b.Rank == 1 && a[1] == b[0]) return new(operands.CommonFloat("MatMul"), [a[0]]);
            if (a.Rank < 2 || a.Rank != b.Rank || a[^1] != b[^2] || !a.AsSpan()[..^2].SequenceEqual(b.AsSpan()[..^2]))
                throw Mismatch(operands);
            return new(operands.CommonFloat("MatMul"), a.With(a.Rank - 1, b[^1]));
        }

        internal override Tensor Vjp(int input, Tensor cotangent, Tensor output) => (input, output.Rank) switch
        {
            (0, 1) => Functions.Outer(cotangent, output.Inputs[1]),
            (0, _) => Tensor.Apply(this, cotangent, output.Inputs[1].SwapAxes(-1, -2)),
            _ => Tensor.Apply(this, output.Inputs[0].SwapAxes(-1, -2), cotangent),
        };

        public long Operations(IReadOnlyList<Shape> inputs, Shape output) => 2L * output.Size * inputs[0][^1];

        public int PartCount(Tensor output) => BatchedProductPartition.Of(output.Shape, output.Inputs[0].Shape[^1]).Parts;

        public int Workspace(Tensor output)
        {
            var k = output.Inputs[0].Shape[^1];
            var (_, m, n, _) = BatchedProductPartition.Of(output.Shape, k);
            return output.DType == DType.Float32 ? MatMul.WorkspaceLength<float>(m, n, k) : MatMul.WorkspaceLength<double>(m, n, k);
        }

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var (a, b, c) = (call.View(0), call.View(1), call.OutputView);
            var k = a.Shape[^1];
            var partition = BatchedProductPartition.Of(c.Shape, k);
            var (m, n) = (partition.M, partition.N);
            var (down, across) = b.Shape.Rank == 1 ? (b.Strides[0], 0) : (b.Strides[^2], b.Strides[^1]);
            var (item, (top, bottom), (left, right)) = partition[part];
            MatMul.Multiply(bottom - top, right - left, k,
                call.Buffer(0)[(Offset(a, item) + top * a.Strides[^2])..], a.Strides[^2], a.Strides[^1],
                call.Buffer(1)[(Offset(b, item) + left * across)..], down, across,
                call.Output<T>()[(item * m * n + top * n + left)..], n, accumulate: false, call.Workspace);
        }

        internal static ShapeException Mismatch(Operands operands)
        {
            var (a, b) = (operands.Shape(0), operands.Shape(1));
            var both = $"MatMul cannot multiply {operands.Describe(0)} by {operands.Describe(1)}";
            if (a.Rank == 0 || b.Rank == 0) return new($"{both}: a scalar is no matrix; use * for it");
            var (inner, rows) = (a[^1], b.Rank == 1 ? b[0] : b[^2]);
            return inner != rows
                ? new($"{both}: the last axis of the first has {inner}, the {(b.Rank == 1 ? "only" : "second-last")} axis of the "
                + $"second {rows}, and these must agree; "
                    + $"a second operand of shape {b.With(Math.Max(0, b.Rank - 2), inner)} would fit")
                : new($"{both}: the axes before the last two must broadcast");
        }

        /// <summary>Where in its buffer the matrix with a given number in the batch begins.</summary>
        private static int Offset(View view, int item)
        {
            var offset = view.Offset;
            for (var axis = view.Shape.Rank - 3; axis >= 0; axis--)
            {
                (item, var index) = Math.DivRem(item, view.Shape[axis]);
                offset += index * view.Strides[axis];
            }
            return offset;
        }
    }
}

namespace ChainRule
{
    public static partial class Functions
    {
        /// <summary>
        /// The matrix product by NumPy's rules: the last axis of a with the second-last of b; a vector is a row on the left and a column
        /// on the right, and leaves no axis; leading axes are batches and broadcast.
        /// </summary>
        /// <exception cref="ShapeException">The shapes do not fit, or the dtypes differ.</exception>
        public static Tensor MatMul(Tensor a, Tensor b, [CallerArgumentExpression(nameof(a))] string? aName = null,
            [CallerArgumentExpression(nameof(b))] string? bName = null)
        {
            var operands = new Operands([a, b], [aName, bName]);
            operands.CommonFloat("MatMul");
            if (a.Rank == 0 || b.Rank == 0 || a.Shape[^1] != b.Shape[Math.Max(0, b.Rank - 2)]) throw MatMulOp.Mismatch(operands);
            return (a.Rank, b.Rank) switch
            {
                (1, 1) => Sum(a * b),
                (1, 2) => Tensor.Apply(MatMulOp.Instance, b.Transpose(), a),
                (1, _) => Squeeze(Batched(Unsqueeze(a, 0), b, operands), [-2]),
                (_, <= 2) => ByOneMatrix(a, b),
                _ => Batched(a, b, operands),
            };
        }

        /// <summary>All products of an element of one vector with one of the other, [m] and [n] to [m, n].</summary>
        /// <exception cref="ShapeException">They are not vectors, or the dtypes differ.</exception>
        public static Tensor Outer(Tensor a, Tensor b, [CallerArgumentExpression(nameof(a))] string? aName = null,
            [CallerArgumentExpression(nameof(b))] string? bName = null)
        {
            var operands = new Operands([a, b], [aName, bName]);
            operands.CommonFloat("Outer");
            operands.RequireRank("Outer", 0, 1, "a vector");
            operands.RequireRank("Outer", 1, 1, "a vector");
            return Unsqueeze(a, 1) * b;
        }

        /// <summary>By one matrix or vector: all leading axes are rows of one product.</summary>
        private static Tensor ByOneMatrix(Tensor rows, Tensor by)
        {
            var lead = rows.Shape.AsSpan()[..^1];
            var flat = rows.Reshape([Shape.Create(lead).Size, rows.Shape[^1]]);
            return Tensor.Apply(MatMulOp.Instance, flat, by).Reshape([.. lead, .. by.Shape.AsSpan()[1..]]);
        }

        private static Tensor Batched(Tensor a, Tensor b, Operands operands)
        {
            var batch = Broadcasting.Combine(Shape.Create(a.Shape.AsSpan()[..^2]), Shape.Create(b.Shape.AsSpan()[..^2]))
                ?? throw MatMulOp.Mismatch(operands);
            return Tensor.Apply(MatMulOp.Instance,
                a.BroadcastTo([.. batch.AsSpan(), .. a.Shape.AsSpan()[^2..]]),
                b.BroadcastTo([.. batch.AsSpan(), .. b.Shape.AsSpan()[^2..]]));
        }
    }
}
