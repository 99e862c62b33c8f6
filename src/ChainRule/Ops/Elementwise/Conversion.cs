using System.Numerics;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;

namespace ChainRule.Ops
{
    /// <summary>The same numbers in another dtype; towards zero for integers.</summary>
    internal sealed record CastOp(DType From, DType To) : LinearOp, IKernelOp
    {
        private static readonly OpInfo TheInfo = new("Cast", "another dtype is the same number; whole numbers have no gradient", "Cast",
            "torch.Tensor.to")
        {
            Hints = new() { Cut = Remedies.SmoothInstead },
        };

        public override OpInfo Info => TheInfo;

        public override IEnumerable<NamedValue> Attributes => [new("to", $"{To}")];

        /// <inheritdoc/>
        public override bool IsDifferentiable(int input) => From.IsFloat() && To.IsFloat();

        internal override TensorType Infer(Operands operands)
        {
            operands.RequireDType("Cast", 0, From);
            return new(To, operands.Shape(0));
        }

        internal override string CSharpCode(IReadOnlyList<string> inputs) => $"{inputs[0]}.Cast(DType.{To})";

        internal override string TorchCode(IReadOnlyList<string> inputs) =>
            $"{inputs[0]}.to(torch.{(To == DType.Bool ? "bool" : $"{To}".ToLowerInvariant())})";

        internal override Tensor Transpose(Tensor cotangent, Tensor output) => cotangent.Cast(From);

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
        {
            // T is the first float type among input and output.
            if (!From.IsFloat()) Casting.Convert(call.Indices(0), call.Output<T>());
            else if (To == DType.Int64) Casting.Convert(call.Input(0), call.Output<long>());
            else if (To == DType.Float32) Casting.Convert(call.Input(0), call.Output<float>());
            else Casting.Convert(call.Input(0), call.Output<double>());
        }
    }

    /// <summary>Changes of the kind of number, and of whether a gradient passes.</summary>
    internal static class Conversion
    {
        private static readonly Rows Row = new();

        public static IReadOnlyList<Example> Examples =>
        [
            .. Row.Examples,
            new(new CastOp(DType.Float64, DType.Float32), SampleRange.Real, [2, 3]),
            new(new CastOp(DType.Float64, DType.Int64), SampleRange.Positive, [2, 3]),
            new(new CastOp(DType.Int64, DType.Float64), [new(DType.Int64, [3])], [new SampleRange(0, 5)]),
        ];

        public static readonly ElementwiseOp StopGradient = Row.Add(new ElementwiseOp(
            new OpInfo("StopGradient", "held still: no gradient passes", "Identity", "torch.Tensor.detach", "StopGradient")
            {
                Hints = new() { Cut = "leave StopGradient out where the parameter is to learn" },
            },
            new KernelPair((UnaryKernel<float>)((x, y) => x.CopyTo(y)), (UnaryKernel<double>)((x, y) => x.CopyTo(y))), [null],
            [SampleRange.Real]));
    }
}

namespace ChainRule
{
    public partial class Tensor
    {
        /// <summary>
        /// The same numbers in another dtype: rounded, towards zero for integers; true is 1, and what is not 0 is true. Gradients pass
        /// between floating-point types only.
        /// </summary>
        public Tensor Cast(DType dtype)
        {
            if (dtype == DType) return this;
            if (DType == DType.Bool)
                return dtype.IsFloat() ? Functions.Where(this, Literal(1, dtype), Literal(0, dtype)) : Cast(DType.Float64).Cast(dtype);
            if (dtype == DType.Bool)
                return DType.IsFloat() ? Functions.NotEqual(this, 0) : Functions.NotEqual(Cast(DType.Float64), 0);
            return Apply(new CastOp(DType, dtype), this);
        }
    }

    public static partial class Functions
    {
        /// <summary>x itself, held still: derivatives take it for a constant.</summary>
        public static Tensor StopGradient(Tensor x) => Tensor.Apply(Conversion.StopGradient, x);
    }
}
