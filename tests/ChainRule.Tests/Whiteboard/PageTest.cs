using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>
/// Tests that use the page as a person would. Whatever they do, nothing is asked of other places and the console stays silent.
/// </summary>
public abstract class PageTest(BrowserFixture fixture)
{
    protected BrowserFixture Fixture => fixture;

    /// <summary>Puts what a link holds onto the whiteboard, and does something with it.</summary>
    /// <param name="fragment">What follows the # of the address; nothing for a first visit.</param>
    /// <param name="act">What is done.</param>
    protected async Task Visit(string fragment, Func<IPage, Task> act)
    {
        await fixture.Browser();
        var opened = fixture.Idle() ?? await Open("");
        await opened.Show(fragment);
        await Use(opened, act);
        fixture.IsIdle(opened); // one that a test failed on is not used again
    }

    /// <summary>The same in a window of its own, which knows nothing of other tests.</summary>
    protected async Task VisitAnew(string fragment, Func<IPage, Task> act, BrowserNewContextOptions? window = null)
    {
        await fixture.Browser();
        await using var opened = await Open(fragment, window ?? new());
        await Use(opened, act);
    }

    private async Task<WatchedPage> Open(string fragment, BrowserNewContextOptions? window = null)
    {
        var opened = await WatchedPage.Open(fixture, Address(fragment), window);
        await opened.IsReady();
        return opened;
    }

    private async Task Use(WatchedPage opened, Func<IPage, Task> act)
    {
        await act(opened.Page);
        Assert.Empty(opened.Complaints);
        Assert.NotEmpty(opened.Requests);
        Assert.All(opened.Requests, request => Assert.True(IsOwn(request), request));
    }

    protected string Address(string fragment) =>
        fragment.Length == 0 ? fixture.Address.AbsoluteUri : $"{fixture.Address.AbsoluteUri}#{fragment}";

    protected static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    protected static ILocatorAssertions Expect(IPage page, string selector) => Assertions.Expect(page.Locator(selector));

    protected static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    protected static Task Mode(IPage page, string name) => page.GetByRole(AriaRole.Tab, new() { Name = name }).ClickAsync();

    /// <summary>Puts an example on the board, out of the gallery.</summary>
    protected static async Task Choose(IPage page, string preset)
    {
        await page.Locator("#examples").ClickAsync();
        await page.Locator($"[data-preset='{preset}']").ClickAsync();
        await Expect(page, "#gallery").ToBeHiddenAsync();
    }

    /// <summary>Waits until the address holds a text: it is written a little later than the page.</summary>
    protected static Task AddressHolds(IPage page, string text) => page.WaitForFunctionAsync("text => location.hash.includes(text)", text);

    /// <summary>Moves a slider as a hand does.</summary>
    protected static Task Drag(ILocator slider, double value) =>
        slider.EvaluateAsync("(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input', { bubbles: true })); }",
            value);

    private bool IsOwn(string request) =>
        request.StartsWith(fixture.Address.AbsoluteUri, StringComparison.Ordinal)
        || request.StartsWith($"blob:{fixture.Address.AbsoluteUri}", StringComparison.Ordinal);
}
