using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>A page, and what went on in it.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly bool isAlone;

    private WatchedPage(IPage page, bool isAlone)
    {
        (Page, this.isAlone) = (page, isAlone);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Enqueue(message.Text); };
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Request += (_, request) => requests.Enqueue(request.Url);
    }

    public IPage Page { get; }

    /// <summary>What the console and uncaught errors said. Breaches of the content policy are among them.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>All that was asked for.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>Opens an address; in a window of its own, or with what the tests before have left in the cache.</summary>
    public static async Task<WatchedPage> Open(BrowserFixture fixture, Uri address, bool withEmptyCache = false)
    {
        var window = withEmptyCache ? await (await fixture.Browser()).NewContextAsync() : await fixture.Window();
        var watched = new WatchedPage(await window.NewPageAsync(), withEmptyCache);
        await watched.Page.GotoAsync(address.AbsoluteUri);
        return watched;
    }

    /// <summary>Waits until the page says something.</summary>
    public Task Shows(string text) => Page.GetByText(text).First.WaitForAsync(new() { Timeout = 20_000 });

    public async ValueTask DisposeAsync() => await (isAlone ? Page.Context.CloseAsync() : Page.CloseAsync());
}
