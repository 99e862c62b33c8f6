using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Execution;

/// <summary>A tensor's op on zeros, for <see cref="JitWarmUp"/>.</summary>
internal static class WarmUpGraph
{
    private const int Few = 64; // elements, enough to fill registers
    private const int MaxLeaves = 9; // of two ternary ops in a row

    private static readonly Input[][] single = Inputs([]), several = Inputs([Few]);

    /// <summary>
    /// A small version of an elementwise op with the elementwise ops before it. Its leaves are always the same, so equal versions are one
    /// tensor. Any other op keeps its size, which may select its algorithm.
    /// </summary>
    public static Tensor Of(Tensor tensor)
    {
        var used = 0;
        return tensor.Op is ElementwiseOp
            ? Small(tensor, before: 1, ref used)
            : Tensor.Apply(tensor.Op,
                [.. tensor.Inputs.Select(input => input.Op is LiteralOp ? input : Zeros(input.Shape, input.DType))]);
    }

    /// <summary>A product whose rows and columns take register blocks of several sizes.</summary>
    public static Tensor[] OfNetworks() => [Functions.MatMul(Zeros([56, 64], DType.Float32), Zeros([64, 112], DType.Float32))];

    private static Tensor Small(Tensor tensor, int before, ref int used)
    {
        var inputs = new Tensor[tensor.Inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            var input = tensor.Inputs[i];
            inputs[i] = input.Op switch
            {
                LiteralOp => input,
                ElementwiseOp { IsCustom: false } when before > 0 => Small(input, before - 1, ref used),
                _ => (input.Shape.Size == 1 ? single : several)[(int)input.DType][used++],
            };
        }
        return Tensor.Apply(tensor.Op, inputs);
    }

    private static Input[][] Inputs(Shape shape) =>
        [.. Enum.GetValues<DType>().Select(dtype => Enumerable.Range(0, MaxLeaves).Select(_ => Zeros(shape, dtype)).ToArray())];

    private static Input Zeros(Shape shape, DType dtype) => new(TensorData.Zeros(shape, dtype), "zeros");
}
