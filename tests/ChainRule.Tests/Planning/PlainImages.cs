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
            foreach (var k in PlainInterpreter.Indices([w[1], w[2], w[3]]))
            {
                var row = o[2] * window.StrideH - window.PadH + k[1] * window.DilationH;
                var column = o[3] * window.StrideW - window.PadW + k[2] * window.DilationW;
                if (row < 0 || row >= x[2] || column < 0 || column >= x[3]) continue;
                var channel = o[1] / perGroup * w[1] + k[0];
                term(PlainInterpreter.Place([o[0], channel, row, column], x), PlainInterpreter.Place([o[1], .. k], w), PlainInterpreter.Place(o, y), sum);
            }
        return sum;
    }

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
