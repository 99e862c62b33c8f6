using ChainRule.Graph;
using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>What holds for every op of the catalogue. A failure says what to change; docs/testing.md says more.</summary>
public class CatalogueTests
{
    private const string CheckRule =
        "Check the op's derivative rule, and that the range its examples draw from (Domain) keeps a step of 1e-5 away from kinks and poles";

    public static TheoryData<string> Rows => [.. ExampleCase.Labels];

    [Theory, MemberData(nameof(Rows))]
    public void The_result_has_the_inferred_type(string row)
    {
        var example = new ExampleCase(row);
        Assert.Equal(example.Output.Type, example.Output.Evaluate().Type);
    }

    [Theory, MemberData(nameof(Rows))]
    public void Single_precision_agrees_with_double(string row)
    {
        var example = new ExampleCase(row);
        Tensor[] inputs = [.. example.Inputs.Select(
            input => Tensor.Constant(input.DType == DType.Float64 ? input.Value.Cast(DType.Float32) : input.Value))];
        var single = Tensor.Apply(Single(example.Example.Op), inputs).Evaluate();
        var complaint = Tolerance.Of(DType.Float32).Complaint(row, example.Output.Evaluate(), single);
        Assert.True(complaint is null, $"{complaint}. The float kernel computes something else than the double kernel, or loses digits");
    }

    [Theory, MemberData(nameof(Rows))]
    public void Inputs_may_lie_anywhere_in_their_buffers(string row)
    {
        var example = new ExampleCase(row);
        Tensor[] views = [.. example.Inputs.Select(input => Flip(Tensor.Constant(Flip(input.Transpose()).Evaluate())).Transpose())];
        var actual = Tensor.Apply(example.Example.Op, views).Evaluate();
        var complaint = new Tolerance(1e-14, 1e-14).Complaint(row, example.Output.Evaluate(), actual);
        Assert.True(complaint is null, $"{complaint}. The inputs are views here: the kernel must read them by strides and offset");
    }

    [Theory, MemberData(nameof(Rows))]
    public void The_vjp_agrees_with_central_differences(string row)
    {
        var example = DifferentiableCase(row);
        var cotangent = example.Random(example.Output, "c");
        var total = Sum(example.Output * cotangent);
        foreach (var input in example.Differentiable)
        {
            var direction = example.Random(input, "v").Value;
            var vjp = Sum(Gradient.Vjp(example.Output, cotangent, [input])[0] * Tensor.Constant(direction));
            Near($"{row}: the vjp by {input.Name}", example.Slope(total.Item, input, direction), vjp.Item(),
                example.Rounding(1e-6, 1e-4), CheckRule);
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void The_jvp_is_the_transpose_of_the_vjp(string row)
    {
        var example = DifferentiableCase(row);
        var cotangent = example.Random(example.Output, "c");
        foreach (var input in example.Differentiable)
        {
            var direction = example.Random(input, "v");
            var forward = Sum(cotangent * Gradient.Jvp(example.Output, (input, direction)));
            var reverse = Sum(Gradient.Vjp(example.Output, cotangent, [input])[0] * direction);
            Near($"{row}: the vjp by {input.Name}, times a direction,", forward.Item(), reverse.Item(), example.Rounding(1e-12, 1e-6),
                "Reverse mode must be the transpose of forward mode (the expected value): check Vjp, Transpose or Jvp");
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void The_second_order_agrees_with_central_differences_of_the_first(string row)
    {
        var example = DifferentiableCase(row);
        var cotangent = example.Random(example.Output, "c");
        var gradients = Gradient.Vjp(example.Output, cotangent, example.Differentiable);
        var along = gradients.Select(gradient => Sum(gradient * example.Random(gradient, "u"))).Aggregate((a, b) => a + b);
        foreach (var input in example.Differentiable.Append(cotangent))
        {
            var direction = example.Random(input, "v").Value;
            var second = Sum(Gradient.Of(along, input) * Tensor.Constant(direction));
            Near($"{row}: the second derivative by {input.Name}", example.Slope(along.Item, input, direction), second.Item(),
                example.Rounding(1e-6, 1e-4), CheckRule);
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void What_is_not_differentiable_has_gradient_zero(string row)
    {
        var example = new ExampleCase(row);
        Assert.SkipUnless(example.Output.DType.IsFloat(), $"the result is {example.Output.DType}: it has no gradient");
        Input[] others = [.. example.Inputs.Except(example.Differentiable).Where(input => input.DType.IsFloat())];
        Assert.SkipWhen(others.Length == 0, "every floating-point input is differentiable");
        foreach (var input in others)
            Assert.All(Gradient.Of(Sum(example.Output), input).Evaluate().ToDoubles(), value => Assert.Equal(0, value));
    }

    [Theory, MemberData(nameof(Rows))]
    public void An_op_has_a_name_a_reason_and_a_notation(string row)
    {
        var op = new ExampleCase(row).Example.Op;
        Assert.True(op.Info.Name != "", $"{op.GetType().Name} has no name: give its Info one, such as \"Log1p\"");
        Assert.True(op.Info.Reason != "", $"{op.Info.Name} has no reason: give its Info the derivative rule in one line (sin′ = cos)");
        Assert.True(op.Notation is not null, $"{op.Info.Name} has no Notation: explanations cannot write it");
    }

    [Fact]
    public void Names_are_unique()
    {
        var infos = Catalogue.Examples.Select(example => example.Op.Info).Distinct();
        var names = string.Join(", ", infos.GroupBy(info => info.Name).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.True(names == "", $"two ops are named {names}: give each op a name of its own, and all rows of one op the same Info");
    }

    [Fact]
    public void Every_op_is_in_the_catalogue()
    {
        var listed = Catalogue.Examples.Select(example => example.Op.GetType()).ToHashSet();
        // leaves, what users declare, what only plans have
        Type[] notOps = [typeof(LeafOp), typeof(LiteralOp), typeof(CustomGradientOp), typeof(PackOp), typeof(PackedMatMulOp)];
        var all = typeof(Op).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract);
        var missing = string.Join(", ", all.Except(notOps).Except(listed).Select(type => type.Name));
        Assert.True(missing == "", $"{missing}: no example. Add one to the Examples of its family, and the family to Catalogue.Examples");
    }

    [Fact]
    public void Functions_are_found_by_their_names_in_formulas()
    {
        Assert.True(Catalogue.TryFindFunction("log1p", out var op));
        Assert.Equal("Log1p", op.Info.Name);
        Assert.False(Catalogue.TryFindFunction("add", out _));
    }

    /// <summary>The example, if there is something to differentiate; otherwise the test is skipped.</summary>
    private static ExampleCase DifferentiableCase(string row)
    {
        var example = new ExampleCase(row);
        Assert.SkipWhen(example.Differentiable.Length == 0, $"{example.Example.Op.Info.Name} has no differentiable input");
        return example;
    }

    /// <summary>The op as it is in a single-precision graph; only a cast names its types.</summary>
    private static Op Single(Op op) => op switch
    {
        CastOp { From: DType.Float64, To: DType.Float32 } => new CastOp(DType.Float32, DType.Float64),
        CastOp { From: DType.Float64 } cast => cast with { From = DType.Float32 },
        CastOp { To: DType.Float64 } cast => cast with { To = DType.Float32 },
        _ => op,
    };

    private static void Near(string what, double expected, double actual, double tolerance, string advice) =>
        Assert.True(
            Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)),
            $"{what} is {actual:R} instead of {expected:R}. {advice}");
}
