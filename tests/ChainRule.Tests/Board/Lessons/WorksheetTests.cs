using System.Xml.Linq;
using ChainRule.Board;

namespace ChainRule.Tests.Board;

public class WorksheetTests
{
    [Fact]
    public void What_is_hidden_is_blank_on_the_sheet_and_stands_in_the_key()
    {
        var html = Worksheet.Html(PracticeProblems.Lecture(), BoardParts.Chain, seed: 4);
        var (sheet, key) = (html[..html.IndexOf("<section", StringComparison.Ordinal)],
            html[html.IndexOf("<section", StringComparison.Ordinal)..]);

        Assert.Contains("<td>∂L/∂w</td><td>ŷ</td><td><span class=\"no\">(3)</span> <span class=\"blank\"></span></td>", sheet);
        Assert.Contains("<td>∂s/∂ŷ</td><td>1</td><td>1</td>", sheet);
        Assert.Contains("<td>(3)</td><td>∂L/∂w</td><td>−2</td>", key);
    }

    [Fact]
    public void Without_a_key_no_answer_is_on_the_page()
    {
        var html = Worksheet.Html(PracticeProblems.Make("loss = (w*x)^2", "w=1.7", "x=1"),
            BoardParts.Values | BoardParts.Local | BoardParts.Chain, key: false);

        Assert.DoesNotContain("2.89", html);
        Assert.DoesNotContain("3.4", html);
        Assert.DoesNotContain("<section", html);
    }

    [Fact]
    public void Text_from_a_stranger_is_encoded()
    {
        var html = Worksheet.Html(PracticeProblems.Make("loss = w^2 # <script>alert(1)</script> & \"'", "w=1"), BoardParts.Values);

        Assert.DoesNotContain("<script", html);
        Assert.Contains("&lt;script&gt;", html);
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        var html = Worksheet.Html(Presets.Find("mazur").ToProblem(), BoardParts.Chain);

        Assert.DoesNotContain("http", html);
        Assert.DoesNotContain("src=", html);
        XElement.Parse(html[html.IndexOf("<main", StringComparison.Ordinal)..(html.IndexOf("</main>", StringComparison.Ordinal) + 7)]);
    }
}
