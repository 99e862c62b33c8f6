using System.Numerics;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Ops
{
    /// <summary>The inputs one after the other along an axis.</summary>
    internal sealed record ConcatOp(int Axis) : GeneralOp, IKernelOp
    {
        private static readonly OpInfo TheInfo = new("Concat", "each part gets its part of the gradient", "Concat", "torch.cat");

        public override OpInfo Info => TheInfo;

        public override string Rule(int input) => $"{{{input}}} gets its own part of the upstream gradient";

        public override IEnumerable<NamedValue> Attributes => [new("axis", $"{Axis}")];

        public static IReadOnlyList<Example> Examples { get; } =
        [
            new(new ConcatOp(1), SampleRange.Real, [2, 1], [2, 3], [2, 2]),
        ];

        bool IKernelOp.ReadsStrides => true;

        internal override string CSharpCode(IReadOnlyList<string> inputs) => $"Concat({Code.List(inputs)}, {Axis})";

        internal override string TorchCode(IReadOnlyList<string> inputs) => $"torch.cat({Code.List(inputs)}, dim={Axis})";

        internal override TensorType Infer(Operands operands)
        {
            var dtype = operands.CommonFloat("Concat");
            var first = operands.Shape(0);
            var total = 0;
            for (var i = 0; i < operands.Count; i++)
            {
                var shape = operands.Shape(i);
                if (shape.Rank != first.Rank || !shape.With(Axis, 0).Equals(first.With(Axis, 0)))
                    throw new ShapeException(
                        $"Concat along axis {Axis} needs equal sizes on the other axes, but got {operands.Describe(0)} "
                        + $"and {operands.Describe(i)}; shape {first.With(Axis, shape.Rank > Axis ? shape[Axis] : 1)} would fit");
                total += shape[Axis];
            }
            return new(dtype, first.With(Axis, total));
        }

        internal override Tensor Vjp(int input, Tensor cotangent, Tensor output) =>
            Functions.Slice(cotangent, Axis, Start(input, output), output.Inputs[input].Shape[Axis]);

        /// <summary>Some of the inputs each.</summary>
        public int PartCount(Tensor output) => WorkPartition.Parts(output.Inputs.Length, output.Shape.Size);

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var output = call.OutputView;
            var (first, end) = WorkPartition.Of(call.Count, part, call.Parts);
            var start = 0;
            for (var i = 0; i < first; i++) start += call.Shape(i)[Axis];
            for (var i = first; i < end; i++)
            {
                var from = call.View(i);
                Strided.Copy(from.Shape.AsSpan(), call.Buffer(i), from.Offset, from.Strides.AsSpan(), call.Output<T>(),
                    start * output.Strides[Axis], output.Strides.AsSpan());
                start += from.Shape[Axis];
            }
        }

        private int Start(int input, Tensor output) => output.Inputs.Take(input).Sum(t => t.Shape[Axis]);
    }
}

namespace ChainRule
{
    public static partial class Functions
    {
        /// <summary>The tensors one after the other along an axis.</summary>
        /// <exception cref="ShapeException">Sizes differ on another axis.</exception>
        public static Tensor Concat(IReadOnlyList<Tensor> tensors, int axis)
        {
            if (tensors.Count == 0) throw new ShapeException("Concat needs at least one tensor");
            return Tensor.Apply(new ConcatOp(tensors[0].Shape.Axis(axis)), [.. tensors]);
        }

        /// <summary>The tensors side by side along a new axis, whose place in the result is <paramref name="axis"/>.</summary>
        /// <exception cref="ShapeException">The shapes differ, or there is no such axis.</exception>
        public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0)
        {
            if (tensors.Count == 0) throw new ShapeException("Stack needs at least one tensor");
            return Concat([.. tensors.Select(tensor => Unsqueeze(tensor, axis))], axis);
        }

        /// <summary>The tensor cut along an axis into parts of the given sizes.</summary>
        /// <exception cref="ShapeException">The sizes do not add up to the axis's.</exception>
        public static Tensor[] Split(Tensor x, IReadOnlyList<int> sizes, int axis = 0)
        {
            axis = x.Shape.Axis(axis);
            if (sizes.Sum() != x.Shape[axis])
                throw new ShapeException(
                    $"Split needs sizes that add up to {x.Shape[axis]}, axis {axis} of {x.Describe()} of "
                    + $"shape {x.Shape}; {IntList.Create([.. sizes])} add up to {sizes.Sum()}");
            var parts = new Tensor[sizes.Count];
            for (int i = 0, start = 0; i < parts.Length; start += sizes[i++]) parts[i] = Slice(x, axis, start, sizes[i]);
            return parts;
        }
    }
}
