using ChainRule.Ops;
using CsCheck;

namespace ChainRule.Tests.Ops;

public class ProductGridTests
{
    [Fact]
    public void Every_element_is_in_one_part() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[1, 3000], Gen.Int[1, 4], Gen.Bool).Sample((m, n, k, registers, isLeftShared) =>
        {
            var width = 8 * registers;
            var grid = ProductGrid.Of(m, n, k, width, isLeftShared);
            var times = new int[m, n];
            for (var part = 0; part < grid.Count; part++)
            {
                var (rows, columns) = grid.Part(part);
                Assert.Equal(0, columns.From % width);
                for (var i = rows.From; i < rows.To; i++) for (var j = columns.From; j < columns.To; j++) times[i, j]++;
            }
            Assert.All(times.Cast<int>(), count => Assert.Equal(1, count));
        });

    [Fact]
    public void Many_rows_and_a_small_right_side_are_cut_between_rows()
    {
        var grid = ProductGrid.Of(2048, 128, 128, 32, isLeftShared: false);
        Assert.Equal(1, grid.ColumnParts);
        Assert.True(grid.RowParts >= 16);
    }

    [Fact]
    public void Few_rows_and_a_large_right_side_are_cut_between_columns()
    {
        var grid = ProductGrid.Of(128, 512, 784, 32, isLeftShared: false);
        Assert.Equal((1, 16), (grid.RowParts, grid.ColumnParts));
    }

    [Fact]
    public void A_left_side_that_every_core_has_need_not_be_cut()
    {
        Assert.True(ProductGrid.Of(256, 256, 256, 32, isLeftShared: true).IsColumnsFirst);
        Assert.False(ProductGrid.Of(256, 256, 256, 32, isLeftShared: false).IsColumnsFirst);
        // what reads C would have more from elsewhere than B is
        Assert.False(ProductGrid.Of(768, 128, 128, 32, isLeftShared: true).IsColumnsFirst);
    }

    [Fact]
    public void Where_the_outer_cut_gives_too_few_parts_each_is_cut_again()
    {
        // Columns are the outer cut: the parts of a thread, which lie side by side, have the same ones.
        var grid = ProductGrid.Of(100, 192, 4096, 32, isLeftShared: false);
        Assert.Equal((2, 6), (grid.RowParts, grid.ColumnParts));
        Assert.Equal(grid.Part(0).Columns, grid.Part(grid.RowParts - 1).Columns);
        Assert.NotEqual(grid.Part(0).Columns, grid.Part(grid.RowParts).Columns);
    }
}
