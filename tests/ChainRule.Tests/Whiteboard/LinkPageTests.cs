using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>The address holds all that is on the board.</summary>
public class LinkPageTests(BrowserFixture fixture) : PageTest(fixture)
{
    [Fact]
    public async Task What_was_edited_is_on_the_board_again_in_another_browser()
    {
        string address = "", sentence = "";
        await Visit("", async page =>
        {
            await page.Locator("#formula").FillAsync("loss = (w*x - y)^2 + w^2");
            await page.Locator("#value-w").FillAsync("3");
            await page.Locator("#value-w").PressAsync("Enter");
            await page.Locator("#next").ClickAsync();
            await page.Locator("#next").ClickAsync();
            await AddressHolds(page, "step=2");
            (address, sentence) = (page.Url, await page.Locator("#line").InnerTextAsync());
        });
        await VisitAnew(address[(address.IndexOf('#', StringComparison.Ordinal) + 1)..], async page =>
        {
            await Expect(page, "#formula").ToHaveValueAsync("loss = (w*x - y)^2 + w^2");
            await Expect(page, "#value-w").ToHaveValueAsync("3");
            await Expect(page, "#place").ToContainTextAsync("step 2 of");
            await Expect(page, "#line").ToHaveTextAsync(sentence);
        });
    }

    [Fact]
    public Task A_link_hides_and_chooses_the_mode() => Visit("step=15&hide=chain", async page =>
    {
        await Expect(page.Locator(".cr-gradient").First).ToContainTextAsync("?");
        await Expect(page.Locator("td.chain").First).ToContainTextAsync("?");
        await page.Locator(".share > summary").ClickAsync();
        await Expect(page.GetByLabel("chain rule", new() { Exact = true })).ToBeCheckedAsync();
        await page.GetByLabel("chain rule", new() { Exact = true }).UncheckAsync();
        await Expect(page.Locator("td.chain").First).Not.ToContainTextAsync("?");
        await page.GetByLabel("meaning", new() { Exact = true }).CheckAsync();
        await Mode(page, "Paths");
        await AddressHolds(page, "hide=meaning&mode=paths");
    });

    [Fact]
    public Task A_link_changed_by_hand_is_followed() => Visit("", async page =>
    {
        await page.EvaluateAsync("() => { location.hash = 'e=a*b&a=2&b=3&step=99&mode=step'; }");
        await Expect(page, "#formula").ToHaveValueAsync("a*b");
        await Expect(page, "#value-b").ToHaveValueAsync("3");
        await Expect(page, "#next").ToBeDisabledAsync();
        await page.EvaluateAsync("() => { location.hash = 'e=a*b&a=2&mode=dance'; }");
        await Expect(page, "#formula-mistake").ToHaveTextAsync(
            "mode does not know 'dance'; it takes step, train, paths, quiz, mistakes, data");
        await page.Locator("#formula").FillAsync("a*b*c");
        await Expect(page, "#formula-mistake").ToBeEmptyAsync();
        await Expect(page, "#value-a").ToHaveValueAsync("2");
    });

    [Fact]
    public Task Copy_link_copies_the_address() => VisitAnew("e=a*b&a=2&b=3&step=0", async page =>
    {
        await page.Locator(".share > summary").ClickAsync();
        await page.GetByLabel("values", new() { Exact = true }).CheckAsync();
        await page.Locator("#copy-link").ClickAsync();
        await Expect(page, "[aria-label=Link] [role=status]").ToHaveTextAsync("The link is in the clipboard.");
        Assert.Equal(page.Url, await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        Assert.EndsWith("#e=a*b&a=2&b=3&hide=values", page.Url, StringComparison.Ordinal);
    }, window: new() { Permissions = ["clipboard-read", "clipboard-write"] });
}
