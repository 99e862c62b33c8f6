using ChainRule.Board;

namespace ChainRule.Tests.Board;

public class NudgeTests
{
    [Fact]
    public void Every_result_on_the_way_changes_as_its_closed_form_does()
    {
        // ŷ = w, s = w − 2, L = (w − 2)², at w = 1.
        var results = Nudge.Of(Lessons.Read(Lessons.Lecture), "w").By(0.1);

        Assert.Equal(["w", "ŷ", "s", "L"], results.Select(result => result.Name));
        Assert.Equal([1, 1, -1, 1], results.Select(result => result.Before));
        double[] after = [1.1, 1.1, -0.9, 0.81], derivatives = [1, 1, 1, -2], missed = [0, 0, 0, 0.01];
        foreach (var (i, result) in results.Index())
        {
            Assert.Equal(after[i], result.After, 1e-12);
            Assert.Equal(derivatives[i], result.Derivative, 1e-12);
            Assert.Equal(after[i] - result.Before, result.Change, 1e-12);
            Assert.Equal(0.1 * derivatives[i], result.Predicted, 1e-12);
            Assert.Equal(missed[i], result.Difference, 1e-12); // Δw² of the square
        }
    }

    [Fact]
    public void What_does_not_depend_on_the_number_is_left_out()
    {
        var results = Nudge.Of(Lessons.Read("e=a = u*x; b = w*x; loss = a*b&u=2&w=3&x=5"), "u").By(-0.2);

        Assert.Equal(["u", "a", "L"], results.Select(result => result.Name));
        Assert.Equal([-0.2, -1, -15], results.Select(result => Math.Round(result.Change, 12)));
    }

    [Fact]
    public void Paths_are_added_up()
    {
        // e = (10 − 3w − 1)² + w², so ∂e/∂w = −6(9 − 3w) + 2w = −14 at w = 2.
        var output = Nudge.Of(Lessons.Read(Lessons.TwoPaths), "w").By(0.01)[^1];

        Assert.Equal((-14, -0.14), (output.Derivative, output.Predicted), Near);
        Assert.Equal(Math.Pow(9 - 3 * 2.01, 2) + 2.01 * 2.01 - 13, output.Change, 1e-12);
    }

    [Fact]
    public void Of_an_array_the_number_with_the_largest_derivative_is_named()
    {
        // h = x·W + b; W[1, 0] is element 2, and x's rows begin with [1, 2], [3, 4]: h[1, 0] has the derivative 4.
        var results = Nudge.Of(Lessons.Read(Lessons.Layer), "W", 2).By(0.5);

        Assert.Equal("W[1, 0]", results[0].Name);
        var sum = results.First(result => result.Name.EndsWith("[1, 0]", StringComparison.Ordinal) && result.Derivative == 4);
        Assert.Equal((2, 2), (sum.Change, sum.Predicted), Near);
        Assert.All(results, result => Assert.NotNull(result.Node));
    }

    [Fact]
    public void At_a_kink_the_difference_shows_what_the_derivative_cannot_know()
    {
        var output = Nudge.Of(Lessons.Read("e=loss = relu(w*x)&w=0.05&x=1"), "w").By(-0.1)[^1];

        Assert.Equal((-0.05, -0.1), (output.Change, output.Predicted), Near);
        Assert.Equal(0.05, output.Difference, 1e-12);
    }

    [Fact]
    public void Nothing_is_moved_and_later_values_count()
    {
        var lesson = Lessons.Read(Lessons.Lecture);
        var nudge = Nudge.Of(lesson, "w");
        nudge.By(0.1);
        Assert.Equal(1, lesson.Problem.Value("w").Item());

        lesson.Problem.Set("w", TensorData.Wrap([5.0], Shape.Scalar));

        Assert.Equal(6, nudge.By(0.1)[^1].Derivative, 1e-12); // 2(w − 2)
        Assert.Equal(0.5, nudge.Reach, 1e-12);
    }

    [Theory]
    [InlineData("q", 0)]
    [InlineData("w", 1)]
    public void A_number_that_there_is_not_is_refused(string name, int element) =>
        Assert.Throws<BoardException>(() => Nudge.Of(Lessons.Read(Lessons.Lecture), name, element));

    [Fact]
    public void Predictions_of_every_example_agree_with_central_differences()
    {
        foreach (var link in Lessons.All.Select(row => row.Data))
        {
            var lesson = Lessons.Read(link);
            var nudge = Nudge.Of(lesson, lesson.Problem.Wrt[0].Name!);
            var (up, down) = (nudge.By(1e-5), nudge.By(-1e-5));
            Assert.All(up.Zip(down), pair => Assert.Equal((pair.First.After - pair.Second.After) / 2e-5, pair.First.Derivative,
                1e-5 * Math.Max(1, Math.Abs(pair.First.Derivative))));
        }
    }

    private static bool Near((double, double) a, (double, double) b) =>
        Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9;
}
