using System.Xml.Linq;
using ChainRule.Board;
using ChainRule.Board.Drawing;

namespace ChainRule.Tests.Board.Drawing;

public class BoardSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory]
    [MemberData(nameof(Lessons.All), MemberType = typeof(Lessons))]
    public void EveryStepIsXmlWithTitleAndWords(string link)
    {
        var lesson = Lessons.Read(link);
        for (var step = 0; step < lesson.Count; step++)
        {
            var root = XDocument.Parse(BoardSvg.Render(lesson.At(step), lesson.Layout)).Root!;
            Assert.Equal(("img", lesson.Problem.Formula.Syntax.Source),
                ((string?)root.Attribute("role"), root.Element(Svg + "title")!.Value));
            Assert.Contains(lesson.Step(step).Line, root.Element(Svg + "desc")!.Value, StringComparison.Ordinal);
            Assert.Empty(root.Descendants(Svg + "script"));
            Assert.Equal(lesson.At(step).Nodes.Select(node => node.Id), root.Descendants().Attributes("data-node").Select(id => id.Value));
            Assert.Equal(lesson.At(step).Edges.Select(edge => edge.Id), root.Descendants().Attributes("data-edge").Select(id => id.Value));
        }
    }

    [Fact]
    public void TheLecturesNumbersAreDrawn()
    {
        var lesson = Lessons.Read(Lessons.Lecture);
        Assert.Equal(
            "1 ∂ŷ/∂w = 1 ◂ −2 1 1 ∂s/∂ŷ = 1 ◂ −2 2 −1 ∂L/∂s = −2 ◂ −2 w 1 → 1.2 ∂L/∂w = −2 x 1 x is data ŷ w·x 1 ∂L/∂ŷ = −2 "
            + "y 2 y is data s ŷ − y −1 ∂L/∂s = −2 L s² 1 → 0.64 ∂L/∂L = 1",
            Texts(BoardSvg.Render(lesson.At(99), lesson.Layout)));
    }

    /// <summary>
    /// The design's table; but local on white is darker than its #B35F0B, which has a contrast of 4.1 only where it is marked.
    /// </summary>
    [Theory]
    [InlineData("forward", "#00734F", "#2FD3A0")]
    [InlineData("local", "#A5570A", "#FFB454")]
    [InlineData("chain", "#0057A8", "#7CC4FF")]
    public void TheRolesHaveTheirColours(string role, string onWhite, string onBlack)
    {
        var lesson = Lessons.Read(Lessons.Lecture);
        string Drawn(BoardTheme theme) => BoardSvg.Render(lesson.At(99), lesson.Layout, theme);
        var (light, dark) = ($"--cr-{role}:{onWhite};", $"--cr-{role}:{onBlack};");
        Assert.Equal((true, false),
            (Drawn(BoardTheme.Light).Contains(light, StringComparison.Ordinal),
                Drawn(BoardTheme.Light).Contains(dark, StringComparison.Ordinal)));
        Assert.Equal((false, true),
            (Drawn(BoardTheme.Dark).Contains(light, StringComparison.Ordinal),
                Drawn(BoardTheme.Dark).Contains(dark, StringComparison.Ordinal)));
        Assert.Matches($"(?s){light}.*prefers-color-scheme:dark.*{dark}", Drawn(BoardTheme.Auto));
    }

    /// <summary>At least 4.5 to 1, as WCAG 2 reckons it, on paper, in boxes and where something is marked.</summary>
    [Theory, MemberData(nameof(Grounds))]
    public void TheRolesCanBeReadOnEveryGround(BoardTheme theme, string role, string ground)
    {
        var lesson = Lessons.Read(Lessons.Lecture);
        var style = BoardSvg.Render(lesson.At(99), lesson.Layout, theme);
        double Luminance(string name)
        {
            var digits = System.Text.RegularExpressions.Regex.Match(style, $"--cr-{name}:#([0-9a-fA-F]+)").Groups[1].Value;
            if (digits.Length == 3) digits = string.Concat(digits.Select(digit => $"{digit}{digit}"));
            double Linear(int at) =>
                Convert.ToInt32(digits[at..(at + 2)], 16) / 255.0 is var part && part <= 0.04045
                    ? part / 12.92
                    : Math.Pow((part + 0.055) / 1.055, 2.4);
            return 0.2126 * Linear(0) + 0.7152 * Linear(2) + 0.0722 * Linear(4);
        }
        var (a, b) = (Luminance(role), Luminance(ground));
        Assert.InRange((Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05), 4.5, 21);
    }

    public static TheoryData<BoardTheme, string, string> Grounds
    {
        get
        {
            var data = new TheoryData<BoardTheme, string, string>();
            foreach (var theme in new[] { BoardTheme.Light, BoardTheme.Dark })
                foreach (var role in new[] { "ink", "quiet", "forward", "local", "chain" })
                    foreach (var ground in new[] { "paper", "box", "glow" }) data.Add(theme, role, ground);
            return data;
        }
    }

    [Fact]
    public void RolesDifferInMoreThanColour()
    {
        var root = XDocument.Parse(BoardSvg.Render(Lessons.Read(Lessons.Lecture).At(99), Lessons.Read(Lessons.Lecture).Layout)).Root!;
        Assert.Contains(".cr-pill{fill:var(--cr-paper);stroke:var(--cr-local);stroke-width:1.3;stroke-dasharray:4 3}", root.Value,
            StringComparison.Ordinal);
        var back = root.Descendants(Svg + "path").First(path => (string?)path.Attribute("class") == "cr-chainline");
        Assert.Equal(("url(#cr-head-chain)", null), ((string?)back.Attribute("marker-start"), (string?)back.Attribute("marker-end")));
    }

    [Fact]
    public void TextsAreEncoded()
    {
        var lesson = Lessons.Read("e=loss = w*(w < 2)*(3 > w) # <script>alert(1)</script> \"&&\"".Replace("&", "%26"));
        var svg = BoardSvg.Render(lesson.At(0), lesson.Layout);
        Assert.Contains("w &lt; 2", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", BoardHtml.Render(lesson), StringComparison.Ordinal);
    }

    [Fact]
    public void LongNamesAndNumbersAreShort()
    {
        var lesson = Lessons.Read("e=averyveryverylongnameindeed*w&w=-0.000012345678&averyveryverylongnameindeed=123456789.123");
        var texts = Texts(BoardSvg.Render(lesson.At(999), lesson.Layout));
        Assert.Contains("averyveryvery…", texts, StringComparison.Ordinal);
        Assert.DoesNotContain("averyveryverylongnameindeed", texts, StringComparison.Ordinal);
        Assert.Contains("−1.2346e−05", texts, StringComparison.Ordinal);
    }

    [Fact]
    public void AProductStandsWhereItsFactorsCross()
    {
        var lesson = Lessons.Read(Lessons.Layer);
        var product = lesson.At(0).Products[0];
        Assert.Null(ProductSvg.Render(lesson.At(0), product));
        var groups = XDocument.Parse(ProductSvg.Render(lesson.At(999), product)!).Root!.Elements(Svg + "g").ToList();
        Assert.Equal(["x 1 2 3 4", "W 0.5 −0.25 1 0.75", "v₁ 2.5 1.25 5.5 2.25"],
            groups.Select(group => string.Join(' ', group.Descendants(Svg + "text").Select(text => text.Value))));
        int Place(int group, string cell, string axis) =>
            (int)groups[group].Elements(Svg + "g").Single(g => (string?)g.Attribute("data-cell") == cell).Element(Svg + "rect")!.Attribute(
                axis)!;
        Assert.Equal((Place(0, "1,0", "y"), Place(1, "0,1", "x")), (Place(2, "1,1", "y"), Place(2, "1,1", "x")));
        Assert.Contains("∂L/∂W", Texts(ProductSvg.Render(lesson.At(999), product, gradients: true)!), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileOfALessonHasItsProductsFromTheStepAtWhichTheyAreComplete()
    {
        var lesson = Lessons.Read(Lessons.Layer);
        var file = BoardHtml.Render(lesson);
        var figures = System.Text.RegularExpressions.Regex
            .Matches(file, "<figure data-from=\"(\\d+)\"><svg.*?</figure>")
            .Select(match => (From: int.Parse(match.Groups[1].Value), Text: match.Value))
            .ToList();
        Assert.Equal(2, figures.Count);
        Assert.Contains(">5.5<", figures[0].Text, StringComparison.Ordinal);
        Assert.Contains("∂L/∂W", figures[1].Text, StringComparison.Ordinal);
        // the file's policy lets in its own sheet alone
        Assert.DoesNotContain("<style", figures[0].Text + figures[1].Text, StringComparison.Ordinal);
        Assert.Null(lesson.At(figures[0].From - 1).Nodes.Single(node => node.Id == lesson.At(0).Products[0].Node).ValueGrid);
        Assert.Null(lesson.At(figures[1].From - 1).Nodes.Single(node => node.Name == "W").GradientGrid);
        Assert.DoesNotContain("<figure", BoardHtml.Render(Lessons.Read("")), StringComparison.Ordinal);
    }

    private static string Texts(string svg) => string.Join(' ', XDocument.Parse(svg).Descendants(Svg + "text").Select(text => text.Value));
}
