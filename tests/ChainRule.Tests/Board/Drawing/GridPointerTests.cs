using ChainRule.Board;
using ChainRule.Board.Drawing;

namespace ChainRule.Tests.Board.Drawing;

public class GridPointerTests
{
    [Theory]
    [InlineData(0, 0, 0, "W row 0, column 0: 1")]
    [InlineData(0, 0.99, 0.6, "W row 1, column 7: −8")]
    [InlineData(0, 1, 1, "W row 1, column 7: −8")]
    [InlineData(0, -5, double.NaN, "W row 0, column 0: 1")]
    [InlineData(2, 0, 0, null)]
    public void ASquareHasItsNumber(int table, double x, double y, string? expected) =>
        Assert.Equal(expected, GridPointer.Tell(W(Lessons.Read(Lessons.Wide).At(99)), table, x, y));

    [Fact]
    public void AGradientComesAfterTheValue()
    {
        var view = Lessons.Read(Lessons.Wide);
        Assert.StartsWith("∂L/∂W row 0, column 0: ", GridPointer.Tell(W(view.At(99)), 1, 0, 0), StringComparison.Ordinal);
        Assert.Null(GridPointer.Tell(W(view.At(0)), 1, 0, 0)); // not found yet
        Assert.Null(GridPointer.Tell(view.At(0).Nodes.Single(node => node.Name == "h"), 0, 0, 0));
    }

    [Fact]
    public void ASquareOfSeveralHasTheOneFarthestFromZero()
    {
        double[] numbers = [.. Enumerable.Range(0, 48).Select(i => i % 2 == 0 ? 1d : -10 - i)];
        var node = W(Lessons.Read(Lessons.Wide).At(99)) with { ValueGrid = new(1, 48, numbers, []) };
        Assert.Equal("W row 0, columns 2 to 3: −13 is farthest from 0", GridPointer.Tell(node, 0, 1.5 / 24, 0.5));
    }

    private static BoardNode W(BoardView view) => view.Nodes.Single(node => node.Name == "W");
}
