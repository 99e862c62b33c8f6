using System.Net;

namespace ChainRule.Board;

/// <summary>Puts a board into another page.</summary>
public static class BoardEmbedding
{
    /// <summary>The HTML to copy into a page: a frame that shows the board without header and fields.</summary>
    /// <param name="page">The address of the whiteboard; what follows a # in it is of no account.</param>
    /// <param name="state">What is shown.</param>
    public static string Write(string page, BoardState state)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(state);
        var address = $"{page.Split('#')[0]}#{BoardLink.Write(state with { IsEmbedded = true, IsBegun = true })}";
        return $"<iframe src=\"{WebUtility.HtmlEncode(address)}\" title=\"Back-propagation, step by step\" width=\"960\" height=\"600\" "
            + "loading=\"lazy\" allowfullscreen></iframe>";
    }
}
