using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;
using static ChainRule.Functions;

namespace ChainRule.Ops
{
    /// <summary>What a reduction does with the elements it brings together.</summary>
    internal enum Combine
    {
        /// <summary>Adds them; of none: 0.</summary>
        Sum,

        /// <summary>Keeps the greatest; NaN if any is; of none: −∞.</summary>
        Max,

        /// <summary>Keeps the least; NaN if any is; of none: +∞.</summary>
        Min,

        /// <summary>The root of the sum of squares; NaN if any is; of none: 0.</summary>
        Norm,
    }

    /// <summary>An op that brings the elements along some axes together into one.</summary>
    internal interface IReduction
    {
        Combine Combine { get; }

        IntList Axes { get; }

        bool KeepDims { get; }
    }

    /// <summary>What all reductions share: the result's shape, and the axes as formulas name them.</summary>
    internal static class ReductionRules
    {
        public static TensorType Infer(this IReduction op, string name, Operands operands)
        {
            operands.CommonFloat(name);
            return new(operands[0].DType, operands.Shape(0).Without(operands.Shape(0).Axes(op.Axes), op.KeepDims));
        }

        public static IEnumerable<NamedValue> Attributes(this IReduction op) =>
            op.KeepDims ? [new("axes", op.Axes.ToString()), new("keepdims", "true")] : [new("axes", op.Axes.ToString())];

        public static string CSharp(this IReduction op, string function, string x) =>
            $"{function}({x}, {op.Axes}, keepDims: {(op.KeepDims ? "true" : "false")})";

        // Over no axes at all PyTorch takes them for all.
        public static string Torch(this IReduction op, string function, string x) =>
            op.Axes.Count == 0 ? x : $"{function}({x}, dim={op.Axes}, keepdim={(op.KeepDims ? "True" : "False")})";

        /// <summary>The reduced tensor with size 1 where the axes were, so that it broadcasts against the input again.</summary>
        public static Tensor Restored(this IReduction op, Tensor reduced, Shape input) =>
            reduced.Reshape(input.Without(op.Axes, keep: true));
    }

    /// <summary>Σ over the axes. Axes count from 0 and are sorted.</summary>
    internal sealed record SumOp(IntList Axes, bool KeepDims) : LinearOp, IReduction
    {
        private static readonly OpInfo TheInfo = new("Sum", "each term passes the gradient on", "ReduceSum", "torch.sum")
        {
            Hints = new() { Shrinks = Remedies.MeanOfFewer },
        };

        public override OpInfo Info => TheInfo;

        public override Notation Notation { get; } = new Notation.Function("sum", MathForm.OverIndices, "∑");

        public Combine Combine => Combine.Sum;

        public override IEnumerable<NamedValue> Attributes => ReductionRules.Attributes(this);

        internal override string CSharpCode(IReadOnlyList<string> inputs) => this.CSharp("Sum", inputs[0]);

        internal override string TorchCode(IReadOnlyList<string> inputs) => this.Torch("torch.sum", inputs[0]);

        internal override TensorType Infer(Operands operands) => this.Infer("Sum", operands);

        internal override Tensor Transpose(Tensor cotangent, Tensor output) =>
            this.Restored(cotangent, output.Inputs[0].Shape).BroadcastTo(output.Inputs[0].Shape);
    }

    /// <summary>The greatest or the least along the axes. Equal ones share the gradient.</summary>
    internal sealed record ExtremeOp(Combine Combine, IntList Axes, bool KeepDims) : GeneralOp, IReduction
    {
        private static readonly OpInfo MaxInfo = new("Max", "the greatest passes the gradient on; equal ones share it", "ReduceMax",
            "torch.amax");
        private static readonly Notation MaxNotation = new Notation.Function("max", MathForm.OverIndices);
        private static readonly Notation MinNotation = new Notation.Function("min", MathForm.OverIndices);
        private static readonly OpInfo MinInfo = new("Min", "the least passes the gradient on; equal ones share it", "ReduceMin",
            "torch.amin");

        public override OpInfo Info => Combine == Combine.Max ? MaxInfo : MinInfo;

        public override Notation Notation => Combine == Combine.Max ? MaxNotation : MinNotation;

        public override IEnumerable<NamedValue> Attributes => ReductionRules.Attributes(this);

        internal override string CSharpCode(IReadOnlyList<string> inputs) => this.CSharp(Info.Name, inputs[0]);

        internal override string TorchCode(IReadOnlyList<string> inputs) => this.Torch(Info.Torch!, inputs[0]);

        internal override TensorType Infer(Operands operands)
        {
            var type = this.Infer(Info.Name, operands);
            return operands.Shape(0).Size == 0 && type.Shape.Size > 0
                ? throw new ShapeException($"{Info.Name} of nothing has no value: {operands.Describe(0)} is empty along {Axes}")
                : type;
        }

        internal override Tensor Vjp(int input, Tensor cotangent, Tensor output)
        {
            var x = output.Inputs[0];
            var chosen = Indicator(EqualTo(x, this.Restored(output, x.Shape)), output);
            var share = chosen / Tensor.Apply(new SumOp(Axes, KeepDims: true), chosen);
            return this.Restored(cotangent, x.Shape) * share;
        }

        internal override bool IsUndecided(IReadOnlyList<TensorData> inputs) =>
            Ties.OfExtreme(inputs[0], inputs[0].Shape.Without(Axes, keep: true), Combine == Combine.Max ? 1 : -1);
    }

    /// <summary>
    /// √Σx² along the axes, where the squares may be beyond the range of numbers. Its derivative at the zero vector is 0.
    /// </summary>
    internal sealed record EuclideanNormOp(IntList Axes, bool KeepDims) : GeneralOp, IReduction
    {
        private static readonly OpInfo TheInfo = new("EuclideanNorm", "each element's share of the length, and 0 at the zero vector",
            "ReduceL2", "torch.linalg.vector_norm");

        public override OpInfo Info => TheInfo;

        public override Notation Notation { get; } = new Notation.Function("norm", MathForm.Norm);

        public Combine Combine => Combine.Norm;

        public override IEnumerable<NamedValue> Attributes => ReductionRules.Attributes(this);

        internal override string CSharpCode(IReadOnlyList<string> inputs) => this.CSharp("Norm", $"{inputs[0]}, 2");

        internal override string TorchCode(IReadOnlyList<string> inputs) => this.Torch(Info.Torch!, inputs[0]);

        internal override TensorType Infer(Operands operands) => this.Infer("EuclideanNorm", operands);

        internal override bool IsUndecided(IReadOnlyList<TensorData> inputs) =>
            Ties.AtZero(inputs[0], inputs[0].Shape.Without(Axes, keep: true));

        internal override Tensor Vjp(int input, Tensor cotangent, Tensor output)
        {
            var x = output.Inputs[0];
            var length = this.Restored(output, x.Shape);
            return this.Restored(cotangent, x.Shape) * (x / Where(EqualTo(length, 0), 1, length));
        }
    }

    /// <summary>The examples of the reduction family.</summary>
    internal static class Reductions
    {
        public static IReadOnlyList<Example> Examples { get; } =
        [
            new(new SumOp([0, 1], KeepDims: false), SampleRange.Real, [2, 3]),
            new(new SumOp([1], KeepDims: true), SampleRange.Real, [2, 3, 2]),
            new(new ExtremeOp(Combine.Max, [1], KeepDims: false), SampleRange.Real, [3, 4]),
            new(new ExtremeOp(Combine.Min, [0, 2], KeepDims: true), SampleRange.Real, [2, 3, 2]),
            new(new EuclideanNormOp([1], KeepDims: false), SampleRange.Real, [3, 4]),
            new(new EuclideanNormOp([0, 2], KeepDims: true), SampleRange.Real, [2, 3, 2]),
        ];
    }
}

namespace ChainRule
{
    public static partial class Functions
    {
        /// <summary>Σ over the axes, or over all. The sum of nothing is 0.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public static Tensor Sum(Tensor x, IReadOnlyList<int>? axes = null, bool keepDims = false) =>
            Tensor.Apply(new SumOp(x.Shape.Axes(axes), keepDims), x);

        /// <summary>The mean over the axes, or over all. The mean of nothing is NaN.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public static Tensor Mean(Tensor x, IReadOnlyList<int>? axes = null, bool keepDims = false)
        {
            var sum = Sum(x, axes, keepDims);
            return sum / CountAlong(x.Shape, axes);
        }

        /// <summary>The greatest over the axes, or over all; NaN if any is. Equal ones share the gradient.</summary>
        /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
        public static Tensor Max(Tensor x, IReadOnlyList<int>? axes = null, bool keepDims = false) =>
            Tensor.Apply(new ExtremeOp(Combine.Max, x.Shape.Axes(axes), keepDims), x);

        /// <summary>The least over the axes, or over all; NaN if any is. Equal ones share the gradient.</summary>
        /// <exception cref="ShapeException">There is no such axis, or nothing to choose from.</exception>
        public static Tensor Min(Tensor x, IReadOnlyList<int>? axes = null, bool keepDims = false) =>
            Tensor.Apply(new ExtremeOp(Combine.Min, x.Shape.Axes(axes), keepDims), x);

        /// <summary>√Σx² over the axes, or over all, also where the squares are beyond the range of numbers.</summary>
        internal static Tensor EuclideanNorm(Tensor x, IReadOnlyList<int>? axes = null, bool keepDims = false) =>
            CountAlong(x.Shape, axes) == 1
                ? Abs(x).Reshape(x.Shape.Without(x.Shape.Axes(axes), keepDims))
                : Tensor.Apply(new EuclideanNormOp(x.Shape.Axes(axes), keepDims), x);

        /// <summary>How many elements come together in each result of a reduction.</summary>
        internal static int CountAlong(Shape shape, IReadOnlyList<int>? axes) =>
            shape.Axes(axes).Aggregate(1, (product, axis) => product * shape[axis]);
    }
}
