using ChainRule.Board;
using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>The first screen, and the gallery of examples.</summary>
public class OpeningPageTests(BrowserFixture fixture) : PageTest(fixture)
{
    private const string Own = "e=a*b %2B c&a=2&b=3&c=1&step=0";

    [Fact]
    public Task The_first_screen_asks_one_question_and_has_nothing_else() => VisitAnew("", async page =>
    {
        await Expect(page, "#question").ToHaveTextAsync("w = 1 gives ŷ = 1, but y is 2:how must w change?");
        await Expect(page.Locator("main button")).ToHaveCountAsync(1);
        await Expect(page.Locator("[role=tab], details, input, textarea, table")).ToHaveCountAsync(0);
        Assert.Equal("−1", await page.Locator(".opening .cr-value").Nth(4).TextContentAsync()); // s = ŷ − y
        await page.Locator("#start").ClickAsync();
        await Expect(page, "#line").ToContainTextAsync("ŷ = w·x = 1·1 = 1");
        await Expect(page, "#next").ToBeFocusedAsync();
        await AddressHolds(page, "&step=1");
        await page.Keyboard.PressAsync("Home");
        await Expect(page, "#why").ToHaveTextAsync("w = 1 gives ŷ = 1, but y is 2: how must w change?");
        await AddressHolds(page, "&step=0");
        await page.ReloadAsync();
        await Expect(page, "#place").ToHaveTextAsync("step 0 of 15", new() { Timeout = 30_000 });
    });

    [Fact]
    public Task A_mistake_in_a_first_link_is_shown_where_it_can_be_put_right() => VisitAnew("e=w*(x&w=1", async page =>
    {
        await Expect(page, "#formula-mistake").Not.ToBeEmptyAsync();
        await page.Locator("#formula").FillAsync("w*x");
        await Expect(page, "#formula-mistake").ToBeEmptyAsync();
        await Expect(page, "#place").ToContainTextAsync("step 0 of");
    });

    [Fact]
    public Task The_gallery_shows_a_picture_of_each_example_and_keeps_ones_own_formula() => Visit(Own, async page =>
    {
        await page.Locator("#examples").ClickAsync();
        await Expect(page.Locator(".card .sketch svg")).ToHaveCountAsync(Presets.All.Count + 1, new() { Timeout = 60_000 });
        await Expect(page, "#own").ToContainTextAsync("a*b + c");
        Assert.Equal(Presets.Course.Select(preset => preset.Title),
            await page.Locator("ol.cards strong").AllTextContentsAsync());
        await page.Locator("[data-preset=mazur]").ClickAsync();
        await Expect(page, "#formula").ToHaveValueAsync(Presets.Find("mazur").Formula);
        await Expect(page, "#next").ToBeFocusedAsync();
        await Choose(page, "slope");
        await Expect(page, "#formula").ToHaveValueAsync("f = w^2");
        await page.Locator("#examples").ClickAsync();
        await Expect(page, "[data-preset=slope]").ToHaveAttributeAsync("aria-current", "true");
        await page.Locator("#own").ClickAsync();
        await Expect(page, "#formula").ToHaveValueAsync("a*b + c");
        await Expect(page, "#value-b").ToHaveValueAsync("3");
        await Expect(page, "#formula").ToBeFocusedAsync();
    });

    [Fact]
    public Task The_gallery_is_a_dialog_for_the_keyboard() => Visit("step=0", async page =>
    {
        await page.Locator("#examples").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page, "#gallery").ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page, "#gallery").ToBeHiddenAsync();
        await Expect(page, "#examples").ToBeFocusedAsync();
    });
}
