using ChainRule.Execution;
using ChainRule.Graph;
using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

public class CustomGeneralOpTests
{
    private static readonly double[] Lower = [2, 0, 1, 4];

    public static TheoryData<DType> Floats => [DType.Float32, DType.Float64];

    /// <summary>The solution of L·x = b for a lower triangle L [n, n] and b [n].</summary>
    private sealed record ForwardSolve() : CustomGeneralOp("ForwardSolve")
    {
        protected override TensorType ResultType(IReadOnlyList<Tensor> inputs) => new(inputs[1].DType, inputs[1].Shape);

        protected override void Compute<T>(KernelInputs<T> inputs, Span<T> output, KernelPart part)
        {
            for (var i = 0; i < output.Length; i++)
            {
                output[i] = inputs[1][i];
                for (var j = 0; j < i; j++) output[i] -= inputs[0][i * output.Length + j] * output[j];
                output[i] /= inputs[0][i * output.Length + i];
            }
        }

        protected override Tensor Vjp(int input, IReadOnlyList<Tensor> inputs, Tensor output, Tensor cotangent)
        {
            // Lᵀ·λ = c backwards is a lower triangle forwards.
            var forSide = Flip(Apply(Flip(inputs[0].Transpose(), [0, 1]), Flip(cotangent)));
            return input == 1 ? forSide : -Tril(Outer(forSide, output));
        }
    }

    /// <summary>z[i] = x[i]·y[i]³, part by part: linear in the first of its inputs alone, which is all that has a gradient.</summary>
    private sealed record TimesCube(int Parts) : CustomGeneralOp("TimesCube")
    {
        public static int Calls;

        protected override bool IsLinearInEachInput => true;

        public override bool IsDifferentiable(int input) => input == 0;

        protected override TensorType ResultType(IReadOnlyList<Tensor> inputs) => new(inputs[0].DType, inputs[0].Shape);

        protected override int PartCount(IReadOnlyList<Shape> inputs, Shape output) => Parts;

        protected override void Compute<T>(KernelInputs<T> inputs, Span<T> output, KernelPart part)
        {
            Interlocked.Increment(ref Calls);
            var (from, to) = part.Of(output.Length);
            for (var i = from; i < to; i++) output[i] = inputs[0][i] * inputs[1][i] * inputs[1][i] * inputs[1][i];
        }

        protected override Tensor Vjp(int input, IReadOnlyList<Tensor> inputs, Tensor output, Tensor cotangent) =>
            Apply(cotangent, inputs[1]);
    }

    /// <summary>The rows of a table at indices, with a forward rule of its own; rules may be spoilt.</summary>
    private sealed record Rows(string Spoilt = "") : CustomGeneralOp("Rows", "each row gets the gradients of its copies")
    {
        public override bool IsDifferentiable(int input) => input == 0;

        protected override TensorType ResultType(IReadOnlyList<Tensor> inputs) =>
            new(Spoilt == "dtype" ? DType.Int64 : inputs[0].DType, [inputs[1].Shape[0], inputs[0].Shape[1]]);

        protected override int PartCount(IReadOnlyList<Shape> inputs, Shape output) => Spoilt == "parts" ? 0 : 1;

        protected override void Compute<T>(KernelInputs<T> inputs, Span<T> output, KernelPart part)
        {
            if (Spoilt == "kernel") throw new TimeoutException("no table came");
            var width = inputs.Shape(0)[1];
            for (var i = 0; i < inputs.Indices(1).Length; i++)
                inputs[0].Slice((int)inputs.Indices(1)[i] * width, width).CopyTo(output[(i * width)..]);
        }

        protected override Tensor Vjp(int input, IReadOnlyList<Tensor> inputs, Tensor output, Tensor cotangent) =>
            Spoilt == "vjp" ? cotangent : MatMul(OneHot(inputs[1], inputs[0].Shape[0], cotangent.DType).Transpose(), cotangent);

        protected override Tensor Jvp(int input, IReadOnlyList<Tensor> inputs, Tensor output, Tensor tangent) =>
            Spoilt == "jvp" ? Sum(tangent) : 2 * Apply(tangent, inputs[1]) - Apply(tangent, inputs[1]);
    }

    [Theory, MemberData(nameof(Floats))]
    public void It_is_computed_in_both_precisions_and_differentiated(DType dtype)
    {
        // L = [2 0; 1 4], b = [2, 9]: x = [1, 2]. For c = [3, 5]: λ = L⁻ᵀc = [0.875, 1.25], ∂L = −λxᵀ below the diagonal and on it.
        var (l, b) = (Constant(Lower, [2, 2], dtype), Constant([2, 9], [2], dtype));
        var x = new ForwardSolve().Apply(l, b);
        Assert.Equal(dtype, x.DType);
        Assert.Equal([1, 2], x.Evaluate().ToDoubles());
        var gradients = Gradient.Of(Sum(x * Constant([3, 5], [2], dtype)), [l, b]);
        Assert.Equal([-0.875, 0, -1.25, -2.5], gradients[0].Evaluate().ToDoubles());
        Assert.Equal([0.875, 1.25], gradients[1].Evaluate().ToDoubles());
    }

    [Fact]
    public void Its_derivatives_of_second_order_agree_with_differences()
    {
        var (l, b) = (Constant(Lower, [2, 2], DType.Float64), Constant([2, 9], [2], DType.Float64));
        Check.Gradient(x => new ForwardSolve().Apply(x, b), l.Evaluate()).ThrowIfFailed();
        Check.Gradient(x => new ForwardSolve().Apply(l, x), b.Evaluate()).ThrowIfFailed();
    }

    [Fact]
    public void Its_forward_derivative_is_the_transpose_of_its_reverse_one()
    {
        // dx = L⁻¹(db − dL·x).
        var (l, b) = (Constant(Lower, [2, 2], DType.Float64), Constant([2, 9], [2], DType.Float64));
        var x = new ForwardSolve().Apply(l, b);
        Assert.Equal([0.5, -0.125], Gradient.Jvp(x, (b, Constant([1, 0], [2], DType.Float64))).Evaluate().ToDoubles());
        Assert.Equal([-0.5, -0.375], Gradient.Jvp(x, (l, Constant([1, 0, 0, 1], [2, 2], DType.Float64))).Evaluate().ToDoubles());
    }

    [Fact]
    public void A_linear_op_is_its_own_forward_derivative()
    {
        var (x, y) = (Constant([1, 2], [2], DType.Float64), Constant([3, -1], [2], DType.Float64));
        var op = new TimesCube(1);
        Assert.Same(op.Apply(y, y), Gradient.Jvp(op.Apply(x, y), (x, y)));
        Assert.Equal([81, 1], op.Apply(y, y).Evaluate().ToDoubles());
        Assert.Equal([0, 0], Gradient.Jvp(op.Apply(x, y), (y, x)).Evaluate().ToDoubles());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Each_part_is_computed_once(int parts)
    {
        double[] values = [.. Enumerable.Range(1, 100).Select(i => (double)i)];
        TimesCube.Calls = 0;
        var z = new TimesCube(parts).Apply(Constant(values, [100], DType.Float64), Constant(values, [100], DType.Float64));
        Assert.Equal(values.Select(v => v * v * v * v), z.Evaluate().ToDoubles());
        Assert.Equal(parts, TimesCube.Calls);
    }

    [Fact]
    public void It_reads_indices_and_follows_a_forward_rule_of_its_own()
    {
        var (table, places) = (Constant([1, 2, 3, 4, 5, 6], [3, 2], DType.Float64), Tensor.Constant<long>([2, 0, 2]));
        var rows = new Rows().Apply(table, places);
        Assert.Equal([5, 6, 1, 2, 5, 6], rows.Evaluate().ToDoubles());
        Assert.Equal([1, 1, 0, 0, 2, 2], Gradient.Of(Sum(rows), table).Evaluate().ToDoubles());
        Assert.Equal([5, 6, 1, 2, 5, 6], Gradient.Jvp(rows, (table, table)).Evaluate().ToDoubles());
        Assert.DoesNotContain(TopologicalOrder.Of(Gradient.Jvp(rows, (table, table))), tensor => tensor.Op.Info.Name == "MatMul");
    }

    [Fact]
    public void Ops_with_equal_attributes_are_one_and_are_never_run_to_warm_up()
    {
        var (x, y) = (Constant([1], [1], DType.Float64), Constant([2], [1], DType.Float64));
        Assert.Same(new TimesCube(3).Apply(x, y), new TimesCube(3).Apply(x, y));
        Assert.NotSame(new TimesCube(3).Apply(x, y), new TimesCube(2).Apply(x, y));
        Assert.False(JitWarmUp.IsNew(new TimesCube(3).Apply(x, y)));
    }

    [Fact]
    public void An_explanation_names_it_and_its_reason()
    {
        var table = new Parameter(TensorData.Create<double>([1, 2], [2, 1]), "table");
        var text = Explain.Gradient(Sum(new Rows().Apply(table, Tensor.Constant<long>([1]))), table).ToString();
        Assert.Contains("each row gets the gradients of its copies", text, StringComparison.Ordinal);
        Assert.Contains("rows(table", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dtype", "Rows says that it gives Int64 [1, 2], but a result has the dtype of the floating-point inputs, Float32")]
    [InlineData("vjp", "the gradient rule of Rows gives Float32 [1, 2] for an input of Float32 [3, 2]; a gradient has the type of what it "
        + "belongs to")]
    [InlineData("jvp", "the forward rule of Rows gives Float32 [] for a result of Float32 [1, 2]; a tangent has the type of what it "
        + "belongs to")]
    public void A_wrong_type_is_refused(string spoilt, string message)
    {
        var error = Assert.Throws<ShapeException>(() =>
        {
            var (table, places) = (Constant([1, 2, 3, 4, 5, 6], [3, 2], DType.Float32), Tensor.Constant<long>([2]));
            var rows = new Rows(spoilt).Apply(table, places);
            _ = spoilt == "vjp" ? Gradient.Of(Sum(rows), table) : Gradient.Jvp(rows, (table, table));
        });
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("kernel", "the kernel of Rows failed, for [3, 2] and [1] to [1, 2]: no table came")]
    [InlineData("parts", "Rows says that it has 0 parts; it has at least 1")]
    public void What_goes_wrong_in_a_run_names_the_op(string spoilt, string message)
    {
        var (table, places) = (Constant([1, 2, 3, 4, 5, 6], [3, 2], DType.Float32), Tensor.Constant<long>([2]));
        var error = Assert.Throws<InvalidOperationException>(() => new Rows(spoilt).Apply(table, places).Evaluate());
        Assert.Equal(message, error.Message);
        if (spoilt == "kernel") Assert.IsType<TimeoutException>(error.InnerException);
    }

    [Fact]
    public void Inputs_that_no_kernel_can_read_are_refused()
    {
        var (x, y) = (new Parameter(1f, "x"), new Parameter(1.0, "y"));
        Assert.Equal("TimesCube takes floating-point numbers of one dtype, and indices (Int64), but 'y' is Float64; "
            + "'y'.Cast(DType.Float32) would fit", Message(() => new TimesCube(1).Apply(x, y)));
        Assert.Contains("is Bool; ", Message(() => new TimesCube(1).Apply(x, Less(x, x))), StringComparison.Ordinal);
        Assert.Equal("TimesCube needs at least one input", Message(() => new TimesCube(1).Apply()));

        static string Message(Action act) => Assert.Throws<ShapeException>(act).Message;
    }

    private static Tensor Constant(double[] values, Shape shape, DType dtype) =>
        Tensor.Constant(Tensor.Constant<double>(values, shape).Cast(dtype).Evaluate());
}
