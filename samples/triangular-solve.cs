#:project ../src/ChainRule/ChainRule.csproj

// A general op and an optimizer of one's own: a kernel for both precisions, its derivative made of tensors, and a step rule.
// Together they fit a Gaussian to points: the factor L of the covariance L·Lᵀ under which the points are most likely.
using ChainRule;
using ChainRule.Graph;
using ChainRule.Networks;
using static ChainRule.Functions;

// The derivatives of the op are checked against central differences, in both inputs, to second order.
var lower = TensorData.Create<double>([2, 0, 0, 1, 4, 0, -1, 0.5, 3], [3, 3]);
var sides = TensorData.Create<double>([1, 2, -1, 0.5, 3, 1], [3, 2]);
Check.Gradient(a => Solve(a, Tensor.Constant(sides)), lower).ThrowIfFailed();
Check.Gradient(b => Solve(Tensor.Constant(lower), b), sides).ThrowIfFailed();
Console.WriteLine("the derivatives of TriangularSolve agree with central differences");

// Points around 0, stretched and turned: [3, count].
var random = new Random(1);
var noise = Tensor.Constant<double>([.. Enumerable.Range(0, 3 * 200).Select(_ => random.NextDouble() - random.NextDouble())], [3, 200]);
var points = new Input(MatMul(Tensor.Constant(lower), noise).Evaluate(), "points");

// The negative logarithm of the likelihood of a point, but for a constant: Σ ln Lᵢᵢ + ½·|L⁻¹·x|².
var factor = new Parameter(TensorData.Create<double>([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]), "L");
var loss = Sum(Log(Diagonal(factor))) + Sum(Square(Solve(factor, points))) / (2.0 * points.Shape[1]);
var step = new Step([loss], new Yogi(0.05).Updates(loss, [factor]));
for (var i = 0; i <= 600; i++)
{
    step.Run();
    if (i % 200 == 0) Console.WriteLine($"step {i,3}   loss {step.Scalar():F6}");
}

// The best covariance is the points' own: Σ x·xᵀ over their number.
var fitted = MatMul(factor, factor.Transpose());
var own = MatMul(points, points.Transpose()) / points.Shape[1];
var off = Max(Abs(fitted - own)).Item();
Console.WriteLine($"covariance {fitted.Evaluate()}");
Console.WriteLine($"            off by {off:E1} at most");
if (off > 1e-3) throw new InvalidOperationException("the covariance was not found");

static Tensor Solve(Tensor a, Tensor b) => new TriangularSolve().Apply(a, b);

/// <summary>The solution X of A·X = B, for A [n, n], of which one triangle is read, and B [n, m].</summary>
internal sealed record TriangularSolve(bool Upper = false)
    : CustomGeneralOp("TriangularSolve", "B gets G = A⁻ᵀ·gradient, and A gets −G·Xᵀ in its triangle")
{
    public override IEnumerable<NamedValue> Attributes => [new("upper", Upper ? "true" : "false")];

    protected override TensorType ResultType(IReadOnlyList<Tensor> inputs)
    {
        var (a, b) = (inputs[0].Shape, inputs[1].Shape);
        return a.Rank == 2 && b.Rank == 2 && a[0] == a[1] && a[1] == b[0]
            ? new TensorType(inputs[0].DType, b)
            : throw new ShapeException($"TriangularSolve needs [n, n] and [n, m], but got {a} and {b}");
    }

    // Columns do not depend on each other, so some of them are a part.
    protected override int PartCount(IReadOnlyList<Shape> inputs, Shape output) => Math.Max(1, output.Size / 4096);

    protected override void Compute<T>(KernelInputs<T> inputs, Span<T> output, KernelPart part)
    {
        var a = inputs[0];
        var b = inputs[1];
        var (n, m) = (inputs.Shape(0)[0], inputs.Shape(1)[1]);
        var (from, to) = part.Of(m);
        for (var k = 0; k < n; k++)
        {
            var i = Upper ? n - 1 - k : k;
            for (var j = from; j < to; j++)
            {
                var sum = b[i * m + j];
                for (var p = Upper ? i + 1 : 0; p < (Upper ? n : i); p++) sum -= a[i * n + p] * output[p * m + j];
                output[i * m + j] = sum / a[i * n + i];
            }
        }
    }

    protected override Tensor Vjp(int input, IReadOnlyList<Tensor> inputs, Tensor x, Tensor gradient)
    {
        var forB = new TriangularSolve(!Upper).Apply(inputs[0].Transpose(), gradient);
        if (input == 1) return forB;
        var forA = -MatMul(forB, x.Transpose());
        return Upper ? Triu(forA) : Tril(forA);
    }
}

/// <summary>
/// Adam whose mean square grows slowly (Zaheer et al., "Adaptive methods for nonconvex optimization", 2018, algorithm 2):
/// m ← β₁m + (1−β₁)g, v ← v − (1−β₂)·sign(v − g²)·g², w ← (1 − ηλ)w − η·m̂/(√v̂ + ε).
/// </summary>
internal sealed record Yogi(double Rate = 0.01, double Beta1 = 0.9, double Beta2 = 0.99, double Epsilon = 1e-6, double WeightDecay = 0)
    : Optimizer(Rate)
{
    protected override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory)
    {
        var mean = memory.RunningMean("mean", Beta1, gradient) / memory.BiasCorrection(Beta1);
        var square = memory.Next("square", v => v - (1 - Beta2) * Sign(v - Square(gradient)) * Square(gradient));
        var root = Sqrt(square / memory.BiasCorrection(Beta2)) + Epsilon;
        return DecayedParameter(parameter, memory, LearningRate, WeightDecay) - memory.LearningRate(LearningRate) * mean / root;
    }
}
