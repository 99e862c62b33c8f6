using System.Numerics;
using ChainRule.Kernels;
using CsCheck;

namespace ChainRule.Tests.Kernels;

public class ConvolutionTests
{
    private static readonly Gen<ConvGeometry> Geometries =
        from batch in Gen.Int[1, 3]
        from groups in Gen.Int[1, 3]
        from inChannels in Gen.OneOf(Gen.Int[1, 3], Gen.Int[8, 19]) // few and many are computed in different ways
        from outChannels in Gen.Int[1, 3]
        from size in Gen.Select(Gen.Int[1, 9], Gen.Int[1, 20])
        from kernel in Gen.Select(Gen.Int[1, 3], Gen.Int[1, 4])
        from stride in Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3])
        from padding in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3])
        from dilation in Gen.Select(Gen.Int[1, 2], Gen.Int[1, 3])
        let height = ConvGeometry.OutputSize(size.Item1, kernel.Item1, stride.Item1, padding.Item1, dilation.Item1)
        let width = ConvGeometry.OutputSize(size.Item2, kernel.Item2, stride.Item2, padding.Item2, dilation.Item2)
        where height > 0 && width > 0
        select new ConvGeometry
        {
            Batch = batch,
            Groups = groups,
            InChannels = inChannels * groups,
            OutChannels = outChannels * groups,
            InHeight = size.Item1,
            InWidth = size.Item2,
            KernelHeight = kernel.Item1,
            KernelWidth = kernel.Item2,
            StrideY = stride.Item1,
            StrideX = stride.Item2,
            PaddingY = padding.Item1,
            PaddingX = padding.Item2,
            DilationY = dilation.Item1,
            DilationX = dilation.Item2,
            OutHeight = height,
            OutWidth = width,
        };

    [Fact]
    public void The_three_functions_agree_with_plain_loops() => Geometries.Sample(g => Check<double>(g, 1e-12), iter: 120);

    [Fact]
    public void Also_in_float() => Geometries.Sample(g => Check<float>(g, 1e-4), iter: 40);

    [Theory]
    [InlineData(1, 70, 90, 3, 1)]
    [InlineData(2, 40, 41, 5, 2)]
    [InlineData(4, 33, 65, 1, 1)]
    public void Images_of_several_bands(int groups, int height, int width, int kernel, int stride)
    {
        var g = new ConvGeometry
        {
            Batch = 2,
            Groups = groups,
            InChannels = 8,
            OutChannels = 12,
            InHeight = height,
            InWidth = width,
            KernelHeight = kernel,
            KernelWidth = kernel,
            StrideY = stride,
            StrideX = stride,
            PaddingY = kernel / 2,
            PaddingX = kernel / 2,
            OutHeight = ConvGeometry.OutputSize(height, kernel, stride, kernel / 2, 1),
            OutWidth = ConvGeometry.OutputSize(width, kernel, stride, kernel / 2, 1),
        };
        Check<double>(g, 1e-10);
    }

    [Theory]
    [InlineData(16, 3)]
    [InlineData(21, 1)]
    public void Images_whose_channels_have_the_same_place_in_a_cache(int channels, int kernel)
    {
        var g = new ConvGeometry
        {
            Batch = 1,
            InChannels = channels,
            OutChannels = 13,
            InHeight = 32,
            InWidth = 32,
            KernelHeight = kernel,
            KernelWidth = kernel,
            PaddingY = kernel / 2,
            PaddingX = kernel / 2,
            OutHeight = 32,
            OutWidth = 32,
        };
        Check<float>(g, 1e-4);
        Check<double>(g, 1e-10);
    }

    [Fact]
    public void Spans_that_do_not_fit_are_refused()
    {
        var g = new ConvGeometry
        {
            Batch = 1,
            InChannels = 1,
            OutChannels = 1,
            InHeight = 3,
            InWidth = 3,
            KernelHeight = 2,
            KernelWidth = 2,
            OutHeight = 2,
            OutWidth = 2,
        };
        Assert.Throws<ArgumentException>(
            () => Convolution.Forward<float>(g, new float[9], new float[4], new float[5], 0, 1, new float[99]));
        Assert.Throws<ArgumentException>(
            () => Convolution.Forward<float>(g, new float[8], new float[4], new float[4], 0, 1, new float[99]));
    }

    private static void Check<T>(ConvGeometry g, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = Numbers<T>(g.Batch * g.InChannels * g.InPixels, 1);
        var w = Numbers<T>(g.OutChannels * g.Window, 2);
        var gy = Numbers<T>(g.Batch * g.OutChannels * g.OutPixels, 3);
        var (y, gx, gw) = (new double[gy.Length], new double[x.Length], new double[w.Length]);
        foreach (var (i, k, o) in Meetings(g))
        {
            y[o] += double.CreateChecked(x[i]) * double.CreateChecked(w[k]);
            gx[i] += double.CreateChecked(gy[o]) * double.CreateChecked(w[k]);
            gw[k] += double.CreateChecked(gy[o]) * double.CreateChecked(x[i]);
        }
        // Whatever the outputs and the workspace hold before must not matter.
        var (actualY, actualGx, actualGw) = (Numbers<T>(y.Length, 5), Numbers<T>(gx.Length, 6), Numbers<T>(gw.Length, 7));
        foreach (var (from, to) in Shares(g.OutChannels))
        {
            Convolution.Forward<T>(g, x, w, actualY, from, to, Numbers<T>(Convolution.ForwardWorkspace<T>(g), 4));
            ConvWeightGradient.Sum<T>(g, x, gy, actualGw, from, to, Numbers<T>(ConvWeightGradient.WorkspaceLength<T>(g), 4));
        }
        foreach (var (from, to) in Shares(g.InChannels))
        {
            Convolution.InputGradient<T>(g, gy, w, actualGx, from, to, Numbers<T>(Convolution.InputGradientWorkspace<T>(g), 4));
        }
        AssertClose(y, actualY, tolerance, $"y of {g}");
        AssertClose(gx, actualGx, tolerance, $"gx of {g}");
        AssertClose(gw, actualGw, tolerance * g.Batch * g.OutPixels, $"gw of {g}");
    }

    /// <summary>All channels, as two callers may share them.</summary>
    private static (int From, int To)[] Shares(int channels) => [(0, channels / 2), (channels / 2, channels)];

    /// <summary>Which input meets which weight in which output, by flat positions: the definition, in loops.</summary>
    private static IEnumerable<(int Input, int Weight, int Output)> Meetings(ConvGeometry g)
    {
        for (var plane = 0; plane < g.Batch * g.OutChannels; plane++)
            for (var tap = 0; tap < g.Window; tap++)
                for (var pixel = 0; pixel < g.OutPixels; pixel++)
                {
                    var (n, o) = (plane / g.OutChannels, plane % g.OutChannels);
                    var (c, ky, kx) = (tap / (g.KernelHeight * g.KernelWidth), tap / g.KernelWidth % g.KernelHeight, tap % g.KernelWidth);
                    var y = (pixel / g.OutWidth * g.StrideY) - g.PaddingY + (ky * g.DilationY);
                    var x = (pixel % g.OutWidth * g.StrideX) - g.PaddingX + (kx * g.DilationX);
                    if (y < 0 || y >= g.InHeight || x < 0 || x >= g.InWidth) { continue; }
                    var channel = (n * g.InChannels) + (o / g.GroupOut * g.GroupIn) + c;
                    yield return ((channel * g.InPixels) + (y * g.InWidth) + x, (o * g.Window) + tap, (plane * g.OutPixels) + pixel);
                }
    }

    private static void AssertClose<T>(double[] expected, T[] actual, double tolerance, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var value = double.CreateChecked(actual[i]);
            Assert.True(Math.Abs(value - expected[i]) <= tolerance, $"{what}: [{i}] is {value} instead of {expected[i]}");
        }
    }

    private static T[] Numbers<T>(int count, int seed)
        where T : INumberBase<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating((random.NextDouble() * 2) - 1))];
    }
}
