using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChainRule.Board;
using ChainRule.Board.Drawing;

namespace ChainRule.Tests.Board.Drawing;

public class BoardHtmlTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>What the script would show at a step is what is drawn for that step.</summary>
    [Theory]
    [MemberData(nameof(Lessons.All), MemberType = typeof(Lessons))]
    public void TheOneDrawingHoldsEveryStep(string link)
    {
        var lesson = Lessons.Read(link);
        var drawing = Drawing(BoardHtml.Render(lesson));
        for (var step = 0; step < lesson.Count; step++)
        {
            var drawn = XDocument.Parse(BoardSvg.Render(lesson.At(step), lesson.Layout)).Root!;
            Assert.Equal(Texts(drawn, step), Texts(drawing, step));
            Assert.Equal(Lines(drawn, step), Lines(drawing, step));
            Assert.Equal(
                drawn
                    .Descendants(Svg + "g")
                    .Where(g => g.Attribute("class")!.Value.EndsWith(" cr-on", StringComparison.Ordinal))
                    .Select(Id),
                drawing
                    .Descendants(Svg + "g")
                    .Where(g => $" {(string?)g.Attribute("data-on")} ".Contains($" {step} ", StringComparison.Ordinal))
                    .Select(Id));
        }
    }

    [Fact]
    public void NothingRunsButItsOwnScript()
    {
        var html = BoardHtml.Render(Lessons.Read(Lessons.Lecture));
        var policy = Regex.Match(html, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        Assert.Equal(
            $"default-src 'none'; script-src '{Hash(html, "script")}'; style-src '{Hash(html, "style")}'; base-uri 'none'; form-action "
            + $"'none'", policy);
        Assert.DoesNotMatch("(?i)(src|href)=|@import|style=\"|\\son[a-z]+=\"", html);
        Assert.DoesNotMatch("https?://(?!www.w3.org/(2000/svg|1998/Math/MathML))", html);
    }

    [Fact]
    public void EveryStepIsWrittenOut()
    {
        var lesson = Lessons.Read(Lessons.TwoPaths);
        var html = BoardHtml.Render(lesson);
        Assert.All(lesson.Steps, step => Assert.Contains($"<li><span>{step.Line}</span>", html, StringComparison.Ordinal));
        Assert.All(lesson.At(999).Ledger.SelectMany(row => row.Locals),
            local =>
                Assert.Contains($"<span data-from=\"{local.Product.From}\">{local.Product.Text} </span>", html, StringComparison.Ordinal));
        Assert.Contains("role=\"status\" aria-live=\"polite\"", html, StringComparison.Ordinal);
        Assert.Contains("@media print", html, StringComparison.Ordinal);
        Assert.Contains("prefers-reduced-motion", html, StringComparison.Ordinal);
    }

    private static XElement Drawing(string html)
    {
        var start = html.IndexOf("<svg", StringComparison.Ordinal);
        return XElement.Parse(html[start..(html.IndexOf("</svg>", StringComparison.Ordinal) + "</svg>".Length)]);
    }

    private static IEnumerable<string> Texts(XElement svg, int step) =>
        svg.Descendants(Svg + "text").Where(text => Shows(text, step)).Select(text => $"{(int)text.Attribute("x")!} {text.Value}");

    private static IEnumerable<string> Lines(XElement svg, int step) =>
        svg
            .Descendants(Svg + "path")
            .Where(path => path.Parent!.Name != Svg + "marker" && Shows(path, step))
            .Select(path => $"{(string?)path.Attribute("class")} {(string?)path.Attribute("d")}");

    private static bool Shows(XElement element, int step) =>
        element
            .Ancestors()
            .All(g => g.Attribute("data-from") is not { } from || ((int)from <= step && step <= (int)g.Attribute("data-to")!));

    private static string Id(XElement group) => ((string?)group.Attribute("data-node") ?? (string?)group.Attribute("data-edge"))!;

    private static string Hash(string html, string tag) =>
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Regex.Match(html, $"(?s)<{tag}>(.*?)</{tag}>").Groups[1].Value)))}";
}
