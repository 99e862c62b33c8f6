using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule.Ops
{
    /// <summary>Sums, products, powers and the choice of the greater: the elementwise ops of arithmetic.</summary>
    internal static class Arithmetic
    {
        private static readonly Rows Row = new();

        private static readonly OpHints OneOfTwo = new() { Roles = [OperandRole.Choice, OperandRole.Choice] };

        public static IReadOnlyList<Example> Examples => Row.Examples;

        public static readonly ElementwiseOp Add = Row.Binary("Add", Elementary.Add, Elementary.Add,
            (a, b, z) => One(z), (a, b, z) => One(z), "each term passes the gradient on",
            ["{0} is a term of the sum, so the derivative is 1", "{1} is a term of the sum, so the derivative is 1"],
            onnx: "Add", torch: "torch.add", notation: new Notation.Infix("+", Precedence.Sum),
            hints: new() { Roles = [OperandRole.Term, OperandRole.Term] });

        public static readonly ElementwiseOp Sub = Row.Binary("Sub", Elementary.Sub, Elementary.Sub,
            (a, b, z) => One(z), (a, b, z) => Number(-1, z), "the second term passes it on with its sign turned",
            ["{0} is the first term of the difference, so the derivative is 1", "{1} is subtracted, so the derivative is −1"],
            onnx: "Sub", torch: "torch.sub", notation: new Notation.Infix("-", Precedence.Sum),
            hints: new() { Roles = [OperandRole.Term, OperandRole.Subtrahend] });

        public static readonly ElementwiseOp Mul = Row.Binary("Mul", Elementary.Mul, Elementary.Mul,
            (a, b, z) => b, (a, b, z) => a, "each factor's derivative is the other factor",
            ["the derivative by the factor {0} is the other factor: {1}", "the derivative by the factor {1} is the other factor: {0}"],
            onnx: "Mul", torch: "torch.mul", notation: new Notation.Infix("*", Precedence.Product, Tight: true),
            hints: new() { Roles = [OperandRole.Factor, OperandRole.Factor] });

        public static readonly ElementwiseOp Div = Row.Binary("Div", Elementary.Div, Elementary.Div,
            (a, b, z) => 1 / b, (a, b, z) => -z / b, "(a/b)′ = a′/b − (a/b)·b′/b",
            ["∂({0}/{1})/∂{0} = 1/{1}", "∂({0}/{1})/∂{1} = −{0}/{1}²"], y: SampleRange.Positive,
            onnx: "Div", torch: "torch.div", notation: new Notation.Infix("/", Precedence.Product, Tight: true),
            hints: new()
            {
                Roles = [OperandRole.Factor, OperandRole.Divisor],
                NotFinite = Remedies.Divisor,
                Shrinks = Remedies.MeanOfFewer,
                Grows = Remedies.Epsilon,
            });

        public static readonly ElementwiseOp Neg = Row.Unary("Neg", Elementary.Neg, Elementary.Neg,
            (x, y) => Number(-1, y), "the sign turns, so the derivative is −1", onnx: "Neg", torch: "torch.neg",
            notation: new Notation.Prefix("-", Precedence.Minus), hints: new() { Roles = [OperandRole.Subtrahend] });

        public static readonly ElementwiseOp Square = Row.Unary("Square", Elementary.Square, Elementary.Square,
            (x, y) => 2 * x, "({0}²)′ = 2{0}", torch: "torch.square", notation: new Notation.Suffix("^2", Precedence.Power),
            hints: new()
            {
                Flat = new FlatRange.OfElements((x, _) => x == 0, "squares of exactly 0", "there is no error left", Remedies.NoErrorLeft)
                {
                    IsGoal = true,
                },
                Shrinks = "the error here is nearly 0: little is left to learn",
                Grows = "normalised targets and inputs (mean 0, deviation 1), or HuberLoss, whose slope is bounded",
            });

        public static readonly ElementwiseOp Pow = Row.Binary("Pow", Elementary.Pow, Elementary.Pow,
            (x, p, z) => Powers.ByBase(x, p), Powers.ByExponent,
            "(xᵖ)′ = p·xᵖ⁻¹ by the base, xᵖ·ln x by the exponent; 0 by the exponent at 0⁰",
            ["∂({0}^{1})/∂{0} = {1}·{0}^({1} − 1)", "∂({0}^{1})/∂{1} = {0}^{1}·ln({0}); 0 at 0⁰"], SampleRange.Positive,
            onnx: "Pow", torch: "torch.pow", notation: new Notation.Infix("^", Precedence.Power, Tight: true),
            besideNumbers: ["({f})′ = {d}", "({f})′ = {f}·ln({0})"],
            hints: new() { NotFinite = "keep the base above 0, as in Pow(x + 1e-8, p), or Pow(Abs(x) + 1e-8, p)" });

        public static readonly ElementwiseOp PowLog = Row.Add(Powers.PowLog);

        // A gradient of NaN goes to both sides, as in PyTorch: neither is less.
        public static readonly ElementwiseOp Maximum = Row.Binary("Maximum", Elementary.Maximum, Elementary.Maximum,
            (a, b, z) => Where(Less(a, b), 0, Where(EqualTo(a, b), 0.5, One(z))),
            (a, b, z) => Where(Less(b, a), 0, Where(EqualTo(a, b), 0.5, One(z))),
            "the greater passes the gradient on; equal ones share it",
            ["1 where {0} > {1}, 0 where {0} < {1}; equal ones share it", "1 where {1} > {0}, 0 where {1} < {0}; equal ones share it"],
            SampleRange.Real, new SampleRange(2.1, 3), onnx: "Max",
            torch: "torch.maximum", hints: OneOfTwo);

        public static readonly ElementwiseOp Minimum = Row.Binary("Minimum", Elementary.Minimum, Elementary.Minimum,
            (a, b, z) => Where(Greater(a, b), 0, Where(EqualTo(a, b), 0.5, One(z))),
            (a, b, z) => Where(Greater(b, a), 0, Where(EqualTo(a, b), 0.5, One(z))),
            "the lesser passes the gradient on; equal ones share it",
            ["1 where {0} < {1}, 0 where {0} > {1}; equal ones share it", "1 where {1} < {0}, 0 where {1} > {0}; equal ones share it"],
            SampleRange.Real, new SampleRange(2.1, 3), onnx: "Min",
            torch: "torch.minimum", hints: OneOfTwo);

        public static readonly ElementwiseOp Abs = Row.Unary("Abs", Elementary.Abs, Elementary.Abs,
            (x, y) => Where(Greater(x, 0), 1, Where(Less(x, 0), -1, Zero(y))), "|{0}|′ = sign({0}), which is 0 at 0", SampleRange.Positive,
            "Abs", "torch.abs", notation: new Notation.Function("abs", MathForm.Magnitude),
            hints: new()
            {
                Flat = new FlatRange.OfElements((x, _) => x == 0, "magnitudes of exactly 0", "there is no error left", Remedies.NoErrorLeft)
                {
                    IsGoal = true,
                },
            });

        public static readonly ElementwiseOp Relu = Row.Unary("Relu", Elementary.Relu, Elementary.Relu,
            (x, y) => Where(LessOrEqual(x, 0), 0, One(y)), "0 where {0} ≤ 0, else 1", SampleRange.Positive, "Relu", "torch.relu",
            hints: new()
            {
                Flat = new FlatRange.OfElements((x, _) => x <= 0, "at or below 0", "dead",
                    "a smaller learning rate, a small positive bias to begin with, a normalisation before it, or LeakyRelu or Gelu in its "
                    + "place"),
            });

        public static readonly ElementwiseOp Where = Row.Add(new ElementwiseOp(
            new OpInfo("Where", "the chosen one passes the gradient on, the other gets 0", "Where", "torch.where", "Where"),
            new KernelPair((TernaryKernel<float>)Elementary.Where, (TernaryKernel<double>)Elementary.Where),
            [null, (x, z) => Indicator(x[0], z), (x, z) => Functions.Where(x[0], Zero(z), One(z))],
            [SampleRange.Real, SampleRange.Real, SampleRange.Real], new Notation.Function("where", MathForm.Cases),
            signature: Signature.Selection)
        {
            Rules =
            [
                "a condition only chooses", "{1} is chosen where {0}: the derivative is 1 there, else 0",
                "{2} is chosen except where {0}: the derivative is 0 there, else 1",
            ],
        });

        public static readonly ElementwiseOp Greater = Row.Comparison("Greater", Elementary.Greater, Elementary.Greater, ">", "Greater",
            "torch.gt");
        public static readonly ElementwiseOp GreaterOrEqual = Row.Comparison("GreaterOrEqual", Elementary.GreaterEqual,
            Elementary.GreaterEqual, ">=", "GreaterOrEqual", "torch.ge");
        public static readonly ElementwiseOp Less = Row.Comparison("Less", Elementary.Less, Elementary.Less, "<", "Less", "torch.lt");
        public static readonly ElementwiseOp LessOrEqual = Row.Comparison("LessOrEqual", Elementary.LessEqual, Elementary.LessEqual, "<=",
            "LessOrEqual", "torch.le");
        public static readonly ElementwiseOp EqualTo = Row.Comparison("Equal", Elementary.Equal, Elementary.Equal, "==", "Equal",
            "torch.eq", "EqualTo");
        public static readonly ElementwiseOp NotEqual = Row.Comparison("NotEqual", Elementary.NotEqual, Elementary.NotEqual, "!=", null,
            "torch.ne");
    }
}

namespace ChainRule
{
    public static partial class Functions
    {
        /// <summary>x², elementwise.</summary>
        public static Tensor Square(Tensor x) => Tensor.Apply(Arithmetic.Square, x);

        /// <summary>x to the power of p, elementwise with broadcasting. 0⁰ is 1.</summary>
        /// <exception cref="ShapeException">The shapes do not broadcast, or the dtypes differ.</exception>
        public static Tensor Pow(Tensor x, Tensor p, [CallerArgumentExpression(nameof(x))] string? xName = null,
            [CallerArgumentExpression(nameof(p))] string? pName = null) =>
            Tensor.Apply(Arithmetic.Pow, [x, p], [xName, pName]);

        /// <summary>x to the power of a number.</summary>
        public static Tensor Pow(Tensor x, double p) => p == 2 ? Square(x) : Pow(x, Number(p, x));

        /// <summary>
        /// xᵖ·ln x, elementwise with broadcasting: the slope of xᵖ by p. 0 at x = 0 for p ≥ 0, NaN for x &lt; 0; at p = 1 it is x·ln x.
        /// </summary>
        /// <exception cref="ShapeException">The shapes do not broadcast, or the dtypes differ.</exception>
        public static Tensor PowLog(Tensor x, Tensor p, [CallerArgumentExpression(nameof(x))] string? xName = null,
            [CallerArgumentExpression(nameof(p))] string? pName = null) =>
            Tensor.Apply(Powers.PowLog, [x, p], [xName, pName]);

        /// <summary>The greater of two, elementwise with broadcasting; NaN if either is.</summary>
        /// <exception cref="ShapeException">The shapes do not broadcast, or the dtypes differ.</exception>
        public static Tensor Maximum(Tensor a, Tensor b, [CallerArgumentExpression(nameof(a))] string? aName = null,
            [CallerArgumentExpression(nameof(b))] string? bName = null) =>
            Tensor.Apply(Arithmetic.Maximum, [a, b], [aName, bName]);

        /// <summary>The lesser of two, elementwise with broadcasting; NaN if either is.</summary>
        /// <exception cref="ShapeException">The shapes do not broadcast, or the dtypes differ.</exception>
        public static Tensor Minimum(Tensor a, Tensor b, [CallerArgumentExpression(nameof(a))] string? aName = null,
            [CallerArgumentExpression(nameof(b))] string? bName = null) =>
            Tensor.Apply(Arithmetic.Minimum, [a, b], [aName, bName]);

        /// <summary>|x|, elementwise; its derivative at 0 is 0.</summary>
        public static Tensor Abs(Tensor x) => Tensor.Apply(Arithmetic.Abs, x);

        /// <summary>max(x, 0), elementwise; its derivative at 0 is 0.</summary>
        public static Tensor Relu(Tensor x) => Tensor.Apply(Arithmetic.Relu, x);

        /// <summary>x where the mask is true, else y; elementwise with broadcasting.</summary>
        /// <exception cref="ShapeException">The shapes do not broadcast, the dtypes differ, or the mask is not Bool.</exception>
        public static Tensor Where(Tensor condition, Tensor x, Tensor y,
            [CallerArgumentExpression(nameof(condition))] string? conditionName = null,
            [CallerArgumentExpression(nameof(x))] string? xName = null, [CallerArgumentExpression(nameof(y))] string? yName = null) =>
            Tensor.Apply(Arithmetic.Where, [condition, x, y], [conditionName, xName, yName]);

        /// <summary>A number where the mask is true, else y.</summary>
        public static Tensor Where(Tensor condition, double x, Tensor y) => Where(condition, Number(x, y), y);

        /// <summary>x where the mask is true, else a number.</summary>
        public static Tensor Where(Tensor condition, Tensor x, double y) => Where(condition, x, Number(y, x));

        /// <summary>The mask a &gt; b.</summary>
        public static Tensor Greater(Tensor a, Tensor b, [CallerArgumentExpression(nameof(a))] string? aName = null,
            [CallerArgumentExpression(nameof(b))] string? bName = null) =>
            Tensor.Apply(Arithmetic.Greater, [a, b], [aName, bName]);

        /// <summary>The mask a &gt; b.</summary>
        public static Tensor Greater(Tensor a, double b) => Greater(a, Number(b, a));

        /// <summary>The mask a ≥ b.</summary>
        public static Tensor GreaterOrEqual(Tensor a, Tensor b, [CallerArgumentExpression(nameof(a))] string? aName = null,
            [CallerArgumentExpression(nameof(b))] string? bName = null) =>
            Tensor.Apply(Arithmetic.GreaterOrEqual, [a, b], [aName, bName]);

        /// <summary>The mask a ≥ b.</summary>
        public static Tensor GreaterOrEqual(Tensor a, double b) => GreaterOrEqual(a, Number(b, a));

        /// <summary>The mask a &lt; b.</summary>
        public static Tensor Less(Tensor a, Tensor b, [CallerArgumentExpression(nameof(a))] string? aName = null,
            [CallerArgumentExpression(nameof(b))] string? bName = null) =>
            Tensor.Apply(Arithmetic.Less, [a, b], [aName, bName]);

        /// <summary>The mask a &lt; b.</summary>
        public static Tensor Less(Tensor a, double b) => Less(a, Number(b, a));

        /// <summary>The mask a ≤ b.</summary>
        public static Tensor LessOrEqual(Tensor a, Tensor b, [CallerArgumentExpression(nameof(a))] string? aName = null,
            [CallerArgumentExpression(nameof(b))] string? bName = null) =>
            Tensor.Apply(Arithmetic.LessOrEqual, [a, b], [aName, bName]);

        /// <summary>The mask a ≤ b.</summary>
        public static Tensor LessOrEqual(Tensor a, double b) => LessOrEqual(a, Number(b, a));

        /// <summary>The mask a = b.</summary>
        public static Tensor EqualTo(Tensor a, Tensor b, [CallerArgumentExpression(nameof(a))] string? aName = null,
            [CallerArgumentExpression(nameof(b))] string? bName = null) =>
            Tensor.Apply(Arithmetic.EqualTo, [a, b], [aName, bName]);

        /// <summary>The mask a = b.</summary>
        public static Tensor EqualTo(Tensor a, double b) => EqualTo(a, Number(b, a));

        /// <summary>The mask a ≠ b.</summary>
        public static Tensor NotEqual(Tensor a, Tensor b, [CallerArgumentExpression(nameof(a))] string? aName = null,
            [CallerArgumentExpression(nameof(b))] string? bName = null) =>
            Tensor.Apply(Arithmetic.NotEqual, [a, b], [aName, bName]);

        /// <summary>The mask a ≠ b.</summary>
        public static Tensor NotEqual(Tensor a, double b) => NotEqual(a, Number(b, a));

        /// <summary>1 where the mask is true, else 0, in the dtype of <paramref name="like"/>.</summary>
        internal static Tensor Indicator(Tensor mask, Tensor like) => Where(mask, One(like), Zero(like));

        /// <summary>A number in the dtype of <paramref name="like"/>.</summary>
        internal static Tensor Number(double value, Tensor like) => Tensor.Literal(value, like.DType);

        internal static Tensor One(Tensor like) => Number(1, like);

        internal static Tensor Zero(Tensor like) => Number(0, like);
    }
}
