using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>A page, and what went on in it.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private const string Blank = "e=blank*1&mode=paths";

    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly bool isAlone;

    private WatchedPage(IPage page, bool isAlone)
    {
        (Page, this.isAlone) = (page, isAlone);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Enqueue(message.Text); };
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Request += (_, request) => requests.Enqueue(request.Url);
        page.Dialog += (_, dialog) =>
        {
            complaints.Enqueue($"a dialog opened: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>What the console, uncaught errors and dialogs said. Breaches of the content policy are among them.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>All that was asked for.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>Opens an address; in a window of its own, or with what the tests before have left in the cache.</summary>
    public static async Task<WatchedPage> Open(BrowserFixture fixture, string address, BrowserNewContextOptions? window = null)
    {
        var opened = window is null ? await fixture.Window() : await (await fixture.Browser()).NewContextAsync(window);
        var watched = new WatchedPage(await opened.NewPageAsync(), window is not null);
        await watched.Page.GotoAsync(address);
        return watched;
    }

    /// <summary>Waits until the board is there.</summary>
    public Task IsReady() => Page.Locator("#formula, #start").WaitForAsync(new() { Timeout = 30_000 });

    /// <summary>Puts what a link holds onto the board, as if it had been there from the beginning.</summary>
    public async Task Show(string fragment)
    {
        await Page.EmulateMediaAsync(
            new() { ColorScheme = ColorScheme.Light, Media = Media.Screen, ReducedMotion = ReducedMotion.NoPreference });
        await Page.SetViewportSizeAsync(1280, 720);
        await Page.Mouse.MoveAsync(0, 0);
        await Page.EvaluateAsync(
            "() => { document.activeElement.blur(); for (const part of document.querySelectorAll('details, dialog')) part.open = false; }");
        await Follow(Blank);
        await Page.WaitForFunctionAsync("blank => document.querySelector('#formula')?.value === blank", "blank*1");
        await Follow(fragment);
        await Page.WaitForFunctionAsync("blank => document.querySelector('#formula').value !== blank", "blank*1");
    }

    private async Task Follow(string fragment) =>
        await Page.EvaluateAsync("fragment => { history.replaceState(null, '', '#' + fragment); dispatchEvent(new Event('popstate')); }",
            fragment);

    public async ValueTask DisposeAsync() => await (isAlone ? Page.Context.CloseAsync() : Page.CloseAsync());
}
