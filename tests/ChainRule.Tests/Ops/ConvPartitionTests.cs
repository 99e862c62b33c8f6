using ChainRule.Ops;

namespace ChainRule.Tests.Ops;

public class ConvPartitionTests
{
    [Theory]
    [InlineData(64, 32, 24)] // a part for each image
    [InlineData(33, 5, 4)] // small images together
    [InlineData(1, 64, 100)] // one image: its channels
    [InlineData(1, 3, 100)] // too few channels to cut
    public void Parts_cover_each_channel_of_each_image_once(int images, int channels, int size) =>
        AssertCovers(ConvPartition.OfResult([images, channels, size, size]), images, channels);

    [Theory]
    [InlineData(64, 64, 16)]
    [InlineData(7, 20, 4)] // not a power of two
    [InlineData(2, 600, 1)] // kernels larger than the images: channels are cut instead
    public void So_do_parts_of_kernels(int images, int channels, int size) =>
        AssertCovers(ConvPartition.OfWeights([images, 32, size, size], [images, channels, size, size], [channels, 32, 3, 3]), images,
            channels);

    [Fact]
    public void Rows_of_kernels_take_no_more_than_the_images()
    {
        var shares = ConvPartition.OfWeights([32, 64, 8, 8], [32, 64, 8, 8], [64, 64, 3, 3]);
        Assert.Equal(4, shares.ImageParts);
        Assert.Equal(2, shares.ChannelParts);
    }

    private static void AssertCovers(ConvPartition shares, int images, int channels)
    {
        var times = new int[images * channels];
        for (var part = 0; part < shares.Parts; part++)
        {
            var share = shares[part];
            Assert.InRange(share.Images, 1, shares.MaxImages);
            for (var i = share.FirstImage; i < share.FirstImage + share.Images; i++)
                for (var c = share.FirstChannel; c < share.EndChannel; c++) times[(i * channels) + c]++;
        }
        Assert.All(times, count => Assert.Equal(1, count));
    }
}
