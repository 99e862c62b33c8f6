using ChainRule.Board;

namespace ChainRule.Tests.Board;

public class DescentTests
{
    [Fact]
    public void The_lectures_step_leads_where_the_lecture_says()
    {
        var problem = PracticeProblems.Lecture();
        var descent = new Descent(problem, 0.1);

        Assert.True(descent.Step());

        Assert.Equal([1.2], descent.Current.Parameters, Close);
        Assert.Equal(0.64, descent.Current.Loss, 1e-12);
        Assert.Equal(1.2, problem.Value("w").Item(), 1e-12);
        Assert.Equal([1.0, 0.64], descent.History.Select(point => point.Loss), Close);
    }

    /// <summary>(w − 2)² by hand: the distance from 2 is multiplied by 1 − 2·rate.</summary>
    [Theory]
    [InlineData(0.1, DescentState.Descending, 0.2, "below 1 a step stops short")]
    [InlineData(0.9, DescentState.Oscillating, 1.8,
        "beyond 1 each step overshoots the minimum, and below 2 it lands nearer than it began; 0.5 would land on it")]
    [InlineData(1.0, DescentState.Diverging, 2,
        "at 2 each step lands as far on the other side of the minimum; a rate below 1 would shrink the distance")]
    [InlineData(1.2, DescentState.Diverging, 2.4,
        "the rate 1.2 times the curvature 2 is 2.4: beyond 2 each step lands farther from the minimum than it began; a rate below 1 would shrink it")]
    public void A_rate_is_judged_by_the_curvature(double rate, DescentState state, double product, string words)
    {
        var descent = new Descent(PracticeProblems.Lecture(), rate);
        descent.Run(5);

        var verdict = descent.Verdict();

        Assert.Equal(state, verdict.State);
        Assert.Equal(2, verdict.Curvature, 1e-9);
        Assert.Equal(product, verdict.RateTimesCurvature, 1e-9);
        Assert.Contains(words, verdict.Text);
        Assert.Equal(2 - Math.Pow(1 - 2 * rate, 5), descent.Current.Parameters[0], 1e-9);
    }

    /// <summary>x² + 10·y² at (1, 1): g = (2, 20), H = diag(2, 20), g·Hg / g·g = (2³ + 20³)/(2² + 20²).</summary>
    [Fact]
    public void The_curvature_is_the_one_along_the_gradient()
    {
        var descent = new Descent(PracticeProblems.Make("a^2 + 10*b^2", "a=1", "b=1"), 0.01);

        Assert.Equal(8008.0 / 404, descent.Verdict().Curvature, 1e-9);
    }

    [Fact]
    public void A_divergence_ends_at_infinity_and_still_says_why()
    {
        var descent = new Descent(PracticeProblems.Lecture(), 1.2);

        var taken = descent.Run(5000);

        Assert.InRange(taken, 1000, 1100); // 1.4²ⁿ passes 1.8e308 at n = 1055
        Assert.False(descent.Step());
        Assert.Equal(DescentState.Undefined, descent.Verdict().State);
        Assert.Contains("is 2.4: beyond 2", descent.Verdict().Text);
    }

    [Fact]
    public void At_the_minimum_it_has_converged()
    {
        var descent = new Descent(PracticeProblems.Lecture(), 0.5);
        descent.Step();

        Assert.Equal(0, descent.Current.Loss);
        Assert.Equal(DescentState.Converged, descent.Verdict().State);
        descent.Reset();
        descent.Rate = 0.1;
        descent.Run(300);
        Assert.Equal(DescentState.Converged, descent.Verdict().State);
    }

    [Theory]
    [InlineData("relu(w)*x", "w=-1", "relu")] // flat: the way is blocked
    [InlineData("x - w^2", "w=0", "a top or a saddle")]
    public void A_zero_gradient_that_is_no_minimum_is_stuck(string formula, string w, string word)
    {
        var descent = new Descent(PracticeProblems.Make(formula, w, "x=1"), 0.1);
        descent.Run(3);

        Assert.Equal(DescentState.Stuck, descent.Verdict().State);
        Assert.Contains(word, descent.Verdict().Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Where_there_is_no_number_nothing_moves()
    {
        var descent = new Descent(PracticeProblems.Make("log(w)*x", "w=-1", "x=1"), 0.1);

        Assert.False(descent.Step());
        Assert.Equal(DescentState.Undefined, descent.Verdict().State);
    }

    [Fact]
    public void A_step_to_infinity_is_undone()
    {
        var problem = PracticeProblems.Make("sqrt(w)*x", "w=0", "x=1");
        var descent = new Descent(problem, 0.1);

        Assert.False(descent.Step());
        Assert.Equal(0, problem.Value("w").Item());
        Assert.Contains("no step to take", descent.Verdict().Text);
    }

    [Fact]
    public void The_way_is_kept_in_bounds_from_its_start_to_its_end()
    {
        var descent = new Descent(PracticeProblems.Lecture(), 1e-5);
        descent.Run(20_000);

        var steps = descent.History.Select(point => point.Step).ToList();

        Assert.InRange(steps.Count, 150, 420);
        Assert.Equal(0, steps[0]);
        Assert.Equal([19_998, 19_999, 20_000], steps.TakeLast(3));
        Assert.Equal(steps.Distinct().Order(), steps);
    }

    [Fact]
    public void Reset_goes_back_and_Restart_begins_here()
    {
        var problem = PracticeProblems.TwoPaths();
        var descent = new Descent(problem, 0.01);
        descent.Run(3);

        descent.Reset();

        Assert.Equal(2, problem.Value("w").Item());
        Assert.Equal(0, descent.Current.Step);
        problem.Set("x", TensorData.Create<double>([0], Shape.Scalar));
        descent.Restart();
        Assert.Equal(85, descent.Current.Loss); // (10 − 1)² + 2²
        Assert.Single(descent.History);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_is_a_number_above_zero(double rate) =>
        Assert.Contains("above 0", Assert.Throws<BoardException>(() => new Descent(PracticeProblems.Lecture(), rate)).Message);

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-12;
}
