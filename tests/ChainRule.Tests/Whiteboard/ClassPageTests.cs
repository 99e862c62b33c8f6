using System.Text.RegularExpressions;
using ChainRule.Board;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>Before a class, within another page, and under fingers.</summary>
public class ClassPageTests(BrowserFixture fixture) : PageTest(fixture)
{
    [Fact]
    public Task P_presents_and_a_clicker_steps() => VisitAnew("step=1", async page =>
    {
        var size = await FontSize(page);
        await page.Keyboard.PressAsync("p");
        await Expect(page, ".presented").ToContainTextAsync("how must w change?");
        foreach (var gone in new[] { "header", ".input", ".ledger", "footer" }) await Expect(page, gone).Not.ToBeVisibleAsync();
        foreach (var shown in new[] { "#line", ".graph", "#next", ".current" }) await Expect(page, shown).ToBeInViewportAsync();
        Assert.True(await FontSize(page) > 1.2 * size);
        await page.Keyboard.PressAsync("PageDown");
        await Expect(page, "#place").ToHaveTextAsync("step 2 of 15");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page, "#place").ToHaveTextAsync("step 3 of 15");
        await page.Keyboard.PressAsync("PageUp");
        await Expect(page, "#place").ToHaveTextAsync("step 2 of 15");
        await Expect(page, ".current").ToContainTextAsync("1 − 2 = −1"); // s = ŷ − y
        Assert.Equal(["", ""], await page.EvaluateAsync<string[]>(
            "() => ['scrollWidth', 'clientWidth'].map(() => document.documentElement.scrollWidth > innerWidth ? 'too wide' : '')"));
        await page.Keyboard.PressAsync("p");
        await Expect(page, ".ledger").ToBeVisibleAsync();
        Assert.Equal(size, await FontSize(page));
    }, new() { ViewportSize = new() { Width = 1920, Height = 1080 } });

    [Fact]
    public Task The_button_presents_from_any_mode_and_Escape_leaves() => VisitAnew("mode=train", async page =>
    {
        await page.Locator("#present").ClickAsync();
        await Expect(page, "#line").ToBeVisibleAsync();
        await Expect(page, "header").ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page, "header").ToBeVisibleAsync();
        await page.Keyboard.PressAsync("PageDown"); // an ordinary key again
        await Expect(page, "#place").ToContainTextAsync("step 0 of");
    });

    [Fact]
    public Task In_another_page_there_are_no_header_and_no_fields() => Visit("step=7", async page =>
    {
        await page.SetViewportSizeAsync(800, 560);
        await page.EvaluateAsync("() => { location.hash = 'step=7&embed=1'; }");
        await Expect(page, "header").ToHaveCountAsync(0);
        await Expect(page, "#place").ToHaveTextAsync("step 7 of 15");
        foreach (var gone in new[] { "header", "#formula", "footer" }) await Expect(page, gone).Not.ToBeVisibleAsync();
        await page.Locator("#next").ClickAsync();
        await Expect(page, "#place").ToHaveTextAsync("step 8 of 15");
        await AddressHolds(page, "embed=1");
        var whole = (await page.Locator(".open a").GetAttributeAsync("href"))!;
        Assert.Contains("step=8", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("embed", whole, StringComparison.Ordinal);
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
        Assert.True(await page.EvaluateAsync<bool>("() => document.querySelector('main').scrollHeight <= innerHeight"));
    });

    [Fact]
    public Task Share_offers_the_frame() => Visit("step=4", async page =>
    {
        await page.Locator("summary").ClickAsync();
        await page.Locator("#copy-frame").ClickAsync();
        var frame = await page.Locator("#frame").InputValueAsync();
        var address = System.Net.WebUtility.HtmlDecode(Regex.Match(frame, "src=\"([^\"]+)\"").Groups[1].Value);
        Assert.StartsWith(Fixture.Address.AbsoluteUri, address, StringComparison.Ordinal);
        var state = BoardLink.Read(address);
        Assert.Equal((true, 4, BoardState.Default.Formula), (state.IsEmbedded, state.Step, state.Formula));
    });

    [Theory]
    [InlineData("step=7")]
    [InlineData("mode=train")]
    [InlineData("mode=quiz")]
    [InlineData("mode=mistakes")]
    public Task A_finger_has_44_pixels(string link) => VisitAnew(link, async page =>
    {
        await Expect(page, "#formula").ToBeVisibleAsync();
        if (await page.Locator("#nudge").CountAsync() > 0) await page.Locator("#nudge").ClickAsync();
        await page.Locator("summary").ClickAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => matchMedia('(pointer: coarse)').matches"));
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll("button, input, select, summary, [role=slider]")].map(control => control.closest("label") ?? control).filter(control => control.checkVisibility())
              .map(control => [control, control.getBoundingClientRect()]).filter(([, box]) => Math.min(box.width, box.height) < 43.5).map(([control, box]) => `${box.width} × ${box.height}: ${control.outerHTML.slice(0, 80)}`)
            """));
        Assert.Equal(390, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }, new() { ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true });

    [Fact]
    public Task The_page_says_that_what_is_typed_stays() => Visit("step=0", page =>
        Expect(page, ".stays").ToHaveTextAsync("What you type stays in this browser."));

    private static Task<double> FontSize(IPage page) =>
        page.EvaluateAsync<double>("() => parseFloat(getComputedStyle(document.querySelector('#line')).fontSize)");
}
