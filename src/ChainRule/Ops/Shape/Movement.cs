using ChainRule.Graph;
using ChainRule.Shapes;

namespace ChainRule.Ops;

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
