using ChainRule.Board;
using ChainRule.Explanations;

namespace ChainRule.Tests.Board;

public class VariantTests
{
    public static TheoryData<string> Small => ["lecture", "two-paths", "mazur", "softmax", "matrix", "line", "xor"];

    [Theory, MemberData(nameof(Small))]
    public void A_seed_gives_finite_numbers_of_its_own(string id)
    {
        var problem = Presets.Find(id).ToProblem();
        var before = Numbers(problem);
        for (var seed = 1; seed <= TestTier.Cases(3, 100); seed++)
        {
            var variant = Variants.Of(problem, seed);
            var explanation = variant.Explain(new());
            Assert.NotEqual(before, Numbers(variant));
            Assert.Equal(Numbers(variant), Numbers(Variants.Of(problem, seed)));
            Assert.All(explanation.Forward, row => Assert.All(row.Value.ToDoubles(), number => Assert.True(double.IsFinite(number))));
            Assert.All(explanation.Parameters, row => Assert.Contains(row.Gradient.ToDoubles(), gradient => gradient != 0));
        }
        Assert.Equal(before, Numbers(problem)); // it stays as it is
        Assert.Equal(before, Numbers(Variants.Of(problem, 0)));
    }

    [Fact]
    public void Whole_numbers_become_small_whole_numbers_and_halves()
    {
        var drawn = Enumerable.Range(1, 30).SelectMany(seed => Numbers(Variants.Of(PracticeProblems.Lecture(), seed))).ToList();
        Assert.All(drawn, number => Assert.True(double.IsInteger(2 * number) && Math.Abs(number) is > 0 and <= 5, $"{number}"));
        Assert.True(drawn.Distinct().Count() > 8);
    }

    [Fact]
    public void Where_a_sign_would_be_undefined_it_stays()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var variant = Variants.Of(PracticeProblems.Make("L = log(a) + log(b) + log(c) + log(d) + log(f) + log(g)",
                "a=1", "b=2", "c=3", "d=1", "f=2", "g=3"), seed);
            Assert.All(Numbers(variant), number => Assert.True(number > 0));
        }
    }

    [Fact]
    public void Classes_stay_classes()
    {
        var variant = Variants.Of(PracticeProblems.Make("L = sum(w*x*y)", "w=[0.5, 0.25, 0.5]", "x=[0, 1, 0]", "y=[2, 0, 1]"), 5);
        Assert.Equal([0, 1, 0], variant.Value("x").ToDoubles());
        Assert.All(variant.Value("y").ToDoubles(), number => Assert.True(number is 0 or 1 or 2));
    }

    private static double[] Numbers(Problem problem) => [.. problem.Formula.FreeNames.SelectMany(name => problem.Value(name).ToDoubles())];
}
