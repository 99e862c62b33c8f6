using System.Numerics;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Ops
{
    /// <summary>The value of its first input, with a gradient rule of the user's own for the second.</summary>
    /// <param name="Name">What the function is called.</param>
    /// <param name="GradientRule">The gradient of x, for x, the value and the value's gradient.</param>
    internal sealed record CustomGradientOp(string Name, Func<Tensor, Tensor, Tensor, Tensor> GradientRule) : GeneralOp, IKernelOp
    {
        public override OpInfo Info { get; } = new(Name, "by a rule of its own");

        /// <inheritdoc/>
        public override bool IsDifferentiable(int input) => input == 1;

        internal override TensorType Infer(Operands operands) => new(operands.CommonFloat(Name), operands.Shape(0));

        internal override Tensor Vjp(int input, Tensor cotangent, Tensor output) =>
            CustomRule.Checked(GradientRule(output.Inputs[1], output, cotangent), output.Inputs[1], Name);

        public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T> =>
            call.Input(0).CopyTo(call.Output<T>());
    }

    /// <summary>What is asked of a user's derivative rule.</summary>
    internal static class CustomRule
    {
        /// <summary>A gradient, which must have the type of what it belongs to.</summary>
        public static Tensor Checked(Tensor gradient, Tensor x, string name) => gradient.Type == x.Type
            ? gradient
            : throw new ShapeException(
                $"the gradient rule of {name} gives {gradient.Type} for an input of {x.Type}; a gradient has the type of what it "
                + $"belongs to");
    }
}

namespace ChainRule
{
    /// <summary>
    /// Functions of your own, with their derivatives, each in one declaration. They go where any function goes: into graphs,
    /// derivatives of any order, and explanations.
    /// </summary>
    /// <example><code>var cube = CustomOp.Elementwise("Cube", x => x * x * x, (x, y) => 3 * Square(x));</code></example>
    public static class CustomOp
    {
        /// <summary>A function of one number, applied to each element.</summary>
        /// <param name="name">What it is called in explanations and messages.</param>
        /// <param name="f">The function.</param>
        /// <param name="derivative">dy/dx as an expression of x and y.</param>
        public static Func<Tensor, Tensor> Elementwise(string name, Func<double, double> f, Func<Tensor, Tensor, Tensor> derivative)
        {
            var op = new ElementwiseOp(Info(name), new KernelPair((UnaryKernel<float>)Single, (UnaryKernel<double>)Double),
                [(inputs, y) => derivative(inputs[0], y)], [SampleRange.Real])
            { IsCustom = true };
            return x => Tensor.Apply(op, x);

            void Single(ReadOnlySpan<float> x, Span<float> y)
            {
                for (var i = 0; i < y.Length; i++) y[i] = (float)f(x[i]);
            }

            void Double(ReadOnlySpan<double> x, Span<double> y)
            {
                for (var i = 0; i < y.Length; i++) y[i] = f(x[i]);
            }
        }

        /// <summary>A function of two numbers, applied to each pair of elements with broadcasting.</summary>
        /// <param name="name">What it is called in explanations and messages.</param>
        /// <param name="f">The function.</param>
        /// <param name="byFirst">∂z/∂x as an expression of x, y and z.</param>
        /// <param name="bySecond">∂z/∂y as an expression of x, y and z.</param>
        public static Func<Tensor, Tensor, Tensor> Elementwise(string name, Func<double, double, double> f,
            Func<Tensor, Tensor, Tensor, Tensor> byFirst, Func<Tensor, Tensor, Tensor, Tensor> bySecond)
        {
            var op = new ElementwiseOp(Info(name), new KernelPair((BinaryKernel<float>)Single, (BinaryKernel<double>)Double),
                [(inputs, z) => byFirst(inputs[0], inputs[1], z), (inputs, z) => bySecond(inputs[0], inputs[1], z)],
                [SampleRange.Real, SampleRange.Real])
            { IsCustom = true };
            return (x, y) => Tensor.Apply(op, x, y);

            void Single(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
            {
                for (var i = 0; i < z.Length; i++) z[i] = (float)f(x[i], y[i]);
            }

            void Double(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> z)
            {
                for (var i = 0; i < z.Length; i++) z[i] = f(x[i], y[i]);
            }
        }

        /// <summary>A function made of others, whose gradient is not theirs: a straight-through estimator, a clipped gradient.</summary>
        /// <param name="name">What it is called in explanations and messages.</param>
        /// <param name="f">The function.</param>
        /// <param name="vjp">The gradient of x as an expression of x, y = f(x) and the gradient of y; it must be linear in that.</param>
        /// <example><code>var round = CustomOp.WithGradient("RoundThrough", Round, (x, y, gradient) => gradient);</code></example>
        public static Func<Tensor, Tensor> WithGradient(string name, Func<Tensor, Tensor> f, Func<Tensor, Tensor, Tensor, Tensor> vjp)
        {
            var op = new CustomGradientOp(name, vjp) { IsCustom = true };
            return x => Tensor.Apply(op, f(x), x);
        }

        private static OpInfo Info(string name) => new(name, "by a rule of its own");
    }
}
