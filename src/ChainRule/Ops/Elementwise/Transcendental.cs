using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule.Ops
{
    /// <summary>Exponentials, logarithms, roots, circular and hyperbolic functions, and the error function.</summary>
    internal static class Transcendental
    {
        private static readonly Rows Row = new();

        public static IReadOnlyList<Example> Examples => Row.Examples;

        private static readonly SampleRange InsideOne = new(-0.8, 0.8);

        private static readonly OpHints Grows = new() { NotFinite = Remedies.Exponential };
        private static readonly OpHints Logarithm = new() { NotFinite = Remedies.Logarithm };
        private static readonly OpHints Angle = new() { IsPeriodic = true };
        private static readonly OpHints BeyondOne = new()
        {
            Flat = new FlatRange.OfElements((_, y) => Math.Abs(y) > 0.99, "beyond ±0.99", "saturated", Remedies.Smaller),
        };
        private static readonly OpHints EndsAtOne = new() { NotFinite = Remedies.InsideOne };

        // Derivatives are written so that they reach as far as their values do: no square that overflows or vanishes before the result
        // does (hypot), no difference of squares near 1. What is left are σ and tanh, whose derivatives are made of their values: where
        // these round to 1, the derivatives are 0, as in PyTorch.

        public static readonly ElementwiseOp Exp = Row.Unary("Exp", Elementary.Exp, Elementary.Exp,
            (x, y) => y, "the exponential is its own derivative: exp({0})", onnx: "Exp", torch: "torch.exp",
            notation: new Notation.Function("exp", MathForm.Exponential),
            hints: Grows with
            {
                Flat = new FlatRange.OfElements((_, y) => y < 1e-20, "below 1e−20", "underflown",
                    "keep exponents near 0: subtract the greatest, as Softmax and LogSumExp do"),
            });

        public static readonly ElementwiseOp Exp2 = Row.Unary("Exp2", Elementary.Exp2, Elementary.Exp2,
            (x, y) => y * Math.Log(2), "(2^{0})′ = 2^{0}·ln(2)", torch: "torch.exp2", hints: Grows);

        public static readonly ElementwiseOp Expm1 = Row.Unary("Expm1", Elementary.Expm1, Elementary.Expm1,
            (x, y) => Exp(x), "(exp({0}) − 1)′ = exp({0})", torch: "torch.expm1", hints: Grows);

        public static readonly ElementwiseOp Log = Row.Unary("Log", Elementary.Log, Elementary.Log,
            (x, y) => 1 / x, "ln({0})′ = 1/{0}", SampleRange.Positive, "Log", "torch.log",
            notation: new Notation.Function("log", Sign: "ln"),
            hints: Logarithm with { Grows = Remedies.Epsilon });

        public static readonly ElementwiseOp Log1p = Row.Unary("Log1p", Elementary.Log1p, Elementary.Log1p,
            (x, y) => 1 / (1 + x), "ln(1 + {0})′ = 1/(1 + {0})", SampleRange.Positive, torch: "torch.log1p",
            hints: Logarithm);

        public static readonly ElementwiseOp Log2 = Row.Unary("Log2", Elementary.Log2, Elementary.Log2,
            (x, y) => 1 / (x * Math.Log(2)), "log₂({0})′ = 1/({0}·ln(2))", SampleRange.Positive, torch: "torch.log2",
            hints: Logarithm);

        public static readonly ElementwiseOp Log10 = Row.Unary("Log10", Elementary.Log10, Elementary.Log10,
            (x, y) => 1 / (x * Math.Log(10)), "log₁₀({0})′ = 1/({0}·ln(10))", SampleRange.Positive, torch: "torch.log10",
            hints: Logarithm);

        public static readonly ElementwiseOp Sqrt = Row.Unary("Sqrt", Elementary.Sqrt, Elementary.Sqrt,
            (x, y) => 1 / (2 * y), "(√{0})′ = 1/(2√{0})", SampleRange.Positive, "Sqrt", "torch.sqrt",
            notation: new Notation.Function("sqrt", MathForm.Root),
            hints: new() { NotFinite = Remedies.Root, Grows = Remedies.Epsilon });

        public static readonly ElementwiseOp Rsqrt = Row.Unary("Rsqrt", Elementary.Rsqrt, Elementary.Rsqrt,
            (x, y) => -0.5 * y * Square(y), "(1/√{0})′ = −1/(2{0}·√{0})", SampleRange.Positive, torch: "torch.rsqrt",
            notation: new Notation.Function("rsqrt", MathForm.InverseRoot),
            hints: new() { NotFinite = Remedies.Root, Grows = Remedies.Epsilon });

        public static readonly ElementwiseOp Reciprocal = Row.Unary("Reciprocal", Elementary.Reciprocal, Elementary.Reciprocal,
            (x, y) => -Square(y), "(1/{0})′ = −1/{0}²", SampleRange.Positive, "Reciprocal", "torch.reciprocal",
            notation: new Notation.Function("reciprocal", MathForm.Inverse),
            hints: new() { NotFinite = Remedies.Divisor, Grows = Remedies.Epsilon });

        public static readonly ElementwiseOp Sin = Row.Unary("Sin", Elementary.Sin, Elementary.Sin,
            (x, y) => Cos(x), "sin({0})′ = cos({0})", onnx: "Sin", torch: "torch.sin", hints: Angle);

        public static readonly ElementwiseOp Cos = Row.Unary("Cos", Elementary.Cos, Elementary.Cos,
            (x, y) => -Sin(x), "cos({0})′ = −sin({0})", onnx: "Cos", torch: "torch.cos", hints: Angle);

        public static readonly ElementwiseOp Tan = Row.Unary("Tan", Elementary.Tan, Elementary.Tan,
            (x, y) => 1 + Square(y), "tan({0})′ = 1 + tan({0})²", InsideOne, "Tan", "torch.tan",
            hints: Angle with { NotFinite = "keep the angle away from π/2 and 3π/2, where the tangent is infinite" });

        public static readonly ElementwiseOp Asin = Row.Unary("Asin", Elementary.Asin, Elementary.Asin,
            (x, y) => Rsqrt((1 - x) * (1 + x)), "arcsin({0})′ = 1/√(1 − {0}²)", InsideOne, "Asin", "torch.asin", hints: EndsAtOne);

        public static readonly ElementwiseOp Acos = Row.Unary("Acos", Elementary.Acos, Elementary.Acos,
            (x, y) => -Rsqrt((1 - x) * (1 + x)), "arccos({0})′ = −1/√(1 − {0}²)", InsideOne, "Acos", "torch.acos", hints: EndsAtOne);

        public static readonly ElementwiseOp Atan = Row.Unary("Atan", Elementary.Atan, Elementary.Atan,
            (x, y) => 1 / (1 + Square(x)), "arctan({0})′ = 1/(1 + {0}²)", onnx: "Atan", torch: "torch.atan",
            hints: new()
            {
                Flat = new FlatRange.OfElements((x, _) => Math.Abs(x) > 10, "made of numbers beyond ±10", "saturated", Remedies.Smaller),
            });

        public static readonly ElementwiseOp Atan2 = Row.Binary("Atan2", Elementary.Atan2, Elementary.Atan2,
            (y, x, z) => x / Hypot(y, x) / Hypot(y, x), (y, x, z) => -y / Hypot(y, x) / Hypot(y, x),
            "the angle turns by the sideways part over the squared length",
            ["∂atan2({0}, {1})/∂{0} = {1}/({0}² + {1}²)", "∂atan2({0}, {1})/∂{1} = −{0}/({0}² + {1}²)"],
            SampleRange.Positive, SampleRange.Positive,
            torch: "torch.atan2",
            hints: new() { NotFinite = Remedies.Divisor });

        public static readonly ElementwiseOp Hypot = Row.Binary("Hypot", Elementary.Hypot, Elementary.Hypot,
            (a, b, z) => a / z, (a, b, z) => b / z, "each side's share of the length",
            ["∂√({0}² + {1}²)/∂{0} = {0}/√({0}² + {1}²)", "∂√({0}² + {1}²)/∂{1} = {1}/√({0}² + {1}²)"],
            SampleRange.Positive, SampleRange.Positive,
            torch: "torch.hypot", hints: new() { NotFinite = Remedies.Root });

        public static readonly ElementwiseOp Sinh = Row.Unary("Sinh", Elementary.Sinh, Elementary.Sinh,
            (x, y) => Cosh(x), "sinh({0})′ = cosh({0})", onnx: "Sinh", torch: "torch.sinh", hints: Grows);

        public static readonly ElementwiseOp Cosh = Row.Unary("Cosh", Elementary.Cosh, Elementary.Cosh,
            (x, y) => Sinh(x), "cosh({0})′ = sinh({0})", onnx: "Cosh", torch: "torch.cosh", hints: Grows);

        public static readonly ElementwiseOp Tanh = Row.Unary("Tanh", Elementary.Tanh, Elementary.Tanh,
            (x, y) => 1 - Square(y), "tanh({0})′ = 1 − tanh({0})²", onnx: "Tanh", torch: "torch.tanh",
            hints: BeyondOne with { Shrinks = Remedies.WayAround });

        public static readonly ElementwiseOp Asinh = Row.Unary("Asinh", Elementary.Asinh, Elementary.Asinh,
            (x, y) => 1 / Hypot(x, One(x)), "arsinh({0})′ = 1/√({0}² + 1)", onnx: "Asinh", torch: "torch.asinh");

        public static readonly ElementwiseOp Acosh = Row.Unary("Acosh", Elementary.Acosh, Elementary.Acosh,
            (x, y) => Rsqrt(x - 1) * Rsqrt(x + 1), "arcosh({0})′ = 1/√({0}² − 1)", new SampleRange(1.5, 3), "Acosh", "torch.acosh",
            hints: new() { NotFinite = "keep the operand above 1: Clamp(x, min: 1.000001)" });

        public static readonly ElementwiseOp Atanh = Row.Unary("Atanh", Elementary.Atanh, Elementary.Atanh,
            (x, y) => 1 / ((1 - x) * (1 + x)), "artanh({0})′ = 1/(1 − {0}²)", InsideOne, "Atanh", "torch.atanh", hints: EndsAtOne);

        public static readonly ElementwiseOp Sigmoid = Row.Unary("Sigmoid", Elementary.Sigmoid, Elementary.Sigmoid,
            (x, y) => y * (1 - y), "σ({0})′ = σ({0})·(1 − σ({0}))", onnx: "Sigmoid", torch: "torch.sigmoid",
            notation: new Notation.Function("sigmoid", Sign: "σ"),
            hints: new()
            {
                Flat = new FlatRange.OfElements((_, y) => y is < 0.01 or > 0.99, "below 0.01 or above 0.99", "saturated",
                    $"{Remedies.Smaller}; before a loss, take the logits and BCEWithLogitsLoss"),
                Shrinks = Remedies.WayAround,
            });

        // Above its threshold PyTorch's is x itself, and at the usual threshold of 20 the digits still differ.
        public static readonly ElementwiseOp Softplus = Row.Unary("Softplus", Elementary.Softplus, Elementary.Softplus,
            (x, y) => Sigmoid(x), "ln(1 + exp({0}))′ = σ({0})", onnx: "Softplus", torch: "torch.nn.functional.softplus",
            hints: new()
            {
                Flat = new FlatRange.OfElements((x, _) => x < -5, "made of numbers below −5", "flat", Remedies.Smaller),
            },
            torchOptions: ["threshold=700"]);

        // An op of its own: the quotient's rule gives (1 − |y|)/(1 + |x|), which is 0 as soon as y rounds to ±1.
        public static readonly ElementwiseOp Softsign = Row.Unary("Softsign", Elementary.Softsign, Elementary.Softsign,
            (x, y) => Square(Reciprocal(1 + Abs(x))), "softsign({0})′ = 1/(1 + |{0}|)²", onnx: "Softsign",
            torch: "torch.nn.functional.softsign",
            hints: new()
            {
                Flat = new FlatRange.OfElements((_, y) => Math.Abs(y) > 0.9, "beyond ±0.9", "saturated", Remedies.Smaller),
                Shrinks = Remedies.WayAround,
            });

        public static readonly ElementwiseOp LogAddExp = Row.Binary("LogAddExp", Elementary.LogAddExp, Elementary.LogAddExp,
            (a, b, z) => Sigmoid(a - b), (a, b, z) => Sigmoid(b - a), "each term's share of the sum of exponentials",
            ["∂ln(exp({0}) + exp({1}))/∂{0} = σ({0} − {1})", "∂ln(exp({0}) + exp({1}))/∂{1} = σ({1} − {0})"],
            torch: "torch.logaddexp");

        public static readonly ElementwiseOp Erf = Row.Unary("Erf", Elementary.Erf, Elementary.Erf,
            (x, y) => 2 / Math.Sqrt(Math.PI) * Exp(-Square(x)), "erf({0})′ = 2/√π·exp(−{0}²)", onnx: "Erf", torch: "torch.erf",
            hints: BeyondOne);

        public static readonly ElementwiseOp Erfc = Row.Unary("Erfc", Elementary.Erfc, Elementary.Erfc,
            (x, y) => -2 / Math.Sqrt(Math.PI) * Exp(-Square(x)), "erfc({0})′ = −2/√π·exp(−{0}²)", torch: "torch.erfc",
            hints: new()
            {
                Flat = new FlatRange.OfElements((_, y) => y is < 0.01 or > 1.99, "below 0.01 or above 1.99", "saturated", Remedies.Smaller),
            });
    }
}

namespace ChainRule
{
    public static partial class Functions
    {
        /// <summary>eˣ, elementwise.</summary>
        public static Tensor Exp(Tensor x) => Tensor.Apply(Transcendental.Exp, x);

        /// <summary>2ˣ, elementwise.</summary>
        public static Tensor Exp2(Tensor x) => Tensor.Apply(Transcendental.Exp2, x);

        /// <summary>eˣ − 1, without loss near 0, elementwise.</summary>
        public static Tensor Expm1(Tensor x) => Tensor.Apply(Transcendental.Expm1, x);

        /// <summary>The natural logarithm, elementwise.</summary>
        public static Tensor Log(Tensor x) => Tensor.Apply(Transcendental.Log, x);

        /// <summary>ln(1 + x), without loss near 0, elementwise.</summary>
        public static Tensor Log1p(Tensor x) => Tensor.Apply(Transcendental.Log1p, x);

        /// <summary>The logarithm to base 2, elementwise.</summary>
        public static Tensor Log2(Tensor x) => Tensor.Apply(Transcendental.Log2, x);

        /// <summary>The logarithm to base 10, elementwise.</summary>
        public static Tensor Log10(Tensor x) => Tensor.Apply(Transcendental.Log10, x);

        /// <summary>The square root, elementwise.</summary>
        public static Tensor Sqrt(Tensor x) => Tensor.Apply(Transcendental.Sqrt, x);

        /// <summary>1/√x, elementwise.</summary>
        public static Tensor Rsqrt(Tensor x) => Tensor.Apply(Transcendental.Rsqrt, x);

        /// <summary>1/x, elementwise.</summary>
        public static Tensor Reciprocal(Tensor x) => Tensor.Apply(Transcendental.Reciprocal, x);

        /// <summary>The sine; x in radians, elementwise.</summary>
        public static Tensor Sin(Tensor x) => Tensor.Apply(Transcendental.Sin, x);

        /// <summary>The cosine; x in radians, elementwise.</summary>
        public static Tensor Cos(Tensor x) => Tensor.Apply(Transcendental.Cos, x);

        /// <summary>The tangent; x in radians, elementwise.</summary>
        public static Tensor Tan(Tensor x) => Tensor.Apply(Transcendental.Tan, x);

        /// <summary>The angle in radians, −π/2 to π/2, whose sine is x, elementwise.</summary>
        public static Tensor Asin(Tensor x) => Tensor.Apply(Transcendental.Asin, x);

        /// <summary>The angle in radians, 0 to π, whose cosine is x, elementwise.</summary>
        public static Tensor Acos(Tensor x) => Tensor.Apply(Transcendental.Acos, x);

        /// <summary>The angle in radians, −π/2 to π/2, whose tangent is x, elementwise.</summary>
        public static Tensor Atan(Tensor x) => Tensor.Apply(Transcendental.Atan, x);

        /// <summary>The hyperbolic sine, elementwise.</summary>
        public static Tensor Sinh(Tensor x) => Tensor.Apply(Transcendental.Sinh, x);

        /// <summary>The hyperbolic cosine, elementwise.</summary>
        public static Tensor Cosh(Tensor x) => Tensor.Apply(Transcendental.Cosh, x);

        /// <summary>The hyperbolic tangent, elementwise.</summary>
        public static Tensor Tanh(Tensor x) => Tensor.Apply(Transcendental.Tanh, x);

        /// <summary>The inverse hyperbolic sine, elementwise.</summary>
        public static Tensor Asinh(Tensor x) => Tensor.Apply(Transcendental.Asinh, x);

        /// <summary>The inverse hyperbolic cosine, elementwise.</summary>
        public static Tensor Acosh(Tensor x) => Tensor.Apply(Transcendental.Acosh, x);

        /// <summary>The inverse hyperbolic tangent, elementwise.</summary>
        public static Tensor Atanh(Tensor x) => Tensor.Apply(Transcendental.Atanh, x);

        /// <summary>The logistic function 1/(1 + e⁻ˣ), elementwise.</summary>
        public static Tensor Sigmoid(Tensor x) => Tensor.Apply(Transcendental.Sigmoid, x);

        /// <summary>The error function, elementwise.</summary>
        public static Tensor Erf(Tensor x) => Tensor.Apply(Transcendental.Erf, x);

        /// <summary>1 − erf(x), without loss in the tail, elementwise.</summary>
        public static Tensor Erfc(Tensor x) => Tensor.Apply(Transcendental.Erfc, x);

        /// <summary>ln(1 + eˣ), elementwise, smooth and without overflow.</summary>
        public static Tensor Softplus(Tensor x) => Tensor.Apply(Transcendental.Softplus, x);

        /// <summary>The angle in radians, −π to π, of the point (x, y), elementwise with broadcasting.</summary>
        /// <exception cref="ShapeException">The shapes do not broadcast, or the dtypes differ.</exception>
        public static Tensor Atan2(Tensor y, Tensor x, [CallerArgumentExpression(nameof(y))] string? yName = null,
            [CallerArgumentExpression(nameof(x))] string? xName = null) =>
            Tensor.Apply(Transcendental.Atan2, [y, x], [yName, xName]);

        /// <summary>√(a² + b²) without overflow, elementwise with broadcasting.</summary>
        /// <exception cref="ShapeException">The shapes do not broadcast, or the dtypes differ.</exception>
        public static Tensor Hypot(Tensor a, Tensor b, [CallerArgumentExpression(nameof(a))] string? aName = null,
            [CallerArgumentExpression(nameof(b))] string? bName = null) =>
            Tensor.Apply(Transcendental.Hypot, [a, b], [aName, bName]);

        /// <summary>ln(eᵃ + eᵇ) without overflow, elementwise with broadcasting.</summary>
        /// <exception cref="ShapeException">The shapes do not broadcast, or the dtypes differ.</exception>
        public static Tensor LogAddExp(Tensor a, Tensor b, [CallerArgumentExpression(nameof(a))] string? aName = null,
            [CallerArgumentExpression(nameof(b))] string? bName = null) =>
            Tensor.Apply(Transcendental.LogAddExp, [a, b], [aName, bName]);
    }
}
