using System.Numerics;
using ChainRule.Graph;
using ChainRule.Kernels;

namespace ChainRule.Ops;

/// <summary>How a kernel moves over images.</summary>
internal sealed record ConvWindow(int StrideH, int StrideW, int PadH, int PadW, int DilationH, int DilationW, int Groups)
{
    private const int MaxPadded = 1 << 30;

    public IEnumerable<NamedValue> Attributes =>
    [
        new("stride", $"[{StrideH}, {StrideW}]"), new("padding", $"[{PadH}, {PadW}]"),
        new("dilation", $"[{DilationH}, {DilationW}]"), new("groups", $"{Groups}"),
    ];

    /// <summary>All sizes of a convolution of images x by kernels w to y, for so many images at a time.</summary>
    public ConvGeometry Geometry(Shape x, Shape w, Shape y, int batch) => new()
    {
        Batch = batch,
        InChannels = x[1],
        InHeight = x[2],
        InWidth = x[3],
        OutChannels = w[0],
        OutHeight = y[2],
        OutWidth = y[3],
        KernelHeight = w[2],
        KernelWidth = w[3],
        StrideY = Math.Min(StrideH, x[2] + 2 * PadH), // a longer step finds the same one place, and could overflow
        StrideX = Math.Min(StrideW, x[3] + 2 * PadW),
        PaddingY = PadH,
        PaddingX = PadW,
        DilationY = w[2] == 1 ? 1 : DilationH,
        DilationX = w[3] == 1 ? 1 : DilationW,
        Groups = Groups,
    };

    /// <summary>Refuses kernels without weights and images without pixels; a batch may be empty.</summary>
    public static void RequireElements(string op, Operands operands)
    {
        if (operands.Shape(1).Size == 0)
            throw new ShapeException($"{op} needs kernels of at least one weight, but got {operands.Describe(1)}");
        if (operands.Shape(0)[2] == 0 || operands.Shape(0)[3] == 0)
            throw new ShapeException($"{op} needs images of at least one pixel, but got {operands.Describe(0)}");
    }

    /// <summary>The number of places that a kernel finds on an axis; 0 if none.</summary>
    public static int Places(int size, int kernel, int stride, int padding, int dilation)
    {
        var spare = size + 2L * padding - Extent(kernel, dilation);
        return spare < 0 ? 0 : (int)(spare / stride) + 1;
    }

    /// <summary>From the first to the last pixel that a kernel sees along an axis.</summary>
    public static long Extent(int kernel, int dilation) => (long)dilation * (kernel - 1) + 1;

    /// <summary>Refuses an axis so long, padding included, that its places could not be counted in 32 bits.</summary>
    public static void RequireCountable(string op, long size, int padding)
    {
        if (size + 2L * padding > MaxPadded)
            throw new ShapeException(
                $"{op} works on axes of at most {MaxPadded} pixels with their padding, not of {size} with {padding} on each side");
    }
}

/// <summary>The correlation of images [N, C, H, W] with kernels [K, C/groups, h, w].</summary>
internal sealed record Conv2dOp(ConvWindow Window) : GeneralOp, IKernelOp
{
    private static readonly OpInfo TheInfo = new("Conv2d",
        "each pixel gets the gradient of all places that saw it, and each weight that of all it saw", "Conv", "torch.nn.functional.conv2d");
    private static readonly ConvWindow Plain = new(1, 1, 1, 1, 1, 1, 1);
    private static readonly ConvWindow Sparse = new(2, 1, 1, 0, 1, 2, 2);

    public static IReadOnlyList<Example> Examples { get; } =
    [
        new(new Conv2dOp(Plain), SampleRange.Real, [1, 2, 4, 3], [2, 2, 3, 3]),
        new(new Conv2dOp(Sparse), SampleRange.Real, [2, 4, 5, 4], [2, 2, 3, 2]),
        new(new Conv2dInputGradientOp(Sparse, [2, 4, 5, 4]), SampleRange.Real, [2, 2, 3, 2], [2, 2, 3, 2]),
        new(new Conv2dWeightGradientOp(Sparse, [2, 2, 3, 2]), SampleRange.Real, [2, 4, 5, 4], [2, 2, 3, 2]),
    ];

    public override OpInfo Info => TheInfo;

    public override string Rule(int input) => input == 0
        ? "each pixel of {0} gets the gradient of all places that saw it, times the weight in {1} by which they saw it"
        : "each weight in {1} gets the gradient of all places, times the pixels of {0} that it was multiplied by there";

    public override IEnumerable<NamedValue> Attributes => Window.Attributes;

    internal override bool IsMultilinear => true;

    internal override TensorType Infer(Operands operands)
    {
        operands.RequireRank("Conv2d", 0, 4, "images [N, C, H, W]");
        operands.RequireRank("Conv2d", 1, 4, "kernels [K, C/groups, h, w]");
        var (x, w) = (operands.Shape(0), operands.Shape(1));
        if (x[1] != w[1] * Window.Groups || w[0] % Window.Groups != 0)
            throw new ShapeException(
                $"Conv2d with {Window.Groups} groups cannot use {operands.Describe(1)} on {operands.Describe(0)}: the kernels' second size "
                + $"times the groups must be the channels {x[1]}, and the groups must divide the kernels {w[0]}; "
                + $"kernels of shape {w.With(1, x[1] / Window.Groups)} would fit");
        ConvWindow.RequireElements("Conv2d", operands);
        ConvWindow.RequireCountable("Conv2d", x[2], Window.PadH);
        ConvWindow.RequireCountable("Conv2d", x[3], Window.PadW);
        var height = ConvWindow.Places(x[2], w[2], Window.StrideH, Window.PadH, Window.DilationH);
        var width = ConvWindow.Places(x[3], w[3], Window.StrideW, Window.PadW, Window.DilationW);
        if (height < 1 || width < 1)
            throw new ShapeException(
                $"Conv2d finds no place for {operands.Describe(1)} on {operands.Describe(0)} with padding [{Window.PadH}, {Window.PadW}]: "
                + $"the kernel is larger than the image");
        return new(operands.CommonFloat("Conv2d"), [x[0], w[0], height, width]);
    }

    public long Operations(IReadOnlyList<Shape> inputs, Shape output) => OperationsOf(places: output, inputs[1]);

    /// <summary>
    /// The correlation at the first places only: a transposed convolution with output padding makes images that have more.
    /// </summary>
    public static Tensor AtPlaces(ConvWindow window, Tensor x, Tensor w, Shape places)
    {
        var y = Tensor.Apply(new Conv2dOp(window), x, w);
        return y.Shape.Equals(places) ? y : Functions.Slice(y, [0, 0], [places[2], places[3]], axes: [2, 3]);
    }

    /// <summary>A multiplication and an addition for each weight that a place of the result sees.</summary>
    internal static long OperationsOf(Shape places, Shape weights) => 2L * places.Size * (weights.Size / weights[0]);

    internal override Tensor Vjp(int input, Tensor cotangent, Tensor output) => input == 0
        ? Tensor.Apply(new Conv2dInputGradientOp(Window, output.Inputs[0].Shape), cotangent, output.Inputs[1])
        : Tensor.Apply(new Conv2dWeightGradientOp(Window, output.Inputs[1].Shape), output.Inputs[0], cotangent);

    public int PartCount(Tensor output) => ConvPartition.OfResult(output.Shape).Parts;

    public int Workspace(Tensor output)
    {
        var geometry = Window.Geometry(output.Inputs[0].Shape, output.Inputs[1].Shape, output.Shape,
            ConvPartition.OfResult(output.Shape).MaxImages);
        return output.DType == DType.Float32
            ? Kernels.Convolution.ForwardWorkspace<float>(geometry)
            : Kernels.Convolution.ForwardWorkspace<double>(geometry);
    }

    public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (x, y) = (call.Shape(0), call.OutputView.Shape);
        var share = ConvPartition.OfResult(y)[part];
        Kernels.Convolution.Forward(
            Window.Geometry(x, call.Shape(1), y, share.Images), call.Input(0)[share.Of(x)], call.Input(1), call.Output<T>()[share.Of(y)],
            share.FirstChannel, share.EndChannel, call.Workspace);
    }
}

/// <summary>
/// What a gradient on a convolution's result is on its images: the convolution's transpose, from (gradient, kernels). It is also
/// the transposed convolution.
/// </summary>
internal sealed record Conv2dInputGradientOp(ConvWindow Window, Shape Images) : GeneralOp, IKernelOp
{
    private static readonly OpInfo TheInfo = new("Conv2dInputGradient", "linear in each: its transpose is the convolution", "ConvTranspose",
        "torch.nn.functional.conv_transpose2d");

    public override OpInfo Info => TheInfo;

    public override string Rule(int input) => input == 0
        ? "linear in {0}: it gets the convolution of the upstream gradient by {1}"
        : "linear in {1}: each weight gets the upstream gradient of all pixels, times what {0} had there";

    public override IEnumerable<NamedValue> Attributes => [new("shape", $"{Images}"), .. Window.Attributes];

    internal override bool IsMultilinear => true;

    internal override TensorType Infer(Operands operands) => new(operands.CommonFloat("Conv2dInputGradient"), Images);

    public long Operations(IReadOnlyList<Shape> inputs, Shape output) => Conv2dOp.OperationsOf(places: inputs[0], inputs[1]);

    internal override Tensor Vjp(int input, Tensor cotangent, Tensor output) => input == 0
        ? Conv2dOp.AtPlaces(Window, cotangent, output.Inputs[1], output.Inputs[0].Shape)
        : Tensor.Apply(new Conv2dWeightGradientOp(Window, output.Inputs[1].Shape), cotangent, output.Inputs[0]);

    public int PartCount(Tensor output) => ConvPartition.OfResult(Images).Parts;

    public int Workspace(Tensor output)
    {
        var geometry = Window.Geometry(Images, output.Inputs[1].Shape, output.Inputs[0].Shape, ConvPartition.OfResult(Images).MaxImages);
        return output.DType == DType.Float32
            ? Kernels.Convolution.InputGradientWorkspace<float>(geometry)
            : Kernels.Convolution.InputGradientWorkspace<double>(geometry);
    }

    public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var y = call.Shape(0);
        var share = ConvPartition.OfResult(Images)[part];
        Kernels.Convolution.InputGradient(
            Window.Geometry(Images, call.Shape(1), y, share.Images), call.Input(0)[share.Of(y)], call.Input(1),
            call.Output<T>()[share.Of(Images)],
            share.FirstChannel, share.EndChannel, call.Workspace);
    }
}

/// <summary>What a gradient on a convolution's result is on its kernels, from (images, gradient).</summary>
internal sealed record Conv2dWeightGradientOp(ConvWindow Window, Shape Weights) : GeneralOp, IKernelOp
{
    private static readonly OpInfo TheInfo = new("Conv2dWeightGradient", "linear in each: the convolution by what came, and its transpose",
        null, "torch.nn.grad.conv2d_weight");

    public override OpInfo Info => TheInfo;

    public override string Rule(int input) => input == 0
        ? "linear in {0}: each pixel gets what {1} has at the places that saw it, times the upstream gradient"
        : "linear in {1}: it gets the convolution of {0} by the upstream gradient";

    public override IEnumerable<NamedValue> Attributes => [new("shape", $"{Weights}"), .. Window.Attributes];

    internal override bool IsMultilinear => true;

    internal override TensorType Infer(Operands operands) => new(operands.CommonFloat("Conv2dWeightGradient"), Weights);

    public long Operations(IReadOnlyList<Shape> inputs, Shape output) => Conv2dOp.OperationsOf(places: inputs[1], output);

    internal override Tensor Vjp(int input, Tensor cotangent, Tensor output) => input == 0
        ? Tensor.Apply(new Conv2dInputGradientOp(Window, output.Inputs[0].Shape), output.Inputs[1], cotangent)
        : Conv2dOp.AtPlaces(Window, output.Inputs[0], cotangent, output.Inputs[1].Shape);

    public int PartCount(Tensor output) => Shares(output).Parts;

    public int Workspace(Tensor output)
    {
        var geometry = Window.Geometry(output.Inputs[0].Shape, Weights, output.Inputs[1].Shape, Shares(output).MaxImages);
        return output.DType == DType.Float32
            ? Kernels.ConvWeightGradient.WorkspaceLength<float>(geometry)
            : Kernels.ConvWeightGradient.WorkspaceLength<double>(geometry);
    }

    /// <summary>A row of sums for each share of the images.</summary>
    public int Shared(Tensor output) => Shares(output) is { ImageParts: > 1 } shares ? shares.ImageParts * Weights.Size : 0;

    public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (x, y) = (call.Shape(0), call.Shape(1));
        var shares = ConvPartition.OfWeights(x, y, Weights);
        var share = shares[part];
        var sums = shares.ImageParts > 1 ? call.Shared.Slice(share.ImagePart * Weights.Size, Weights.Size) : call.Output<T>();
        Kernels.ConvWeightGradient.Sum(
            Window.Geometry(x, Weights, y, share.Images), call.Input(0)[share.Of(x)], call.Input(1)[share.Of(y)], sums,
            share.FirstChannel, share.EndChannel, call.Workspace);
    }

    public void Finish<T>(KernelCall<T> call) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = call.Shared;
        if (rows.Length == 0) return;
        var sum = call.Output<T>();
        rows[..sum.Length].CopyTo(sum);
        for (var at = sum.Length; at < rows.Length; at += sum.Length) Elementary.Add(sum, rows.Slice(at, sum.Length), sum);
    }

    private ConvPartition Shares(Tensor output) => ConvPartition.OfWeights(output.Inputs[0].Shape, output.Inputs[1].Shape, Weights);
}
