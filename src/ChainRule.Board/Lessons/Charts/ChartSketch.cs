using System.Globalization;
using System.Text;

namespace ChainRule.Board;

/// <summary>A chart's marks alone, as a small quiet picture: no axes, no words, no style of its own.</summary>
internal static class ChartSketch
{
    private const double Width = 320, Height = 160;

    public static string Render(string title, Scale x, Scale y, params IReadOnlyList<Mark> marks)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" class="cr-chart" role="img" width="{Width}" height="{Height}" viewBox="0 0 {Width} {Height}"><title>{Explanations.XmlText.Encode(title)}</title>""");
        var writer = new MarkWriter(svg, new(x, y, Width, Height));
        foreach (var mark in marks) writer.Write(mark);
        return svg.Append("</svg>").ToString();
    }
}
