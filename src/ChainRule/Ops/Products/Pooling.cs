using System.Numerics;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;

namespace ChainRule.Ops
{
    /// <summary>A window for pooling over images, and how many places it has.</summary>
    internal sealed record PoolWindow(int KernelH, int KernelW, int StrideH, int StrideW, int PadH, int PadW, int DilationH, int DilationW,
        int Height, int Width)
    {
        public IEnumerable<NamedValue> Attributes =>
        [
            new("kernel", $"[{KernelH}, {KernelW}]"), new("stride", $"[{StrideH}, {StrideW}]"),
            new("padding", $"[{PadH}, {PadW}]"), new("dilation", $"[{DilationH}, {DilationW}]"), new("size", $"[{Height}, {Width}]"),
        ];

        public PoolGeometry Geometry(Shape x, int planes) => new()
        {
            Planes = planes,
            InHeight = x[2],
            InWidth = x[3],
            OutHeight = Height,
            OutWidth = Width,
            KernelHeight = KernelH,
            KernelWidth = KernelW,
            StrideY = Math.Min(StrideH, x[2] + 2 * PadH), // a longer step finds the same one place, and could overflow
            StrideX = Math.Min(StrideW, x[3] + 2 * PadW),
            PaddingY = PadH,
            PaddingX = PadW,
            DilationY = KernelH == 1 ? 1 : DilationH,
            DilationX = KernelW == 1 ? 1 : DilationW,
        };

        public static PoolWindow Over(Tensor x, string op, (int H, int W) kernel, (int H, int W) stride, (int H, int W) padding,
            (int H, int W) dilation, bool ceil)
        {
            new Operands([x], []).RequireRank(op, 0, 4, "images [N, C, H, W]");
            if (Math.Min(Math.Min(kernel.H, kernel.W), Math.Min(Math.Min(stride.H, stride.W), Math.Min(dilation.H, dilation.W))) < 1)
                throw new ShapeException(
                    $"{op} has kernel sizes, strides and dilations of at least 1, not kernel {kernel}, stride {stride}, "
                    + $"dilation {dilation}");
            if (padding.H < 0 || padding.W < 0 || padding.H > kernel.H / 2 || padding.W > kernel.W / 2)
                throw new ShapeException($"{op} can pad by at most half its kernel {kernel}, not by {padding}");
            if (x.Shape[2] == 0 || x.Shape[3] == 0)
                throw new ShapeException($"{op} needs images of at least one pixel, but {x.Describe()} has shape {x.Shape}");
            ConvWindow.RequireCountable(op, x.Shape[2], padding.H);
            ConvWindow.RequireCountable(op, x.Shape[3], padding.W);
            var height = Places(x.Shape[2], kernel.H, stride.H, padding.H, dilation.H, ceil);
            var width = Places(x.Shape[3], kernel.W, stride.W, padding.W, dilation.W, ceil);
            return height >= 1
                && width >= 1
                && MeetsPixels(x.Shape[2], height, kernel.H, stride.H, padding.H, dilation.H)
                && MeetsPixels(x.Shape[3], width, kernel.W, stride.W, padding.W, dilation.W)
                ? new(kernel.H, kernel.W, stride.H, stride.W, padding.H, padding.W, dilation.H, dilation.W, height, width)
                : throw new ShapeException($"{op} finds no place for its kernel {kernel} on {x.Describe()} of shape {x.Shape}");
        }

        /// <summary>Whether no window lies between pixels, all in the padding, as one with a dilation may.</summary>
        private static bool MeetsPixels(int size, int places, int kernel, int stride, int padding, int dilation)
        {
            for (var place = 0; place < places && dilation > 1; place++)
                if (ConvGeometry.Inside(size, kernel, dilation, (place * stride) - padding) is var (from, to) && from >= to) return false;
            return true;
        }

        /// <summary>With <paramref name="ceil"/> a last window may reach outside, but must begin inside or in the padding before.</summary>
        private static int Places(int size, int kernel, int stride, int padding, int dilation, bool ceil)
        {
            var spare = size + 2L * padding - ConvWindow.Extent(kernel, dilation);
            var places = (int)Math.Floor((ceil ? spare + stride - 1 : spare) / (double)stride) + 1;
            return ceil && (places - 1L) * stride >= size + padding ? places - 1 : places;
        }
    }

    /// <summary>
    /// For each window the place of its greatest pixel in its image, row-major; of equal ones the first. Padding is never chosen.
    /// </summary>
    internal sealed record ArgMaxPoolOp(PoolWindow Window) : IndexOp, IKernelOp
    {
        private static readonly OpInfo TheInfo = new("ArgMaxPool", "a place does not change a little");

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => Window.Attributes;

        public static IReadOnlyList<Example> Examples { get; } =
        [
            new(new ArgMaxPoolOp(new PoolWindow(3, 2, 2, 1, 1, 1, 1, 1, 3, 4)), SampleRange.Real, [2, 2, 5, 3]),
        ];

        internal override TensorType Infer(Operands operands)
        {
            operands.CommonFloat("ArgMaxPool");
            return new(DType.Int64, [operands.Shape(0)[0], operands.Shape(0)[1], Window.Height, Window.Width]);
        }

        internal override bool IsUndecided(IReadOnlyList<TensorData> inputs) =>
            Ties.Within(inputs[0], inputs[0].Shape.With(2, 1).With(3, 1));

        public int PartCount(Tensor output) => WorkPartition.Parts(output.Shape[0] * output.Shape[1], output.Inputs[0].Shape.Size);

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            var x = AxisSplit.Of(call.Shape(0), 2);
            var y = AxisSplit.Of(call.OutputView.Shape, 2);
            var (from, to) = WorkPartition.Of(x.Outer, part, call.Parts);
            Kernels.Pooling.ArgMax2d(Window.Geometry(call.Shape(0), to - from), call.Input(0)[x.Blocks(from, to)],
                call.Output<long>()[y.Blocks(from, to)]);
        }
    }
}

namespace ChainRule
{
    public static partial class Functions
    {
        /// <summary>The greatest pixel of each window. Of equal ones the first gets the gradient; padding counts as −∞.</summary>
        /// <param name="x">Images, [N, C, H, W].</param>
        /// <param name="kernel">The window's size.</param>
        /// <param name="stride">The step between windows; the window's size where none is given.</param>
        /// <param name="padding">How far windows may begin outside.</param>
        /// <param name="dilation">The step between the pixels that a window sees.</param>
        /// <param name="ceilMode">Whether a last window may reach outside.</param>
        /// <exception cref="ShapeException">The window does not fit.</exception>
        public static Tensor MaxPool2d(Tensor x, (int H, int W) kernel, (int H, int W)? stride = null, (int H, int W)? padding = null,
            (int H, int W)? dilation = null, bool ceilMode = false)
        {
            var window = PoolWindow.Over(x, "MaxPool2d", kernel, stride ?? kernel, padding ?? (0, 0), dilation ?? (1, 1), ceilMode);
            var places = Tensor.Apply(new ArgMaxPoolOp(window), x);
            var (images, channels, size) = (x.Shape[0], x.Shape[1], window.Height * window.Width);
            var pixels = x.Reshape(images, channels, x.Shape[2] * x.Shape[3]);
            return TakeAlongAxis(pixels, places.Reshape(images, channels, size), 2).Reshape(places.Shape);
        }

        /// <summary>The greatest element of each window over signals [N, C, L]; see <see cref="MaxPool2d"/>.</summary>
        /// <exception cref="ShapeException">The window does not fit.</exception>
        public static Tensor MaxPool1d(Tensor x, int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false)
        {
            new Operands([x], []).RequireRank("MaxPool1d", 0, 3, "signals [N, C, L]");
            return Squeeze(MaxPool2d(Unsqueeze(x, 2), (1, kernel), (1, stride ?? kernel), (0, padding), (1, dilation), ceilMode), [2]);
        }

        /// <summary>The mean of each window.</summary>
        /// <param name="x">Images, [N, C, H, W].</param>
        /// <param name="kernel">The window's size.</param>
        /// <param name="stride">The step between windows; the window's size where none is given.</param>
        /// <param name="padding">How far windows may begin outside.</param>
        /// <param name="ceilMode">Whether a last window may reach outside.</param>
        /// <param name="countIncludePad">Whether the zeros of the padding count.</param>
        /// <exception cref="ShapeException">The window does not fit.</exception>
        public static Tensor AvgPool2d(Tensor x, (int H, int W) kernel, (int H, int W)? stride = null, (int H, int W)? padding = null,
            bool ceilMode = false, bool countIncludePad = true)
        {
            var window = PoolWindow.Over(x, "AvgPool2d", kernel, stride ?? kernel, padding ?? (0, 0), (1, 1), ceilMode);
            x = AveragedAlong(x, 2, window.KernelH, window.StrideH, window.PadH, window.Height, countIncludePad);
            return AveragedAlong(x, 3, window.KernelW, window.StrideW, window.PadW, window.Width, countIncludePad);
        }

        /// <summary>The means of as many windows as the result has pixels, spread evenly over the images [N, C, H, W].</summary>
        /// <exception cref="ShapeException">There are not four axes, the images have no pixels, or a size is negative.</exception>
        public static Tensor AdaptiveAvgPool2d(Tensor x, (int H, int W) outputSize)
        {
            new Operands([x], []).RequireRank("AdaptiveAvgPool2d", 0, 4, "images [N, C, H, W]");
            if (x.Shape[2] == 0 || x.Shape[3] == 0 || Math.Min(outputSize.H, outputSize.W) < 0)
                throw new ShapeException(
                    $"AdaptiveAvgPool2d makes images of a size from 0 of images with pixels, not {outputSize} of {x.Describe()} of "
                    + $"shape {x.Shape}");
            return SpreadAlong(SpreadAlong(x, 2, outputSize.H), 3, outputSize.W);
        }

        /// <summary>Images [N, C, H, W] with each pixel repeated, <paramref name="scale"/> times down and across.</summary>
        /// <exception cref="ShapeException">There are not four axes.</exception>
        public static Tensor UpsampleNearest2d(Tensor x, int scale)
        {
            new Operands([x], []).RequireRank("UpsampleNearest2d", 0, 4, "images [N, C, H, W]");
            return RepeatInterleave(RepeatInterleave(x, scale, 2), scale, 3);
        }

        /// <summary>The means of windows along one axis: a rectangle's mean is the mean of its rows' means.</summary>
        private static Tensor AveragedAlong(Tensor x, int axis, int kernel, int stride, int padding, int places, bool countPad)
        {
            var size = x.Shape[axis];
            var (low, high) = countPad ? (-padding, size + padding) : (0, size);
            double[] counts = [.. Enumerable.Range(0, places).Select(i => i * stride - padding)
                .Select(start => (double)(Math.Min(start + kernel, high) - Math.Max(start, low)))];
            var after = Math.Max(0, (places - 1) * stride + kernel - size - padding);
            if (padding + after > 0) x = Pad(x, [.. x.Shape.Select((_, i) => i == axis ? (padding, after) : (0, 0))]);
            var sum = SummedAlong(x, axis, kernel, stride, places);
            return counts.Distinct().Count() == 1 ? sum / counts[0] : sum / ConstantAlong(counts, axis, x);
        }

        private static Tensor SummedAlong(Tensor x, int axis, int kernel, int stride, int places)
        {
            // Windows side by side are the rows of another shape; windows that overlap are as many shifted slices.
            if (kernel == stride && x.Shape[axis] == kernel * places)
                return Sum(x.Reshape([.. x.Shape.Take(axis), places, kernel, .. x.Shape.Skip(axis + 1)]), [axis + 1]);
            return Enumerable.Range(0, kernel).Select(i => Slice(x, axis, i, places, stride)).Aggregate((sum, next) => sum + next);
        }

        /// <summary>Window i of n goes from ⌊i·size/n⌋ to ⌈(i + 1)·size/n⌉.</summary>
        private static Tensor SpreadAlong(Tensor x, int axis, int places)
        {
            var size = x.Shape[axis];
            if (places == 0) return Slice(x, axis, 0, 0);
            if (size % places == 0) return AveragedAlong(x, axis, size / places, size / places, padding: 0, places, countPad: true);
            return Concat([.. Enumerable.Range(0, places).Select(Window)], axis);

            Tensor Window(int i)
            {
                var start = i * size / places;
                return Mean(Slice(x, axis, start, ((i + 1) * size + places - 1) / places - start), [axis], keepDims: true);
            }
        }

        /// <summary>Constants that line up with one axis of x.</summary>
        private static Tensor ConstantAlong(double[] values, int axis, Tensor x) =>
            Tensor
                .Constant(TensorData.Create<double>(values, [values.Length]).Cast(x.DType))
                .Reshape([values.Length, .. Enumerable.Repeat(1, x.Rank - axis - 1)]);
    }
}
