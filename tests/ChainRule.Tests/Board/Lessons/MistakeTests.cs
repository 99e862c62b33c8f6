using ChainRule.Board;

namespace ChainRule.Tests.Board;

public class MistakeTests
{
    /// <summary>By hand: ∂e/∂w = −2·3·(10 − 7) + 2·2 = −18 + 4; the walk reaches w along w² first, so −18 is what stays.</summary>
    [Fact]
    public void Assigning_keeps_only_the_last_part()
    {
        var report = Mistakes.Run(PracticeProblems.TwoPaths(), Mistake.AssignInsteadOfAccumulate);

        var w = report.Rows.Single(row => row.Name == "w");
        Assert.Equal((-14, -18, true), (w.Right, w.Wrong, w.Differs));
        Assert.Equal((-6, -6), (report.Rows.Single(row => row.Name == "b").Right, report.Rows.Single(row => row.Name == "b").Wrong));
        Assert.True(report.Differs);
        Assert.Contains("∂e/∂w is 4 + (−18) = −14", report.Why);
    }

    [Theory]
    [InlineData(Mistake.AssignInsteadOfAccumulate)]
    [InlineData(Mistake.WrongOrder)]
    public void A_chain_without_forks_hides_the_mistake_and_an_example_shows_it(Mistake mistake)
    {
        var report = Mistakes.Run(PracticeProblems.Lecture(), mistake);

        Assert.False(report.Differs);
        Assert.DoesNotContain(report.Rows, row => row.Differs);
        Assert.True(Mistakes.Run(report.Example!.ToProblem(), mistake).Differs);
    }

    /// <summary>(w − 2)² from w = 1 at rate 0.1, by hand: gradients −2, −1.6, −1.28; without zeroing −2, −3.6, −4.48.</summary>
    [Fact]
    public void Without_zeroing_gradients_add_up_from_step_to_step()
    {
        var report = Mistakes.Run(PracticeProblems.Lecture(), Mistake.NoZeroing, 0.1);

        Assert.Equal([-2, -1.6, -1.28], report.Steps.Select(step => step.Gradients[0].Right), Close);
        Assert.Equal([-2, -3.6, -4.48], report.Steps.Select(step => step.Gradients[0].Wrong), Close);
        Assert.Equal(0.64, report.Steps[0].LossWrong, 1e-12);
        Assert.Contains("kept from step 1", report.Why);
    }

    /// <summary>
    /// a = w·x = 6, e = (a·v − y)² + a² with v ½ and y 10: ∂e/∂a = 2·(−7)·½ + 12 = 5; too early it is 12, so ∂e/∂w is 36, not 15.
    /// </summary>
    [Fact]
    public void In_the_wrong_order_a_result_passes_on_less_than_it_gets()
    {
        var problem = Mistakes.ExampleOf(Mistake.WrongOrder).ToProblem();

        var report = Mistakes.Run(problem, Mistake.WrongOrder);

        var w = report.Rows.Single(row => row.Name == "w");
        Assert.Equal((15, 36), (w.Right, w.Wrong));
        Assert.Contains("a passes on 12 before all its parts have arrived: ∂e/∂a is 12 + (−7) = 5", report.Why);
    }

    [Fact]
    public void A_mistake_leaves_the_problem_as_it_is()
    {
        var problem = PracticeProblems.Lecture();
        foreach (var mistake in Enum.GetValues<Mistake>()) Mistakes.Run(problem, mistake);

        Assert.Equal(1, problem.Value("w").Item());
    }

    /// <summary>By hand: ∂L/∂W = 1·xᵀ + 2W = [5 6; 5 6] + [2 4; 6 8]; the walk reaches W along W² first, so the rows x stay.</summary>
    [Fact]
    public void Assigning_keeps_only_the_last_part_of_matrices_too()
    {
        var report = Mistakes.Run(Read("e=L = sum(W @ x) + sum(W^2)&W=[1,2;3,4]&x=[5,6]&wrt=W"), Mistake.AssignInsteadOfAccumulate);

        Assert.Equal([("W[0, 0]", 7, 5), ("W[0, 1]", 10, 6), ("W[1, 0]", 11, 5), ("W[1, 1]", 14, 6)],
            report.Rows.Where(row => row.Name.StartsWith('W')).Select(row => (row.Name, row.Right, row.Wrong)));
        Assert.Contains("∂L/∂W[1, 1] is 8 + 6 = 14; with = instead of += the last part, 6,", report.Why);
    }

    /// <summary>By hand: a = [3 7], ∂e/∂a = 2·2(2a − y) + 2a = [4 4] + [6 14]; too early it is [6 14], and x is [1 1].</summary>
    [Fact]
    public void In_the_wrong_order_a_vector_passes_on_less_than_it_gets()
    {
        var report = Mistakes.Run(Read("e=a = W @ x; e = sum((a*2 - y)^2) + sum(a^2)&W=[1,2;3,4]&x=[1,1]&y=[5,13]&wrt=W"),
            Mistake.WrongOrder);

        Assert.Equal([(10, 6), (10, 6), (18, 14), (18, 14)],
            report.Rows.Where(row => row.Name.StartsWith('W')).Select(row => (row.Right, row.Wrong)));
        Assert.Contains("a[0] passes on 6 before all its parts have arrived: ∂e/∂a[0] is 6 + 4 = 10", report.Why);
    }

    [Fact]
    public void Of_a_large_matrix_the_element_is_shown_that_is_farthest_off()
    {
        var report = Mistakes.Run(Read("e=L = sum(W @ x) + sum(W^2)&W=[1,2,3;4,5,-9]&x=[5,6,7]&wrt=W"), Mistake.AssignInsteadOfAccumulate);

        Assert.Equal([("W[1, 2]", 7 - 18, 7)],
            report.Rows.Where(row => row.Name.StartsWith('W')).Select(row => (row.Name, row.Right, row.Wrong)));
    }

    [Fact]
    public void Without_zeroing_matrices_show_their_elements()
    {
        var report = Mistakes.Run(Presets.Find("matrix").ToProblem(), Mistake.NoZeroing);

        Assert.Contains(report.Rows, row => row.Name == "W[1, 0]" && row.Differs);
    }

    private static Problem Read(string link) => BoardLink.Read(link).Bind();

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-12;
}
