using System.Numerics;
using ChainRule.Graph;
using ChainRule.Kernels;

namespace ChainRule.Ops;

/// <summary>
/// Random numbers from 0 to below 1 in single precision, a function of its input: Int64 [2], a seed and the number of the draw.
/// </summary>
/// <param name="Shape">The shape of the result.</param>
/// <param name="Stream">Keeps draws of one seed and number apart.</param>
internal sealed record RandomUniformOp(Shape Shape, int Stream) : IndexOp, IKernelOp
{
    private static readonly OpInfo TheInfo = new("RandomUniform", "chance does not follow what came before", "RandomUniform", "torch.rand");

    public static IReadOnlyList<Example> Examples =>
        [new(new RandomUniformOp([3, 5], 1), [new(DType.Int64, [2])], [new SampleRange(0, 100)])];

    public override OpInfo Info => TheInfo;

    public override IEnumerable<NamedValue> Attributes => [new("shape", $"{Shape}"), new("stream", $"{Stream}")];

    internal override TensorType Infer(Operands operands)
    {
        operands.RequireDType("RandomUniform", 0, DType.Int64);
        return operands.Shape(0).Equals([2])
            ? new(DType.Float32, Shape)
            : throw new ShapeException($"RandomUniform needs a seed and a number of the draw, [2], but got {operands.Describe(0)}");
    }

    public int PartCount(Tensor output) => WorkPartition.Parts(Blocks(output.Shape), output.Shape.Size);

    public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var state = call.Indices(0);
        var values = call.Output<float>();
        var (from, to) = WorkPartition.Of(Blocks(Shape), part, call.Parts);
        var end = Math.Min(4 * to, values.Length);
        // The stream takes the upper bits of the draw: no training counts to 2⁴⁰.
        Philox.Uniform((ulong)state[0], (ulong)state[1] | (ulong)Stream << 40, 4 * from, values[(4 * from)..end]);
    }

    /// <summary>Four numbers are made at a time.</summary>
    private static int Blocks(Shape shape) => (shape.Size + 3) / 4;
}
