namespace ChainRule.Board.Drawing;

/// <summary>Writes products of matrices as on paper, with their numbers and then with their gradients.</summary>
internal static class HtmlProducts
{
    /// <summary>Each picture from the step on at which it is complete; nothing where there are no products.</summary>
    public static string Write(List<BoardView> views)
    {
        var pictures = string.Concat(
            views[^1].Products.Select(product => Picture(views, product, gradients: false) + Picture(views, product, gradients: true)));
        return pictures.Length == 0 ? "" : $"<h2>Products of matrices</h2>\n<div class=\"products\">{pictures}</div>";
    }

    private static string Picture(List<BoardView> views, BoardProduct product, bool gradients)
    {
        if (ProductSvg.Render(views[^1], product, gradients) is not { } complete) return "";
        var from = views.FindIndex(view => ProductSvg.Render(view, product, gradients) == complete);
        return $"<figure data-from=\"{from}\">{PictureStyle.Bare(complete)}</figure>\n";
    }
}
