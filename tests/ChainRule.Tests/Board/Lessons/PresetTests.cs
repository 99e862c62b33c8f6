using ChainRule.Board;
using ChainRule.Formulas;

namespace ChainRule.Tests.Board;

public class PresetTests
{
    public static TheoryData<string> Ids => [.. Presets.All.Select(preset => preset.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_example_descends_at_its_rate(string id)
    {
        var preset = Presets.Find(id);
        var descent = new Descent(preset.ToProblem(), preset.Rate);
        var before = descent.Current.Loss;

        Assert.Equal(20, descent.Run(20) + (descent.Current.Loss == 0 ? 20 - descent.Current.Step : 0));
        Assert.True(descent.Current.Loss < before);
    }

    /// <summary>
    /// Matt Mazur, "A Step by Step Backpropagation Example", 2015. His error after the step, 0.291027924, comes from rounded weights.
    /// </summary>
    [Fact]
    public void Mazurs_network_learns_what_he_worked_out()
    {
        var preset = Presets.Find("mazur");
        var problem = preset.ToProblem();
        var descent = new Descent(problem, 0.5);
        Assert.Equal(0.298371109, descent.Current.Loss, 1e-9);

        descent.Step();

        Assert.Equal(0.149780716, problem.Value("w1").Item(), 1e-9);
        Assert.Equal(0.35891648, problem.Value("w5").Item(), 1e-8);
        Assert.Equal(0.291027924, descent.Current.Loss, 2e-7);
        Assert.Equal(0.35, problem.Value("b1").Item());
    }

    /// <summary>Matt Mazur: after 10,000 rounds the error is 0.0000351085.</summary>
    [Fact]
    public void Mazurs_network_comes_as_far_as_his_in_ten_thousand_steps()
    {
        var descent = new Descent(Presets.Find("mazur").ToProblem(), 0.5);
        descent.Run(10_000);

        Assert.Equal(0.0000351085, descent.Current.Loss, 1e-7);
    }

    /// <summary>A. Karpathy, micrograd, README.</summary>
    [Fact]
    public void Micrograds_example_has_the_published_gradients()
    {
        var problem = Presets.Find("micrograd").ToProblem();
        var explanation = problem.Explain(new ExplainOptions());

        Assert.Equal(24.7041, explanation.Value, 1e-4);
        Assert.Equal([138.8338, 645.5773], explanation.Parameters.Select(p => p.Gradient.Item()), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Theory]
    [InlineData("xor", 1000)]
    [InlineData("spirals", 2000)]
    public void A_hidden_layer_learns_to_tell_the_classes_apart(string id, int steps)
    {
        var preset = Presets.Find(id);
        var problem = preset.ToProblem();
        new Descent(problem, preset.Rate).Run(steps);

        var told = problem.Named["p"].Evaluate().ToDoubles();

        Assert.Equal(problem.Value("y").ToDoubles(), told.Select(p => p > 0.5 ? 1.0 : 0.0));
    }

    [Fact]
    public void The_course_goes_from_a_slope_to_the_learning_rate() => Assert.Equal(
        ["slope", "lecture", "bias", "two-paths", "relu", "mazur", "softmax", "line", "matrix", "rate"],
        Presets.Course.Select(preset => preset.Id));

    /// <summary>The gradient of softmax and cross-entropy by the scores is p − y, so that by the bias is, too.</summary>
    [Fact]
    public void The_gradient_of_the_scores_is_what_is_told_less_what_is_right()
    {
        var problem = Presets.Find("softmax").ToProblem();
        double[] scores = [0.5 - 2, 1 + 1, -0.5 + 2]; // W @ x
        var sum = scores.Sum(Math.Exp);

        var bias = problem.Explain(new ExplainOptions()).Parameters.Single(parameter => parameter.Parameter.Name == "b");

        Assert.Equal([Math.Exp(scores[0]) / sum, Math.Exp(scores[1]) / sum - 1, Math.Exp(scores[2]) / sum], bias.Gradient.ToDoubles(),
            (a, b) => Math.Abs(a - b) < 1e-12);
    }

    /// <summary>relu is flat below 0: nothing comes back to the second weight, whatever the loss is.</summary>
    [Fact]
    public void A_weight_behind_a_dead_relu_stays_as_it_is()
    {
        var problem = Presets.Find("relu").ToProblem();
        new Descent(problem, 0.05).Run(50);

        Assert.Equal(-1, problem.Value("w2").Item());
        Assert.Equal(1.5, problem.Value("w1").Item(), 1e-6); // 1.5·2 = 3
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_example_has_a_small_picture_without_a_style_of_its_own(string id)
    {
        var svg = System.Xml.Linq.XElement.Parse(PresetPictures.Render(Presets.Find(id)));

        Assert.NotEmpty(svg.Elements().First(part => part.Name.LocalName == "title").Value);
        Assert.DoesNotContain("style", svg.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
        Assert.InRange(svg.DescendantsAndSelf().Count(), 4, 400);
    }

    [Fact]
    public void An_unknown_example_is_told_the_known_ones() =>
        Assert.Contains("slope, lecture, bias, two-paths", Assert.Throws<BoardException>(() => Presets.Find("nothing")).Message);

    [Fact]
    public void A_board_is_known_by_its_formula_and_its_data()
    {
        Assert.All(Presets.All, preset => Assert.Equal(preset.Id, Presets.Shown(preset.ToState())!.Id));
        var lecture = BoardState.Default;
        Assert.Equal("lecture",
            Presets.Shown(lecture with { Values = new Dictionary<string, ArrayValue>(lecture.Values) { ["w"] = new([], [7]) } })!.Id);
        Assert.Null(Presets.Shown(lecture with { Values = new Dictionary<string, ArrayValue>(lecture.Values) { ["y"] = new([], [7]) } }));
    }
}
