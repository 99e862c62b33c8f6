using ChainRule.Ops;

namespace ChainRule.Tests.Planning;

/// <summary>Convolution and pooling over images [N, C, H, W] by their definitions.</summary>
internal static class PlainImages
{
    /// <summary>Goes over all triples of pixel, weight and place that a convolution brings together; a term adds to the result.</summary>
    public static double[] Convolve(ConvWindow window, Shape x, Shape w, Shape y, Action<int, int, int, double[]> term, Shape result)
    {
        var sum = new double[result.Size];
        var perGroup = w[0] / window.Groups;
        foreach (var o in PlainInterpreter.Indices(y))
            for (var c = 0; c < w[1]; c++)
                for (var i = 0; i < w[2]; i++)
                    for (var j = 0; j < w[3]; j++)
                    {
                        var row = o[2] * window.StrideH - window.PadH + i * window.DilationH;
                        var column = o[3] * window.StrideW - window.PadW + j * window.DilationW;
                        if (row < 0 || row >= x[2] || column < 0 || column >= x[3]) continue;
                        var channel = o[1] / perGroup * w[1] + c;
                        term(Place(x, o[0], channel, row, column), Place(w, o[1], c, i, j), Place(y, o[0], o[1], o[2], o[3]), sum);
                    }
        return sum;
    }

    /// <summary>Where a pixel lies. Called a million times, and so without an array for the index.</summary>
    private static int Place(Shape shape, int image, int channel, int row, int column) =>
        ((image * shape[1] + channel) * shape[2] + row) * shape[3] + column;

    /// <summary>The place in its image of each window's first greatest pixel.</summary>
    public static double[] ArgMaxPool(Tensor y, double[] x, PoolWindow window)
    {
        var shape = y.Inputs[0].Shape;
        return [.. PlainInterpreter.Indices(y.Shape).Select(at => (double)Pixels(at, shape, window)
            .MaxBy(pixel => x[PlainInterpreter.Place([at[0], at[1], pixel / shape[3], pixel % shape[3]], shape)]))];
    }

    private static IEnumerable<int> Pixels(int[] at, Shape shape, PoolWindow window) =>
        from k in PlainInterpreter.Indices([window.KernelH, window.KernelW])
        let row = at[2] * window.StrideH - window.PadH + k[0] * window.DilationH
        let column = at[3] * window.StrideW - window.PadW + k[1] * window.DilationW
        where row >= 0 && row < shape[2] && column >= 0 && column < shape[3]
        select row * shape[3] + column;
}
