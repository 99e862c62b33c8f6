using ChainRule.Ops;

namespace ChainRule.Tests.Ops;

public class BatchedProductPartitionTests
{
    [Theory]
    [InlineData(1, 200, 300, 64, 8)] // enough work for 8 stripes of columns
    [InlineData(1, 300, 200, 64, 8)]
    [InlineData(1, 40, 20, 1000, 2)] // 40 rows make two stripes of at least 16
    [InlineData(1, 64, 64, 32, 2)] // 2¹⁷ multiplications are worth two threads
    [InlineData(3, 64, 64, 64, 12)]
    [InlineData(8, 300, 300, 64, 8)] // so many products are not cut
    [InlineData(1, 5, 5, 5, 1)]
    public void Every_element_is_in_one_part(int batch, int m, int n, int terms, int parts)
    {
        var partition = BatchedProductPartition.Of([batch, m, n], terms);
        Assert.Equal(parts, partition.Parts);
        var times = new int[batch, m, n];
        for (var part = 0; part < partition.Parts; part++)
        {
            var (item, rows, columns) = partition[part];
            for (var i = rows.From; i < rows.To; i++) for (var j = columns.From; j < columns.To; j++) times[item, i, j]++;
        }
        Assert.All(times.Cast<int>(), count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_vector_is_a_column() =>
        Assert.Equal(new BatchedProductPartition(Batch: 1, M: 6400, N: 1, Stripes: 8), BatchedProductPartition.Of([6400], terms: 100));
}
