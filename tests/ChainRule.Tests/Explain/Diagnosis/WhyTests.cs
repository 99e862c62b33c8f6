using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

/// <summary>Every cause in a network so small that its numbers can be followed by hand.</summary>
public class WhyTests
{
    [Fact]
    public void A_dead_relu_is_told_with_its_line_and_the_way_of_the_gradient() =>
        Holds(SickNetworks.Dead, SickNetworks.W(-1, -2), GradientState.Zero, GradientCauseKind.Saturated,
        """
        ∂L/∂w is zero in all 2 elements: no gradient arrives
        why     100 % of the 2 units of 'relu(x @ w)' at SickNetworks.cs:# are at or below 0: dead
        try     a smaller learning rate, a small positive bias to begin with, a normalisation before it, or
                LeakyRelu or Gelu in its place

        from the loss back  |value|  ‖∂L/∂…‖  factor
        sum(…²)/4                 1        1          SickNetworks.cs:#
        sum((… − 1)²)             4     0.25   ×0.25  SickNetworks.cs:#
        (relu(…) − 1)²            1      0.5      ×2  SickNetworks.cs:#
        relu(x @ w) − 1           1        1      ×2  SickNetworks.cs:#
        relu(x @ w)               0        1      ×1  SickNetworks.cs:#
        x @ w                   2.5        0      ×0  SickNetworks.cs:#

        """);

    /// <summary>2·y·(1 − y²) at y = tanh 10 is 1.65·10⁻⁸.</summary>
    [Fact]
    public void A_saturated_tanh_makes_it_tiny() =>
        Holds(SickNetworks.Saturated, new(10.0, "w"), GradientState.Tiny, GradientCauseKind.Saturated,
        """
        ∂L/∂w is tiny: ‖∂L/∂w‖ = 1.65e−08, where ‖w‖ = 10 and L = 1
        why     the one value of 'tanh(w·1)' at SickNetworks.cs:# is beyond ±0.99: saturated
        try     a smaller learning rate, a smaller initialisation, or a normalisation before it (LayerNorm,
                BatchNorm)

        from the loss back  |value|   ‖∂L/∂…‖     factor
        tanh(w·1)²                1         1             SickNetworks.cs:#
        tanh(w·1)                 1         2         ×2  SickNetworks.cs:#
        w·1                      10  1.65e−08  ×8.24e−09  SickNetworks.cs:#
        w                        10  1.65e−08         ×1

        """);

    [Fact]
    public void A_saturated_sigmoid_makes_it_tiny() =>
        Tells(SickNetworks.SaturatedSigmoid, new(20.0, "w"), GradientState.Tiny, GradientCauseKind.Saturated,
        "the one value of 'sigmoid(w)' at SickNetworks.cs:# is below 0.01 or above 0.99: saturated");

    /// <summary>Scores of 0 and 20: the lesser gets e⁻²⁰ of the whole.</summary>
    [Fact]
    public void A_saturated_softmax_makes_it_tiny() =>
        Tells(SickNetworks.SaturatedSoftmax, new(0.4, "w"), GradientState.Tiny, GradientCauseKind.Saturated,
        "the one row of 'softmax(w·constant)' at SickNetworks.cs:# gives over 0.999 to one place: saturated");

    [Fact]
    public void A_clamp_that_takes_its_bound_is_told() =>
        Tells(SickNetworks.Clamped, P(2, 3), GradientState.Zero, GradientCauseKind.OtherBranch,
        "'where(w > 1, 1, w)' at SickNetworks.cs:# takes the other branch, not 'w', for 100 % of the 2 values of its condition");

    [Fact]
    public void Weights_of_zero_are_told()
    {
        var v = new Parameter(TensorData.Zeros([2, 1], DType.Float64), "v");
        Tells(w => SickNetworks.TimesZero(w, v), SickNetworks.W(1, 1), GradientState.Zero, GradientCauseKind.ZeroFactor,
            "'x @ w @ v' at SickNetworks.cs:# multiplies 'x @ w' by 'v', where 100 % of the 2 values are 0");
    }

    [Fact]
    public void A_mask_of_zeros_is_told() => Tells(SickNetworks.Masked, P(2, 3), GradientState.Zero, GradientCauseKind.ZeroFactor,
        "'w·mask' at SickNetworks.cs:# multiplies 'w' by 'mask', where 100 % of the 2 values are 0");

    [Fact]
    public void An_error_of_zero_is_told() => Tells(SickNetworks.NoError, P(3, 4), GradientState.Zero, GradientCauseKind.NoError,
        "100 % of the 2 values of '(w − y)²' at SickNetworks.cs:# are squares of exactly 0: there is no error left");

    [Fact]
    public void A_bias_before_a_mean_is_taken_out_has_no_effect() =>
        Tells(SickNetworks.BeforeMean, new(0.5, "w"), GradientState.Tiny, GradientCauseKind.Cancelled,
        "the parts that 'x + w' at SickNetworks.cs:# passes on cancel each other", isWhole: false);

    [Fact]
    public void A_maximum_that_takes_the_other_is_told() =>
        Tells(SickNetworks.Maximum, P(2, 3), GradientState.Zero, GradientCauseKind.OtherBranch,
        "'maximum(w, floor)' at SickNetworks.cs:# takes its other operand everywhere, never 'w'");

    [Fact]
    public void Rounding_cuts_the_way() => Tells(SickNetworks.Floored, P(2, 3), GradientState.NotReached, GradientCauseKind.CutEdge,
        "'floor(w)' at SickNetworks.cs:# passes no gradient on to 'w' (flat between the steps: the derivative is 0)");

    [Fact]
    public void A_held_value_cuts_the_way() => Tells(SickNetworks.Held, P(2, 3), GradientState.NotReached, GradientCauseKind.CutEdge,
        "'stop_gradient(w·2)' at SickNetworks.cs:# passes no gradient on to 'w·2' (held still: no gradient passes)");

    [Fact]
    public void A_place_cuts_the_way() => Tells(SickNetworks.Hits, P(2, 3), GradientState.NotReached, GradientCauseKind.CutEdge,
        "'arg_max(w)' at SickNetworks.cs:# passes no gradient on to 'w' (a place does not change a little)");

    [Fact]
    public void A_whole_number_cuts_the_way() => Tells(SickNetworks.Counted, P(2, 3), GradientState.NotReached, GradientCauseKind.CutEdge,
        "'cast(w·2, to=Int64)' at SickNetworks.cs:# passes no gradient on to 'w·2' (another dtype is the same number; whole numbers have "
        + "no gradient)");

    [Fact]
    public void Where_some_are_dead_their_share_is_told() =>
        Tells(SickNetworks.PartlyDead, P(-1, -2, 0, 3), GradientState.Zero, GradientCauseKind.Saturated,
        "75 % of the 4 values of 'relu(w)' at SickNetworks.cs:# are at or below 0, 3 of its 4 units everywhere");

    [Fact]
    public void A_condition_cuts_the_way() => Tells(SickNetworks.Chosen, P(2, 3), GradientState.NotReached, GradientCauseKind.CutEdge,
        "'w > 0' at SickNetworks.cs:# passes no gradient on to 'w' (true or false does not change a little)");

    [Fact]
    public void A_parameter_that_is_not_used_is_told() =>
        Tells(_ => SickNetworks.Floored(P(1)), P(2, 3), GradientState.NotReached, GradientCauseKind.NotUsed,
        "the loss is not made of 'w': no op that leads to the loss reads it");

    /// <summary>Twenty slopes σ(1 − σ) near the fixed point 0.659 are 0.225 each.</summary>
    [Fact]
    public void Sigmoids_in_a_row_make_it_vanish()
    {
        var diagnosis = Tells(SickNetworks.Vanishing, new(0.5, "w"), GradientState.Tiny, GradientCauseKind.Shrinks,
            "20 steps through Sigmoid shrink it by ×1.14e−13 together, ×0.225 each on average, as at 'sigmoid(sigmoid(sigmoid(…)))' at "
            + "SickNetworks.cs:#");
        Assert.Equal(22, diagnosis.Path.Count);
        Assert.Contains("… 6 more", diagnosis.ToString(), StringComparison.Ordinal);
    }

    /// <summary>4²⁰ = 1.1·10¹², for each of two elements.</summary>
    [Fact]
    public void Products_in_a_row_make_it_explode()
    {
        var diagnosis = Tells(SickNetworks.Exploding, P(2, 3), GradientState.Huge, GradientCauseKind.Grows,
            "20 steps through Mul multiply it by ×1.1e+12 together, ×4 each on average, as at '…·4·4·4' at SickNetworks.cs:#");
        Assert.Equal(Math.Pow(4, 20) * Math.Sqrt(2), diagnosis.Norm, 1e-3);
    }

    [Fact]
    public void The_logarithm_of_zero_is_told_with_its_element() =>
        Holds(SickNetworks.LogOfZero, P(1, 0), GradientState.NotFinite, GradientCauseKind.ValueNotFinite,
        """
        L is ∞, and so ∂L/∂w says nothing
        why     'log(w)' at SickNetworks.cs:# makes −∞ of 'w' = 0 at element [1] of [2]
        try     keep the operand above 0: Clamp(x, min: 1e-7); of probabilities take LogSoftmax, LogSigmoid,
                CrossEntropyLoss or BCEWithLogitsLoss, which make no 0 first

        """);

    [Fact]
    public void Zero_by_zero_is_told() => Tells(SickNetworks.ZeroByZero, P(1, 0), GradientState.NotFinite, GradientCauseKind.ValueNotFinite,
        "'w/(w·2)' at SickNetworks.cs:# makes NaN of 'w' = 0 and 'w·2' = 0 at element [1] of [2]");

    /// <summary>∞/∞ is NaN, but what went wrong first is the exponential.</summary>
    [Fact]
    public void An_overflow_is_told_where_it_began() =>
        Tells(SickNetworks.Overflow, P(1, 800), GradientState.NotFinite, GradientCauseKind.ValueNotFinite,
        "'exp(w)' at SickNetworks.cs:# makes ∞ of 'w' = 800 at element [1] of [2]");

    [Fact]
    public void The_root_of_zero_has_an_infinite_slope() =>
        Holds(SickNetworks.RootOfZero, P(1, 0), GradientState.NotFinite, GradientCauseKind.SlopeNotFinite,
        """
        ∂L/∂w is not finite, though L = 1 is
        why     the derivative of 'sqrt(w²)' at SickNetworks.cs:# is ∞ at 'w²' = 0 at element [1] of [2]
        try     an epsilon inside the root, Sqrt(x + 1e-8); Norm and Std have derivative 0 there

        """);

    [Fact]
    public void A_branch_not_taken_makes_NaN_by_its_value() =>
        Tells(SickNetworks.UntakenLog, P(1, 0), GradientState.NotFinite, GradientCauseKind.UntakenBranch,
        "'log(w)' at SickNetworks.cs:# makes −∞ of 'w' = 0 at element [1] of [2]; 'where(w > 0, log(w), 0)' at SickNetworks.cs:# does not "
        + "take it there, "
        + "but then its gradient is 0·∞, which is NaN");

    [Fact]
    public void A_branch_not_taken_makes_NaN_by_its_slope() =>
        Holds(SickNetworks.UntakenRoot, P(1, 0), GradientState.NotFinite, GradientCauseKind.UntakenBranch,
        """
        ∂L/∂w is not finite, though L = 1 is
        why     the derivative of 'sqrt(w)' at SickNetworks.cs:# is ∞ at 'w' = 0 at element [1] of [2];
                'where(w > 0, sqrt(w), 0)' at SickNetworks.cs:# does not take it there, but then its
                gradient is 0·∞, which is NaN
        try     choose a safe operand before the op as well: Where(ok, Sqrt(Where(ok, x, 1)), 0)

        """);

    [Fact]
    public void A_factor_of_zero_is_no_protection() =>
        Tells(SickNetworks.MaskedRoot, P(0, 1), GradientState.NotFinite, GradientCauseKind.SlopeNotFinite,
        "the derivative of 'sqrt(w)' at SickNetworks.cs:# is ∞ at 'w' = 0 at element [0] of [2]; 'mask·sqrt(w)' at SickNetworks.cs:# "
        + "passes 0 on there, "
        + "but then the gradient is 0·∞, which is NaN");

    [Fact]
    public void A_query_that_may_look_nowhere_is_told() =>
        Tells(SickNetworks.LooksNowhere, P(1, 2), GradientState.NotFinite, GradientCauseKind.ValueNotFinite,
        "'softmax(where(mask, w, −∞))' at SickNetworks.cs:# makes NaN of a row of 'where(mask, w, −∞)' that has no finite greatest number: "
        + "all −∞, or one ∞ "
        + "at element [1, 0] of [2, 2], and 1 more");

    [Fact]
    public void NaN_in_the_data_is_told() =>
        Tells(SickNetworks.FromData, P(1, 2, 3), GradientState.NotFinite, GradientCauseKind.GivenNotFinite,
        "the input 'x' at SickNetworks.cs:# itself holds NaN at element [1] of [3]");

    [Fact]
    public void A_parameter_without_values_is_told() =>
        Tells(w => Sum(w), Parameter.Uninitialized([2], name: "w"), GradientState.NotFinite, GradientCauseKind.GivenNotFinite,
        "the parameter 'w' was never given values: it holds NaN at element [0] of [2], and 1 more");

    [Fact]
    public void A_formula_is_told_by_line_and_column() =>
        Tells(SickNetworks.OfFormula, P(2, 3), GradientState.NotFinite, GradientCauseKind.ValueNotFinite,
        "'log(p)' at line 2, column 9 makes −∞ of 'p' = 0 at element [0] of [2]");

    [Fact]
    public void A_frozen_parameter_is_told()
    {
        var w = P(1, 2);
        w.IsFrozen = true;
        Tells(p => Sum(p), w, GradientState.Frozen, GradientCauseKind.Frozen, "'w' is frozen: training leaves it as it is");
    }

    [Fact]
    public void A_fine_gradient_has_no_cause()
    {
        var w = P(3, 4);
        var diagnosis = Explain.Why(Mean(Square(w)).Named("loss"), w);
        Assert.Equal(GradientState.Fine, diagnosis.State);
        Assert.Empty(diagnosis.Causes);
        Assert.Equal(5, diagnosis.Norm); // (3, 4) itself: 2w/2
        Assert.StartsWith("∂L/∂w is fine: ‖∂L/∂w‖ = 5, where ‖w‖ = 5 and L = 12.5\n", diagnosis.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_line_is_that_of_the_users_code()
    {
        var w = P(1, 0);
        var line = 0;
        var diagnosis = Explain.Why(() =>
        {
            line = CodePlaces.Here() + 1;
            return Sum(Log(w));
        }, w);
        var origin = Assert.Single(diagnosis.Causes).Origin!;
        Assert.Equal(("WhyTests.cs", line), (Path.GetFileName(origin.File), origin.Line));
    }

    [Fact]
    public void Layers_are_named_by_their_paths()
    {
        Linear hidden = new(1, 2), output = new(2, 1);
        var model = new Two(hidden, output);
        output.Weight.Value = TensorData.Zeros([1, 2], DType.Float32);
        var x = new Input(TensorData.Create<float>([1, 2], [2, 1]), "x");
        var cause = Assert.Single(Explain.Why(() => Mean(Square(model.Forward(x) - 1)), hidden.Weight).Causes);
        Assert.Equal(
            "'tanh(… + hidden.bias) @ output.weightᵀ' at WhyTests.cs:# multiplies 'tanh(x @ … + hidden.bias)' by 'output.weight', where "
            + "100 % of the 2 values are 0",
            CodePlaces.WithoutLines(cause.Message));
    }

    [Fact]
    public void Without_a_parameter_the_one_that_is_worst_off_is_explained()
    {
        Parameter fine = new(2.0, "fine"), dead = new(-1.0, "dead"), broken = new(0.0, "broken");
        Assert.Same(fine, Explain.Why(Square(fine)).Parameter);
        Assert.Same(dead, Explain.Why(Square(fine) + Relu(dead)).Parameter);
        Assert.Same(broken, Explain.Why(() => Square(fine) + Relu(dead) + Sqrt(broken)).Parameter);
    }

    [Fact]
    public void It_can_be_written_without_signs()
    {
        var text = Explain.Why(SickNetworks.Dead(SickNetworks.W(-1, -2)), SickNetworks.W(1, 1)).ToString(new() { Ascii = true });
        Assert.StartsWith("dL/dw is zero: the loss does not reach w\n", text, StringComparison.Ordinal);
        Assert.True(text.All(c => c < 128));
    }

    [Fact]
    public void A_loss_that_is_no_scalar_is_refused()
    {
        var w = P(1, 2);
        Assert.Contains("Explain.Why needs a scalar", Assert.Throws<ShapeException>(() => Explain.Why(w * 2, w)).Message,
            StringComparison.Ordinal);
        Assert.Contains("holds no parameter", Assert.Throws<ArgumentException>(() => Explain.Why(Tensor.Constant(1.0) * 2)).Message,
            StringComparison.Ordinal);
    }

    private static Parameter P(params double[] values) => new(values, "w");

    private static void Holds(Func<Parameter, Tensor> loss, Parameter w, GradientState state, GradientCauseKind kind, string text) =>
        Assert.Equal(text, CodePlaces.WithoutLines(Diagnose(loss, w, state, kind).ToString()));

    private static GradientDiagnosis Tells(Func<Parameter, Tensor> loss, Parameter w, GradientState state, GradientCauseKind kind,
        string message, bool isWhole = true)
    {
        var diagnosis = Diagnose(loss, w, state, kind);
        var told = CodePlaces.WithoutLines(diagnosis.Causes[0].Message);
        if (isWhole) Assert.Equal(message, told);
        else Assert.StartsWith(message, told, StringComparison.Ordinal);
        return diagnosis;
    }

    private static GradientDiagnosis Diagnose(Func<Parameter, Tensor> loss, Parameter w, GradientState state, GradientCauseKind kind)
    {
        var diagnosis = Explain.Why(() => loss(w), w);
        Assert.Equal((state, kind), (diagnosis.State, diagnosis.Causes[0].Kind));
        Assert.NotEmpty(diagnosis.Causes[0].Advice);
        return diagnosis;
    }

    private sealed class Two(Linear hidden, Linear output) : Layer
    {
        protected override IEnumerable<Member> Members => [new(hidden), new(output)];

        public override Tensor Forward(Tensor x)
        {
            _ = NamedVariables;
            return output.Forward(Tanh(hidden.Forward(x)));
        }
    }
}
