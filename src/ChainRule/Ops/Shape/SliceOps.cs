using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Ops
{
    /// <summary>Every step-th element of each axis, from start, count of them; a negative step runs backwards.</summary>
    internal sealed record SliceOp(IntList Starts, IntList Counts, IntList Steps) : ViewOp
    {
        private static readonly OpInfo TheInfo = new("Slice", "what is left out gets gradient 0", "Slice", "x[a:b:s]");
        private static readonly Notation TheNotation = new Notation.Function("slice", MathForm.Part);

        public override OpInfo Info => TheInfo;

        public override Notation Notation => TheNotation;

        public override IEnumerable<NamedValue> Attributes =>
            [new("starts", Starts.ToString()), new("counts", Counts.ToString()), new("steps", Steps.ToString())];

        internal override string CSharpCode(IReadOnlyList<string> inputs) => $"Slice({inputs[0]}, {Starts}, {Ends()}, steps: {Steps})";

        internal override string TorchCode(IReadOnlyList<string> inputs)
        {
            if (Counts.Count == 0) return inputs[0];
            // PyTorch has no steps backwards: it takes the places forwards and turns them around.
            var axes = IntList.Range(Counts.Count);
            var taken =
                $"{inputs[0]}[{string.Join(", ", axes.Select(i => Steps[i] > 0 ? Code.Slice(Starts[i], Counts[i], Steps[i]) : Code.Slice(Starts[i] + Math.Max(0, Counts[i] - 1) * Steps[i], Counts[i], -Steps[i])))}]";
            return axes.Where(i => Steps[i] < 0).ToArray() is { Length: > 0 } turned
                ? $"torch.flip({taken}, {IntList.Create(turned)})"
                : taken;
        }

        internal override TensorType Infer(Operands operands)
        {
            var shape = operands.Shape(0);
            if (Starts.Count != shape.Rank || Counts.Count != shape.Rank || Steps.Count != shape.Rank)
                throw new ShapeException($"Slice needs a start, a count and a step for each axis of {operands.Describe(0)}");
            RequireInside("Slice takes", Starts, Counts, Steps, shape, operands.Describe(0));
            return new(operands[0].DType, [.. Counts]);
        }

        // An end below 0 would count from the end: one before the first is as far below as can be.
        private IntList Ends() => [.. Counts.Select((count, i) => Starts[i] + count * Steps[i] is >= 0 and var end ? end : int.MinValue)];

        /// <summary>Whether the places start, start + step, … lie within each axis.</summary>
        internal static void RequireInside(string does, IntList starts, IntList counts, IntList steps, Shape shape, string whole)
        {
            for (var axis = 0; axis < shape.Rank; axis++)
            {
                var last = starts[axis] + (counts[axis] - 1L) * steps[axis];
                if (counts[axis] > 0 && (starts[axis] < 0 || starts[axis] >= shape[axis] || last < 0 || last >= shape[axis]))
                    throw new ShapeException($"{does} elements {starts[axis]}…{last} of axis {axis}, but {whole} has {shape[axis]} there");
            }
        }

        internal override Tensor Transpose(Tensor cotangent, Tensor output) =>
            Tensor.Apply(SliceTransposeOp.Reversing(this, output.Inputs[0].Shape), cotangent);

        internal override View Map(View input)
        {
            for (var axis = 0; axis < Counts.Count; axis++) input = input.Slice(axis, Starts[axis], Counts[axis], Steps[axis]);
            return input;
        }
    }

    /// <summary>Puts the input into zeros of a shape, at start, every step-th place: the transpose of <see cref="SliceOp"/>.</summary>
    internal sealed record SliceTransposeOp(Shape Shape, IntList Starts, IntList Steps) : LinearOp, IPlacement
    {
        private static readonly OpInfo TheInfo = new("Place", "zeros around it have no gradient to give", "Pad", "torch.nn.functional.pad");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes =>
            [new("shape", Shape.ToString()), new("starts", Starts.ToString()), new("steps", Steps.ToString())];

        public static SliceTransposeOp Reversing(SliceOp slice, Shape shape) => new(shape, slice.Starts, slice.Steps);

        internal override TensorType Infer(Operands operands)
        {
            var placed = operands.Shape(0);
            if (placed.Rank != Shape.Rank || Starts.Count != Shape.Rank || Steps.Count != Shape.Rank || Steps.Contains(0))
                throw new ShapeException(
                    $"Place needs a start and a step, not 0, for each axis of {Shape}, and as many axes in {operands.Describe(0)}");
            SliceOp.RequireInside($"Place puts {operands.Label(0)} at", Starts, placed.Sizes, Steps, Shape, $"the result of shape {Shape}");
            return new(operands[0].DType, Shape);
        }

        internal override string CSharpCode(IReadOnlyList<string> inputs) => $"Place({inputs[0]}, {Shape}, {Starts}, {Steps})";

        internal override string TorchCode(IReadOnlyList<string> inputs)
        {
            if (Shape.Rank == 0) return inputs[0];
            var places = IntList
                .Range(Shape.Rank)
                .Select(axis =>
                    $"{Starts[axis]} + {Steps[axis]} * "
                    + $"torch.arange({inputs[0]}.shape[{axis}]).reshape({IntList.Create([.. IntList.Range(Shape.Rank).Select(i => i == axis ? -1 : 1)])})");
            return $"torch.zeros({Shape}, dtype={inputs[0]}.dtype).index_put(({string.Join(", ", places)},), {inputs[0]})";
        }

        internal override Tensor Transpose(Tensor cotangent, Tensor output) =>
            Tensor.Apply(new SliceOp(Starts, output.Inputs[0].Shape.Sizes, Steps), cotangent);

        public View Target(Shape input)
        {
            var view = View.Dense(Shape);
            for (var axis = 0; axis < Shape.Rank; axis++) view = view.Slice(axis, Starts[axis], input[axis], Steps[axis]);
            return view;
        }
    }
}

namespace ChainRule
{
    public static partial class Functions
    {
        /// <summary>
        /// Zeros of a shape with the tensor put into them: along each axis at a start, every step-th place; a negative step runs backwards.
        /// </summary>
        /// <exception cref="ShapeException">It does not fit.</exception>
        public static Tensor Place(Tensor x, Shape shape, IReadOnlyList<int> starts, IReadOnlyList<int> steps) =>
            Tensor.Apply(new SliceTransposeOp(shape, [.. starts], [.. steps]), x);
    }
}
