using System.Text.RegularExpressions;
using ChainRule.Board;
using ChainRule.Board.Drawing;
using ChainRule.Explanations;

namespace ChainRule.Tests.Board;

/// <summary>What is hidden can be read nowhere on the board, at no step.</summary>
public class HiddenTests
{
    // Every number of this derivation is another, and none is 0 or 1: h, sin h, (sin h)³; x, cos h, 3(sin h)², and their products.
    private static readonly Problem Distinct = PracticeProblems.Make("h = w*x; g = sin(h); L = g^3", "w=1.37", "x=0.83");

    [Theory]
    [InlineData(BoardParts.Values)]
    [InlineData(BoardParts.Local)]
    [InlineData(BoardParts.Chain)]
    [InlineData(BoardParts.Values | BoardParts.Local)]
    [InlineData(BoardParts.Values | BoardParts.Local | BoardParts.Chain)]
    public void No_answer_to_a_question_is_on_the_board(BoardParts hide)
    {
        var lesson = Lesson.Of(Distinct, 0.1);
        var answers = Quiz.Of(Distinct, hide).Questions
            .Select(question => question.Cell.Answer)
            .Where(answer => answer != 0.83) // ∂h/∂w is x, which is given
            .ToList();
        Assert.NotEmpty(answers);
        for (var step = 0; step < lesson.Count; step++)
        {
            var view = lesson.At(step, hide);
            var numbers = Texts(view, lesson).SelectMany(Numbers).ToList();
            foreach (var answer in answers)
                Assert.False(numbers.Exists(number => Math.Abs(number - answer) < 1e-4 * Math.Abs(answer)),
                    $"step {step} shows {answer}: {string.Join(" | ", Texts(view, lesson).Where(text => Numbers(text).Any()))}");
        }
    }

    [Fact]
    public void Without_hiding_every_answer_is_on_the_board()
    {
        var lesson = Lesson.Of(Distinct, 0.1);
        var numbers = Texts(lesson.At(int.MaxValue), lesson).SelectMany(Numbers).ToList();
        Assert.All(Quiz.Of(Distinct, BoardParts.Values | BoardParts.Local | BoardParts.Chain).Questions, question =>
            Assert.Contains(numbers, number => Math.Abs(number - question.Cell.Answer) < 1e-4 * Math.Abs(question.Cell.Answer)));
    }

    [Fact]
    public void The_updated_value_does_not_tell_a_hidden_gradient() =>
        Assert.All(Lesson.Of(PracticeProblems.Lecture(), 0.1).At(int.MaxValue, BoardParts.Chain).Nodes, node => Assert.Null(node.After));

    [Theory]
    [InlineData(BoardParts.Values, "Forward", "ŷ = w·x = ?")]
    [InlineData(BoardParts.Formulas, "Forward", "ŷ = ?")]
    [InlineData(BoardParts.Local, "Local", "∂L/∂s = ?")]
    [InlineData(BoardParts.Chain, "Multiply", "∂L/∂s = ∂L/∂L·∂L/∂s = ?")]
    [InlineData(BoardParts.Chain, "Meaning", "Is ∂L/∂w positive or negative? Should w grow or shrink?")]
    [InlineData(BoardParts.Meaning, "Update", "w ← w − 0.1·∂L/∂w = ?")]
    [InlineData(BoardParts.Meaning, "After", "L = ? at the updated values.")]
    public void A_sentence_asks_for_what_is_hidden(BoardParts hide, string phase, string line)
    {
        var lesson = Lesson.Of(PracticeProblems.Lecture(), 0.1);
        var step = lesson.Steps.First(step => step.Phase.ToString() == phase);
        Assert.Equal(line, lesson.At(step.Index, hide).Step.Line);
    }

    private static IEnumerable<string> Texts(BoardView view, Lesson lesson) =>
    [
        view.Step.Line, view.Step.Why ?? "", .. view.Notes,
        .. view.Nodes.SelectMany(node => new[] { node.Value, node.Gradient, node.After ?? "" }),
        .. view.Edges.SelectMany(edge => new[] { edge.Forward, edge.Local, edge.Chain }),
        .. view.Ledger.SelectMany(row => row.Locals.SelectMany(local => new[] { local.Formula, local.Numbers, local.Product })
            .Concat([row.Formula, row.Numbers, row.Value])).Select(cell => cell.Text),
        .. Regex.Matches(BoardSvg.Render(view, lesson.Layout), "<(text|desc|title)[^>]*>([^<]*)<").Select(match => match.Groups[2].Value),
    ];

    private static IEnumerable<double> Numbers(string text) => Regex.Matches(text, @"−?\d+\.\d+").Select(match =>
        double.Parse(match.Value.Replace('−', '-'), System.Globalization.CultureInfo.InvariantCulture));
}
