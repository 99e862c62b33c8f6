using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Tests.Planning;

/// <summary>
/// Draws tensors whose elements lie in their buffers in every way that views allow: turned, with gaps, from the middle, backwards,
/// repeated, and any of these after another.
/// </summary>
internal static class RandomViews
{
    // Slices with gaps multiply sizes: views of views of a tensor this large are not drawn.
    private const int MaxElements = 100_000;

    /// <summary>A tensor of a shape: what <paramref name="source"/> makes, of that shape or of another, seen through some views.</summary>
    public static Tensor Of(Random random, Shape shape, Func<Shape, Tensor> source) => shape.Size > MaxElements ? source(shape)
        : random.Next(8) switch
        {
            0 => Transposed(random, shape, source),
            1 or 2 => Sliced(random, shape, source),
            3 => Reshaped(random, shape, source),
            4 => Repeated(random, shape, source),
            _ => source(shape),
        };

    private static Tensor Transposed(Random random, Shape shape, Func<Shape, Tensor> source)
    {
        int[] permutation = [.. IntList.Range(shape.Rank)];
        random.Shuffle(permutation);
        var sizes = new int[shape.Rank];
        for (var axis = 0; axis < sizes.Length; axis++) sizes[permutation[axis]] = shape[axis];
        return Tensor.Apply(new TransposeOp(IntList.Create(permutation)), Of(random, Shape.Create(sizes), source));
    }

    private static Tensor Sliced(Random random, Shape shape, Func<Shape, Tensor> source)
    {
        int[] sizes = new int[shape.Rank], starts = new int[shape.Rank], steps = new int[shape.Rank];
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            var (before, after, span) = (random.Next(3), random.Next(2), 0);
            steps[axis] = new[] { 1, 1, -1, -1, 2, -2, 3 }[random.Next(7)];
            if (shape[axis] > 0) span = (shape[axis] - 1) * Math.Abs(steps[axis]) + 1;
            sizes[axis] = before + span + after;
            starts[axis] = steps[axis] > 0 || span == 0 ? before : before + span - 1;
        }
        return Tensor.Apply(new SliceOp(IntList.Create(starts), shape.Sizes, IntList.Create(steps)),
            Of(random, Shape.Create(sizes), source));
    }

    private static Tensor Reshaped(Random random, Shape shape, Func<Shape, Tensor> source)
    {
        var sizes = shape.ToList();
        switch (random.Next(4))
        {
            case 0: sizes = [shape.Size]; break;
            case 1: sizes.Insert(random.Next(sizes.Count + 1), 1); break;
            case 2: sizes.RemoveAll(size => size == 1); break;
            default: random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sizes)); break;
        }
        return Tensor.Apply(new ReshapeOp(shape), Of(random, [.. sizes], source));
    }

    private static Tensor Repeated(Random random, Shape shape, Func<Shape, Tensor> source)
    {
        int[] sizes = [.. shape.Select(size => random.Next(3) == 0 ? 1 : size)];
        var dropped = sizes.TakeWhile(size => size == 1 && random.Next(2) == 0).Count();
        return Tensor.Apply(new BroadcastToOp(shape), Of(random, Shape.Create(sizes.AsSpan(dropped)), source));
    }
}
