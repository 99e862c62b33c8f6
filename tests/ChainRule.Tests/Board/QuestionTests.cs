using ChainRule.Board;

namespace ChainRule.Tests.Board;

public class QuestionTests
{
    [Theory]
    [InlineData("", "w = 1 gives ŷ = 1, but y is 2: how must w change?")]
    [InlineData("e=L = (y - w*x)^2&w=3&x=2&y=1", "w = 3 gives w·x = 6, but y is 1: how must w change?")]
    [InlineData("e=L = (w*x %2B b - y)^2&w=3&x=2&y=1&b=1", "The prediction is 7, but y is 1: how must w and b change?")]
    [InlineData("e=f = w^2&w=3", "w = 3 gives f = 9: how does f change when w grows?")]
    [InlineData("e=a*b - a&a=3&b=2", "How must a and b change to make out smaller?")]
    [InlineData("e=L = (w*x - y)^2&w=2&x=2&y=4", "w = 2 gives L = 0: how does L change when w grows?")]
    [InlineData("e=L = mean((w*x - y)^2)&w=2&x=[1,2]&y=[4,5]", "How must w change so that w·x comes closer to y?")]
    [InlineData("e=a*b*c*d*f&a=1&b=1&c=1&d=1&f=1", "How must the 5 parameters change to make out smaller?")]
    public void A_question_is_made_of_the_formula(string link, string question) => Assert.Equal(question, Lessons.Read(link).Question);

    [Fact]
    public void Two_targets_are_asked_for_together() => Assert.Equal(
        "o₁ = 0.75137, but t₁ is 0.01, and o₂ = 0.77293, but t₂ is 0.99: how must the 8 parameters change?",
        Lesson.Of(Presets.Find("mazur").ToProblem(), 0.5).Question);

    [Fact]
    public void A_lesson_begins_with_its_question()
    {
        var lesson = Lessons.Read("");
        Assert.Equal(lesson.Question, lesson.Step(0).Why);
    }
}
