using System.Xml.Linq;
using ChainRule.Board;

namespace ChainRule.Tests.Board;

public class WorksheetTests
{
    private const BoardParts All = Worksheet.AllNumbers;

    [Fact]
    public void What_is_hidden_is_blank_on_the_sheet_and_stands_in_the_key()
    {
        var sheet = Worksheet.Sheet(PracticeProblems.Lecture(), BoardParts.Chain);
        var key = Worksheet.Key(PracticeProblems.Lecture(), BoardParts.Chain);

        Assert.Contains("<td>∂L/∂w</td><td>ŷ</td><td><span class=\"no\">(3)</span> <span class=\"blank\"></span></td>", sheet);
        Assert.Contains("<td>∂s/∂ŷ</td><td>1</td><td>1</td>", sheet);
        Assert.Contains("<td>(3)</td><td>gradient ∂L/∂w</td><td>−2</td>", key);
        Assert.DoesNotContain("class=\"blank\"", key);
    }

    [Fact]
    public void The_sheet_has_no_answer()
    {
        var sheet = Worksheet.Sheet(PracticeProblems.Make("h = w*x; loss = h^2", "w=1.7", "x=1.3"), All);

        // h = 1.7·1.3, loss = h², 2h, 2h·1.3, and w after a step at rate 0.1.
        foreach (var answer in new[] { "2.21", "4.8841", "4.42", "5.746", "1.1254" }) Assert.DoesNotContain(answer, sheet);
        Assert.Contains("1.7", sheet);
        Assert.Contains("5.746", Worksheet.Key(PracticeProblems.Make("h = w*x; loss = h^2", "w=1.7", "x=1.3"), All));
    }

    [Fact]
    public void The_graph_is_drawn_with_a_numbered_blank_for_each_question()
    {
        var problem = PracticeProblems.Lecture();
        var sheet = XElement.Parse(Body(Worksheet.Sheet(problem, All)));
        var drawn = string.Join('\n', sheet.Descendants("svg").Descendants("text").Select(text => text.Value));

        Assert.All(Quiz.Of(problem, All).Questions, question => Assert.Contains($"({question.Number}) _____", drawn));
        Assert.DoesNotContain("?", drawn);
        Assert.DoesNotContain("→", drawn);
    }

    [Fact]
    public void Sign_and_step_are_asked_and_answered()
    {
        var sheet = Worksheet.Sheet(PracticeProblems.Lecture(), BoardParts.Chain, rate: 0.25);
        var key = Worksheet.Key(PracticeProblems.Lecture(), BoardParts.Chain, rate: 0.25);

        Assert.Contains("so should w grow or shrink?", sheet);
        Assert.Contains("new w = w − 0.25·∂L/∂w = <span class=\"blank\"></span>", sheet);
        Assert.Contains("∂L/∂w = −2 is negative, so w should grow", key);
        Assert.Contains("w ← w − 0.25·(−2) = 1.5", key);
    }

    [Fact]
    public void A_seed_has_its_own_numbers_and_its_own_key()
    {
        string Sheet(int seed) => Worksheet.Sheet(PracticeProblems.Lecture(), All, seed);
        Assert.Equal(Sheet(3), Sheet(3));
        Assert.NotEqual(Given(Sheet(3)), Given(Sheet(4)));
        Assert.Equal(Given(Sheet(3)), Given(Worksheet.Key(PracticeProblems.Lecture(), All, 3)));
        Assert.Equal("w = 1, x = 1, y = 2", Given(Sheet(0)));
        Assert.Contains("worksheet 3", Sheet(3));
    }

    [Fact]
    public void Text_from_a_stranger_is_encoded()
    {
        var html = Worksheet.Sheet(PracticeProblems.Make("loss = w^2 # <script>alert(1)</script> & \"'", "w=1"), BoardParts.Values);

        Assert.DoesNotContain("<script", html);
        Assert.Contains("&lt;script&gt;", html);
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        var problem = Presets.Find("mazur").ToProblem();
        foreach (var html in new[] { Worksheet.Sheet(problem, All), Worksheet.Key(problem, All) })
        {
            Assert.DoesNotContain("http", html);
            Assert.DoesNotContain("src=", html);
            XElement.Parse(Body(html));
        }
    }

    private static string Body(string html) =>
        html[html.IndexOf("<main", StringComparison.Ordinal)..(html.IndexOf("</main>", StringComparison.Ordinal) + 7)];

    private static string Given(string html) => XElement.Parse(Body(html)).Elements("p").First(p => p.Value.Contains('=')).Value;
}
