using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>Large graphs: blocks that fold, and tables whose numbers open.</summary>
public class BlockPageTests(BrowserFixture fixture) : PageTest(fixture)
{
    // Seventeen results in three statements.
    private const string Network =
        "e=h = tanh(w1*x1 %2B w2*x2 %2B w3*x3); z = tanh(v1*h %2B v2*h^2 %2B v3); loss = (z - y)^2 %2B 0.01*w1^2&step=99";

    private const string Wide = "e=h = tanh(x @ W); loss = sum(h^2)&x=[1,2]&W=[1,2,3,4,5,6,7,8;-1,-2,-3,-4,-5,-6,-7,-80]&step=99";

    [Fact]
    public Task A_large_graph_opens_folded_and_a_click_unfolds_and_folds() => Visit(Network, async page =>
    {
        await Expect(page.Locator("g.cr-node[data-fold]")).ToHaveCountAsync(3);
        await Expect(page.Locator("g.cr-node")).ToHaveCountAsync(3 + 10); // ten leaves
        await Block(page, "h").ClickAsync();
        await Expect(page.Locator("g.cr-node[data-fold]")).ToHaveCountAsync(2);
        await Expect(page.Locator("g.cr-node")).ToHaveCountAsync(13 + 5); // three products and two sums
        await AddressHolds(page, "&open=h");
        await page.Locator("g[data-fold]:not(.cr-node)").ClickAsync();
        await Expect(page.Locator("g.cr-node")).ToHaveCountAsync(13);
        await page.WaitForFunctionAsync("() => !location.hash.includes('open')");
    });

    [Fact]
    public Task Keys_unfold_and_fold_and_leave_the_focus_where_it_was() => Visit(Network, async page =>
    {
        var button = page.Locator(".boxes button", new() { HasText = "h" }).First;
        await button.FocusAsync();
        await Expect(page.Locator("g.cr-node.lit .cr-name")).ToHaveTextAsync("h");
        await page.Keyboard.PressAsync("Enter");
        await Expect(button).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(page.Locator("g.cr-node")).ToHaveCountAsync(18);
        await page.Keyboard.PressAsync("Space");
        await Expect(button).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(button).ToBeFocusedAsync();
        await page.Locator("#unfold-all").PressAsync("Enter");
        await Expect(page.Locator("g.cr-node")).ToHaveCountAsync(13 + 5 + 5 + 4);
        await AddressHolds(page, "open=h,z,loss");
        await page.Locator("#fold-all").PressAsync("Enter");
        await Expect(page.Locator("g.cr-node")).ToHaveCountAsync(13);
    });

    [Fact]
    public Task A_folded_block_is_lit_where_the_ledger_or_the_step_is_about_something_in_it() => Visit(Network, async page =>
    {
        await page.Locator("td.forward").First.HoverAsync(); // w1·x1
        await Expect(page.Locator("g.cr-node.lit .cr-name")).ToHaveTextAsync("h");
        await Block(page, "h").HoverAsync();
        await Expect(page.Locator("td.forward.lit")).ToHaveCountAsync(6);
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("g.cr-node.cr-on .cr-name")).ToHaveTextAsync("h");
        await Expect(Block(page, "h").Locator(".cr-value")).ToHaveTextAsync("—");
    });

    [Fact]
    public Task A_link_says_what_is_open_and_a_strangers_names_do_no_harm() => Visit($"{Network}&open=z,%3Cb%3E,nothing", async page =>
    {
        await Expect(page.Locator("g.cr-node[data-fold]")).ToHaveCountAsync(2);
        await Expect(page.Locator(".boxes [aria-expanded=true]")).ToHaveTextAsync("− z");
        await Expect(page, "#formula-mistake").ToBeEmptyAsync();
    });

    [Fact]
    public Task A_table_opens_its_numbers_by_mouse_and_by_keyboard() => Visit(Wide, async page =>
    {
        var table = page.Locator(".numbers table");
        await page.Locator("g.cr-node:has(> .cr-name:text-is('W')) .cr-gridframe").First.ClickAsync();
        await Expect(table).ToHaveCountAsync(2);
        await Expect(page, "#numbers").ToBeFocusedAsync();
        await Expect(table.First.Locator("tbody tr").Nth(1).Locator("td").Nth(7)).ToHaveTextAsync("−80");
        Assert.Equal("table", await table.First.EvaluateAsync<string>("table => getComputedStyle(table).display"));
        await Expect(table.Last.Locator("caption")).ToHaveTextAsync("∂L/∂W");
        var button = page.Locator(".boxes button", new() { HasText = "W" });
        await button.PressAsync("Enter");
        await Expect(table).ToHaveCountAsync(0);
        await button.PressAsync("Enter");
        await Expect(table).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("Home");
        await Expect(table).ToHaveCountAsync(1); // no gradient yet
    });

    [Fact]
    public Task Of_a_large_table_the_first_rows_open() =>
        Visit($"e=sum(w^2)&step=99&w=[{string.Join(';', Enumerable.Range(0, 60))}]", async page =>
    {
        await page.Locator(".boxes button", new() { HasText = "w" }).First.ClickAsync();
        await Expect(page.Locator(".numbers caption").First).ToHaveTextAsync("w: the first 48 of 60 rows");
        await Expect(page.Locator(".numbers .forward tbody tr")).ToHaveCountAsync(48);
    });

    [Fact]
    public Task A_square_tells_its_number_when_it_is_pointed_at() => Visit(Wide, async page =>
    {
        var map = page.Locator("g.cr-node:has(> .cr-name:text-is('W')) .cr-gridframe").First;
        var box = (await map.BoundingBoxAsync())!;
        await map.HoverAsync(new() { Position = new() { X = box.Width * 0.97f, Y = box.Height * 0.9f } });
        await Expect(map.Locator("title")).ToHaveTextAsync("W row 1, column 7: −80");
    });

    private static ILocator Block(IPage page, string name) => page.Locator($"g.cr-node[data-fold]:has(> .cr-name:text-is('{name}'))");
}
