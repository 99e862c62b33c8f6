using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule.Ops
{
    /// <summary>Functions that are flat between their steps.</summary>
    internal static class Rounding
    {
        private const string Flat = "flat between the steps: the derivative is 0";
        private static readonly SampleRange Between = new(0.1, 0.4);
        private static readonly Rows Row = new();

        public static IReadOnlyList<Example> Examples => Row.Examples;

        public static readonly ElementwiseOp Sign = Row.Unary("Sign", Elementary.Sign, Elementary.Sign, (x, y) => Zero(y), Flat,
            SampleRange.Positive, "Sign", "torch.sign");
        public static readonly ElementwiseOp Floor = Row.Unary("Floor", Elementary.Floor, Elementary.Floor, (x, y) => Zero(y), Flat,
            Between, "Floor", "torch.floor");
        public static readonly ElementwiseOp Ceil = Row.Unary("Ceil", Elementary.Ceil, Elementary.Ceil, (x, y) => Zero(y), Flat, Between,
            "Ceil", "torch.ceil");
        public static readonly ElementwiseOp Round = Row.Unary("Round", Elementary.Round, Elementary.Round, (x, y) => Zero(y), Flat,
            Between, "Round", "torch.round");
        public static readonly ElementwiseOp Trunc = Row.Unary("Trunc", Elementary.Trunc, Elementary.Trunc, (x, y) => Zero(y), Flat,
            Between, torch: "torch.trunc");
    }
}

namespace ChainRule
{
    public static partial class Functions
    {
        /// <summary>−1, 0 or 1, elementwise; NaN of NaN, as in NumPy (PyTorch gives 0). Flat, so its derivative is 0.</summary>
        public static Tensor Sign(Tensor x) => Tensor.Apply(Rounding.Sign, x);

        /// <summary>The greatest whole number not above x, elementwise; flat, so its derivative is 0.</summary>
        public static Tensor Floor(Tensor x) => Tensor.Apply(Rounding.Floor, x);

        /// <summary>The least whole number not below x, elementwise; flat, so its derivative is 0.</summary>
        public static Tensor Ceil(Tensor x) => Tensor.Apply(Rounding.Ceil, x);

        /// <summary>The nearest whole number, halves to even, elementwise; flat, so its derivative is 0.</summary>
        public static Tensor Round(Tensor x) => Tensor.Apply(Rounding.Round, x);

        /// <summary>x without its fraction, elementwise; flat, so its derivative is 0.</summary>
        public static Tensor Trunc(Tensor x) => Tensor.Apply(Rounding.Trunc, x);
    }
}
