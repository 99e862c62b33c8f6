using System.Text.RegularExpressions;
using ChainRule.Explanations;

namespace ChainRule.Tests.Explanations;

public class TextTests
{
    [Fact]
    public void A_step_that_goes_too_far_is_told_with_rate_and_curvature()
    {
        const string Reason = "\nrate    loss grew from 1 to 4: the rate 1.5 times the curvature 2 is 3: beyond 2 ";
        var options = new ExplainOptions { LearningRate = 1.5, Ascii = true };
        Assert.Contains(Reason, Boards.Lecture(options).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\nrate ", Boards.Lecture().ToString(), StringComparison.Ordinal);
    }

    private const string Lecture =
        """
        forward                   local                      upstream × local
        ŷ = w·x   = 1·1   =  1    ∂ŷ/∂w = x  = 1             ∂L/∂w = −2·1 = −2
        s = ŷ − y = 1 − 2 = −1    ∂s/∂ŷ = 1  (y constant)    ∂L/∂ŷ = −2·1 = −2
        L = s²    = (−1)² =  1    ∂L/∂s = 2s = 2(−1) = −2    ∂L/∂s = 1·(−2) = −2

        ∂L/∂w = ∂L/∂s · ∂s/∂ŷ · ∂ŷ/∂w = (−2)(1)(1) = −2
        sign    negative: a small increase of w lowers L, so increase w
        check   [L(w+h) − L(w−h)] / 2h = −2.000000
        step    w ← w − 0.1·(−2) = 1.2, L = 0.64

        """;

    [Theory]
    [InlineData("L")]
    [InlineData("loss")]
    public void The_lecture_stands_as_on_the_board(string loss) => Assert.Equal(Lecture, Boards.Lecture(loss: loss).ToString());

    /// <summary>Names may come from a stranger's file; a terminal must not obey them.</summary>
    [Fact]
    public void Names_are_shown_short_and_without_control_characters()
    {
        var (w, h) = (new Parameter(2.0, "\e[31mw\u202e"), new Parameter(3.0, new string('n', 5000)));
        var text = Explain.Gradient((w * h).Named("a\0b"), [w, h]).ToString();
        Assert.DoesNotContain(text, character => character is '\e' or '\0' or '\u202e');
        Assert.Contains("\uFFFD[31mw\uFFFD", text, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('n', 201), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_signs_it_says_the_same() => Assert.Equal(
        """
        forward                          local                           upstream * local
        yhat = w*x      = 1*1    =  1    dyhat/dw = x   = 1              dloss/dw    = -2*1 = -2
        s    = yhat - y = 1 - 2  = -1    ds/dyhat = 1   (y constant)     dloss/dyhat = -2*1 = -2
        loss = s^2      = (-1)^2 =  1    dloss/ds = 2*s = 2*(-1) = -2    dloss/ds    = 1*(-2) = -2

        dloss/dw = dloss/ds * ds/dyhat * dyhat/dw = (-2)(1)(1) = -2
        sign    negative: a small increase of w lowers loss, so increase w
        check   [loss(w+h) - loss(w-h)] / 2h = -2.000000
        step    w <- w - 0.1*(-2) = 1.2, loss = 0.64

        """, Boards.Lecture(new() { Ascii = true }).ToString());

    [Fact]
    public void Without_room_the_passes_stand_below_each_other() => Assert.StartsWith(
        """
        forward
        ŷ = w·x   = 1·1   =  1
        s = ŷ − y = 1 − 2 = −1
        L = s²    = (−1)² =  1

        local
        ∂L/∂s = 2s = 2(−1) = −2
        ∂s/∂ŷ = 1  (y constant)
        ∂ŷ/∂w = x  = 1

        upstream × local
        ∂L/∂s = 1·(−2) = −2
        ∂L/∂ŷ = −2·1 = −2
        ∂L/∂w = −2·1 = −2

        """, Boards.Lecture(new() { Width = 40 }).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_parameter_by_itself_needs_no_steps() => Assert.Equal(
        """
        ∂x/∂x = 1
        sign    positive: a small increase of x raises x, so decrease x
        check   [x(x+h) − x(x−h)] / 2h = 1.000000
        step    x ← x − 0.1·1 = 2.9, x = 2.9

        """, Explain.Gradient(new Parameter(3.0, "x")).ToString());

    [Fact]
    public void Each_role_has_its_colour()
    {
        var text = Boards.Lecture(new() { Colors = ExplainColors.OnDark }).ToString();
        Assert.Contains("\e[38;2;47;211;160mŷ = w·x   = 1·1   =  1\e[39m", text, StringComparison.Ordinal);
        Assert.Contains("\e[38;2;255;180;84m∂ŷ/∂w = x  = 1\e[39m", text, StringComparison.Ordinal);
        Assert.Contains("\e[38;2;124;196;255m∂L/∂w = −2·1 = −2\e[39m", text, StringComparison.Ordinal);
        Assert.Contains("\e[38;2;0;87;168m", Boards.Lecture(new() { Colors = ExplainColors.OnLight }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_paths_merge_each_is_shown_and_what_cancels() => Assert.Equal(
        """
        forward                       local                         upstream × local
        v₁ = w·x     = 2·3    =  6    ∂v₁/∂w  = x   = 3             ∂e/∂w  += −6·3 = −18
        v₂ = v₁ + b  = 6 + 1  =  7    ∂v₂/∂v₁ = 1   (b constant)    ∂e/∂v₁ =  −6·1 = −6
        v₃ = y − v₂  = 10 − 7 =  3    ∂v₃/∂v₂ = −1  (y constant)    ∂e/∂v₂ =  6·(−1) = −6
        v₄ = v₃²     = 3²     =  9    ∂v₄/∂v₃ = 2v₃ = 2·3 = 6       ∂e/∂v₃ =  1·6 = 6
        v₅ = w²      = 2²     =  4    ∂v₅/∂w  = 2w  = 2·2 = 4       ∂e/∂w  += 1·4 = 4
        e  = v₄ + v₅ = 9 + 4  = 13    ∂e/∂v₄  = 1                   ∂e/∂v₄ =  1·1 = 1
                                      ∂e/∂v₅  = 1                   ∂e/∂v₅ =  1·1 = 1

        ∂e/∂w  path 1  w→w·x→w·x+b→…→e   −18   82 % ████████
               path 2  w→w²→e             +4   18 % ██
               sum                       −14   (36 % cancelled)
        sign    negative: a small increase of w lowers e, so increase w
        check   [e(w+h) − e(w−h)] / 2h = −14.000000
        step    w ← w − 0.1·(−14) = 3.4, e = 13

        """, Boards.TwoPaths().ToString());

    [Fact]
    public void Columns_line_up_under_wide_and_composed_names()
    {
        var lines = Boards.Explain("误差 = w*xhat; z = 误差 + what", null, "w=1", "xhat=1", "what=2").ToString().Split('\n');
        Assert.Equal("误差 = w·x̂      = 1·1   = 1    ∂误差/∂w = x̂ = 1             ∂z/∂w    = 1·1 = 1", lines[1]);
        Assert.Equal("z    = 误差 + ŵ = 1 + 2 = 3    ∂z/∂误差 = 1 (ŵ constant)    ∂z/∂误差 = 1·1 = 1", lines[2]);
    }

    [Fact]
    public void A_layer_is_explained_by_its_tensors() => Assert.Equal(
        """
        forward
        v₁ = x @ W      = [[1, 2]] @ [[0.5, −0.25], [1, 0.75]] = [[2.5, 1.25]]
        ŷ  = v₁ + b     = [[2.5, 1.25]] + [0.25, −0.5] = [[2.75, 0.75]]
        v₂ = ŷ − y      = [[2.75, 0.75]] − [[1, 0]]    = [[1.75, 0.75]]
        v₃ = v₂²        = [[1.75, 0.75]]²              = [[3.0625, 0.5625]]
        v₄ = Σᵢⱼ (v₃)ᵢⱼ = Σ [[3.0625, 0.5625]]         = 3.625
        L  = v₄/2       = 3.625/2                      = 1.8125

        local
        ∂L/∂v₄  = 0.5
        ∂v₄/∂v₃ = —   (each term passes the gradient on)
        ∂v₃/∂v₂ = 2v₂ = 2·[[1.75, 0.75]] = [[3.5, 1.5]]
        ∂v₂/∂ŷ  = 1   (y constant)
        ∂ŷ/∂b   = 1
        ∂ŷ/∂v₁  = 1
        ∂v₁/∂W  = —   (xᵀ·∂L/∂v₁: the left factor, transposed, times the upstream gradient)

        upstream × local
        ∂L/∂v₄ = ∂L/∂L·0.5 = 0.5
        ∂L/∂v₃ = ∂L/∂v₄ = [[0.5, 0.5]]
        ∂L/∂v₂ = ∂L/∂v₃·(2v₂) = [[1.75, 0.75]]
        ∂L/∂ŷ  = ∂L/∂v₂ = [[1.75, 0.75]]
        ∂L/∂b  = ∂L/∂ŷ = [1.75, 0.75]
        ∂L/∂v₁ = ∂L/∂ŷ = [[1.75, 0.75]]
        ∂L/∂W  = xᵀ @ ∂L/∂v₁ = [[1.75, 0.75], [3.5, 1.5]]

        ∂L/∂W = [[1.75, 0.75], [3.5, 1.5]]
        ∂L/∂b = [1.75, 0.75]
        sign    W: 4 positive (decrease)
                b: 2 positive (decrease)
        check   [L(W+h) − L(W−h)] / 2h differs by at most … at every element
                [L(b+h) − L(b−h)] / 2h differs by at most … at every element
        step    W ← W − 0.1·∂L/∂W = [[0.325, −0.325], [0.65, 0.6]]
                b ← b − 0.1·∂L/∂b = [0.075, −0.575]
                all steps together: L = 0.29

        """, Regex.Replace(Boards.Layer().ToString(), "at most .* at", "at most … at"));

    [Fact]
    public void Without_signs_there_is_no_sign_at_all()
    {
        var options = new ExplainOptions { Ascii = true };
        Assert.All([Boards.Layer(options), Boards.TwoPaths(options), Boards.Explain("L = relu(q)^3/q", options, "q=0")],
            e => Assert.True(System.Text.Ascii.IsValid(e.ToString()), e.ToString()));
    }

    [Fact]
    public void Undefined_numbers_are_reported_where_they_arise() => Assert.EndsWith(
        """
        sign    undefined: it says nothing, so hold p
        check   [L(p+h) − L(p−h)] / 2h cannot be made: L(p+h) or L(p−h) is not finite
        step    p stays 0, L = NaN
        note    ∂L/∂p is undefined at v₃ = 0/0

        """, Boards.Explain("L = p*p / (p*q) + 1", null, "p=0", "q=0").ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_slope_that_is_undefined_is_named() => Assert.EndsWith(
        "note    ∂L/∂p is undefined at ∂v₁/∂p = 1/(2·0)\n", Boards.Explain("L = sqrt(p) * 2", null, "p=0").ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void A_kink_is_named_with_its_convention() => Assert.EndsWith(
        """
        sign    zero: a small change of q does not change L, so hold q
        check   [L(q+h) − L(q−h)] / 2h = 0.500000, not 0
        step    q ← q − 0.1·0 = 0, L = 1
        note    v₁ = relu(q) has a kink at q = 0; by convention: 0 where q ≤ 0, else 1

        """, Boards.Explain("L = relu(q) + 1", null, "q=0").ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_parameter_that_nothing_leads_from_has_gradient_0()
    {
        Parameter used = new(1.0, "w"), unused = new(2.0, "u"), cut = new(1.5, "c");
        var text = Explain.Gradient((used * Functions.Floor(cut)).Named("L"), used, unused, cut).ToString();
        Assert.EndsWith(
            "note    nothing leads from u to L, so ∂L/∂u is 0\nnote    nothing leads from c to L but steps that pass no gradient on, so "
            + "∂L/∂c is 0\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_may_be_the_parameter_itself() =>
        Assert.StartsWith("∂p/∂p = 1\nsign    positive", Explain.Gradient(new Parameter(3.0, "p")).ToString(), StringComparison.Ordinal);
}
