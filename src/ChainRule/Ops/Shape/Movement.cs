using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Ops
{
    /// <summary>A linear op that only says where elements lie: it costs nothing where its reader can follow strides.</summary>
    internal abstract record ViewOp : LinearOp
    {
        /// <summary>The result as a view of the input's buffer, or <see langword="null"/> where it needs a copy.</summary>
        internal abstract View? Map(View input);
    }

    /// <summary>An op that puts its input into zeros: a plan fills the result with zeros and copies the input to a view of it.</summary>
    internal interface IPlacement
    {
        /// <summary>Where in the result's buffer the elements of an input of some shape go.</summary>
        View Target(Shape input);
    }

    /// <summary>The same elements in another shape, row-major.</summary>
    internal sealed record ReshapeOp(Shape Shape) : ViewOp
    {
        private static readonly OpInfo TheInfo = new("Reshape", "elements keep their gradients", "Reshape", "torch.reshape");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => [new("shape", Shape.ToString())];

        internal override string CSharpCode(IReadOnlyList<string> inputs) => $"{inputs[0]}.Reshape({Shape})";

        internal override string TorchCode(IReadOnlyList<string> inputs) => $"torch.reshape({inputs[0]}, {Shape})";

        internal override TensorType Infer(Operands operands) => operands.Shape(0).Size == Shape.Size
            ? new(operands[0].DType, Shape)
            : throw new ShapeException(
                $"Reshape cannot make {Shape} ({Shape.Size} elements) of {operands.Describe(0)} ({operands.Shape(0).Size} elements)");

        internal override Tensor Transpose(Tensor cotangent, Tensor output) =>
            Tensor.Apply(new ReshapeOp(output.Inputs[0].Shape), cotangent);

        internal override View? Map(View input) => input.Reshape(Shape);
    }

    /// <summary>The axes in another order: axis i of the result is axis Permutation[i] of the input.</summary>
    internal sealed record TransposeOp(IntList Permutation) : ViewOp
    {
        private static readonly OpInfo TheInfo = new("Transpose", "elements keep their gradients", "Transpose", "torch.permute");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => [new("perm", Permutation.ToString())];

        internal override string CSharpCode(IReadOnlyList<string> inputs) => $"{inputs[0]}.Transpose({Permutation})";

        internal override string TorchCode(IReadOnlyList<string> inputs) => $"torch.permute({inputs[0]}, {Permutation})";

        internal override TensorType Infer(Operands operands)
        {
            var shape = operands.Shape(0);
            if (Permutation.Count != shape.Rank || !IntList.Range(shape.Rank).All(axis => Permutation.AsSpan().Contains(axis)))
                throw new ShapeException(
                    $"Transpose needs each axis of {operands.Describe(0)} once; {Permutation} is not an order of its {shape.Rank} axes");
            return new(operands[0].DType, [.. Permutation.Select(axis => shape[axis])]);
        }

        internal override Tensor Transpose(Tensor cotangent, Tensor output) => Tensor.Apply(new TransposeOp(Inverse()), cotangent);

        internal override View Map(View input) => input.Transpose(Permutation);

        private IntList Inverse()
        {
            var inverse = new int[Permutation.Count];
            for (var i = 0; i < inverse.Length; i++) inverse[Permutation[i]] = i;
            return IntList.Create(inverse);
        }
    }

    /// <summary>The input repeated to fill a shape, by NumPy's rule.</summary>
    internal sealed record BroadcastToOp(Shape Shape) : ViewOp
    {
        private static readonly OpInfo TheInfo = new("BroadcastTo", "copies' gradients add up", "Expand", "torch.broadcast_to");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => [new("shape", Shape.ToString())];

        internal override string CSharpCode(IReadOnlyList<string> inputs) => $"{inputs[0]}.BroadcastTo({Shape})";

        internal override string TorchCode(IReadOnlyList<string> inputs) => $"torch.broadcast_to({inputs[0]}, {Shape})";

        internal override TensorType Infer(Operands operands) => Broadcasting.Fits(operands.Shape(0), Shape)
            ? new(operands[0].DType, Shape)
            : throw new ShapeException(
                $"BroadcastTo cannot repeat {operands.Describe(0)} to fill {Shape}: each axis, counted from the last, must have the same "
                + $"size or 1");

        internal override Tensor Transpose(Tensor cotangent, Tensor output) => cotangent.SumTo(output.Inputs[0].Shape);

        internal override View Map(View input) => input.Expand(Shape);
    }

    /// <summary>Every step-th element of each axis, from start, count of them; a negative step runs backwards.</summary>
    internal sealed record SliceOp(IntList Starts, IntList Counts, IntList Steps) : ViewOp
    {
        private static readonly OpInfo TheInfo = new("Slice", "what is left out gets gradient 0", "Slice", "x[a:b:s]");

        public override OpInfo Info => TheInfo;

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

    /// <summary>The examples of the movement family.</summary>
    internal static class Movement
    {
        public static IReadOnlyList<Example> Examples { get; } =
        [
            new(new ReshapeOp([3, 2]), SampleRange.Real, [2, 3]),
            new(new TransposeOp([2, 0, 1]), SampleRange.Real, [2, 3, 4]),
            new(new BroadcastToOp([2, 4, 3]), SampleRange.Real, [4, 1]),
            new(new SliceOp([1, 3], [2, 2], [1, -2]), SampleRange.Real, [3, 5]),
            new(new SliceTransposeOp([4, 5], [1, 4], [1, -2]), SampleRange.Real, [2, 2]),
        ];
    }
}

namespace ChainRule
{
    public partial class Tensor
    {
        /// <summary>The same elements, row-major, in another shape; one size may be −1 and is worked out.</summary>
        /// <exception cref="ShapeException">The count of elements differs.</exception>
        [OverloadResolutionPriority(1)]
        public Tensor Reshape(params ReadOnlySpan<int> sizes) => Functions.Reshape(this, sizes);

        /// <summary>The same elements in another shape.</summary>
        /// <exception cref="ShapeException">The count of elements differs.</exception>
        public Tensor Reshape(Shape shape) => shape.Equals(Shape) ? this : Apply(new ReshapeOp(shape), this);

        /// <summary>The axes in another order; in reverse order where none is given.</summary>
        /// <exception cref="ShapeException">Not every axis is named once.</exception>
        public Tensor Transpose(params ReadOnlySpan<int> permutation)
        {
            IntList axes = permutation.IsEmpty
                ? [.. IntList.Range(Rank).Reverse()]
                : [.. IntList.Create(permutation).Select(axis => axis < 0 ? axis + Rank : axis)];
            return axes.Equals(IntList.Range(Rank)) ? this : Apply(new TransposeOp(axes), this);
        }

        /// <summary>Two axes exchanged.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public Tensor SwapAxes(int a, int b)
        {
            int[] axes = [.. IntList.Range(Rank)];
            (axes[Shape.Axis(a)], axes[Shape.Axis(b)]) = (axes[Shape.Axis(b)], axes[Shape.Axis(a)]);
            return Transpose(axes);
        }

        /// <summary>Repeated to fill <paramref name="shape"/>, by NumPy's rule.</summary>
        /// <exception cref="ShapeException">It does not fit.</exception>
        public Tensor BroadcastTo(Shape shape) => shape.Equals(Shape) ? this : Apply(new BroadcastToOp(shape), this);

        /// <summary>Summed over the axes along which <paramref name="shape"/> would be repeated: the transpose of broadcasting.</summary>
        internal Tensor SumTo(Shape shape)
        {
            if (shape.Equals(Shape)) return this;
            IntList axes = [.. Broadcasting.RepeatedAxes(shape, Shape)];
            return Apply(new SumOp(axes, KeepDims: false), this).Reshape(shape);
        }
    }

    public static partial class Functions
    {
        /// <summary>The same elements, row-major, in another shape; one size may be −1 and is worked out.</summary>
        /// <exception cref="ShapeException">The count of elements differs.</exception>
        public static Tensor Reshape(Tensor x, ReadOnlySpan<int> sizes)
        {
            int[] wanted = sizes.ToArray();
            var open = Array.IndexOf(wanted, -1);
            if (open >= 0)
            {
                wanted[open] = 1;
                var rest = wanted.Aggregate(1, (product, size) => product * size);
                wanted[open] = rest == 0 ? 0 : x.Shape.Size / rest;
            }
            return x.Reshape(Shape.Create(wanted));
        }

        /// <summary>
        /// Zeros of a shape with the tensor put into them: along each axis at a start, every step-th place; a negative step runs backwards.
        /// </summary>
        /// <exception cref="ShapeException">It does not fit.</exception>
        public static Tensor Place(Tensor x, Shape shape, IReadOnlyList<int> starts, IReadOnlyList<int> steps) =>
            Tensor.Apply(new SliceTransposeOp(shape, [.. starts], [.. steps]), x);

        /// <summary>The tensor without the given axes of size 1, or without all such.</summary>
        /// <exception cref="ShapeException">An axis has another size.</exception>
        public static Tensor Squeeze(Tensor x, IReadOnlyList<int>? axes = null)
        {
            var gone = x.Shape.Axes(axes ?? [.. IntList.Range(x.Rank).Where(axis => x.Shape[axis] == 1)]);
            foreach (var axis in gone)
                if (x.Shape[axis] != 1)
                    throw new ShapeException(
                        $"Squeeze can leave out axes of size 1, but axis {axis} of {x.Describe()} of shape {x.Shape} has {x.Shape[axis]}");
            return x.Reshape(x.Shape.Without(gone, keep: false));
        }

        /// <summary>The tensor with one more axis of size 1, whose place in the result is <paramref name="axis"/>.</summary>
        /// <exception cref="ShapeException">There is no such place.</exception>
        public static Tensor Unsqueeze(Tensor x, int axis)
        {
            if (axis < -x.Rank - 1 || axis > x.Rank)
                throw new ShapeException(
                    $"Unsqueeze can put an axis at {-x.Rank - 1}…{x.Rank} of {x.Describe()} of shape {x.Shape}, not at {axis}");
            var sizes = x.Shape.ToList();
            sizes.Insert(axis < 0 ? axis + x.Rank + 1 : axis, 1);
            return x.Reshape([.. sizes]);
        }

        /// <summary>
        /// The whole tensor several times along each axis, as NumPy's tile: fewer repeats are for the last axes, more make new
        /// axes in front.
        /// </summary>
        public static Tensor Tile(Tensor x, params IReadOnlyList<int> repeats)
        {
            var rank = Math.Max(x.Rank, repeats.Count);
            var sizes = Padded([.. x.Shape], rank);
            var times = Padded(repeats, rank);
            // [a, b] becomes [1, a, 1, b], is repeated to [m, a, n, b], and read as [m·a, n·b].
            var spread = x.Reshape([.. sizes.SelectMany(size => new[] { 1, size })]);
            var repeated = spread.BroadcastTo([.. times.Zip(sizes).SelectMany(pair => new[] { pair.First, pair.Second })]);
            return repeated.Reshape([.. times.Zip(sizes, (time, size) => time * size)]);
        }

        /// <summary>Each element along an axis several times in a row.</summary>
        /// <exception cref="ShapeException">There is no such axis.</exception>
        public static Tensor RepeatInterleave(Tensor x, int repeats, int axis)
        {
            axis = x.Shape.Axis(axis);
            var spread = Unsqueeze(x, axis + 1);
            return spread.BroadcastTo(spread.Shape.With(axis + 1, repeats)).Reshape(x.Shape.With(axis, x.Shape[axis] * repeats));
        }

        private static int[] Padded(IReadOnlyList<int> counts, int rank) => [.. Enumerable.Repeat(1, rank - counts.Count), .. counts];
    }
}
