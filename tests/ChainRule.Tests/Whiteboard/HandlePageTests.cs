using System.Globalization;
using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>Points of charts that a hand or the arrow keys move.</summary>
public class HandlePageTests(BrowserFixture fixture) : PageTest(fixture)
{
    [Fact]
    public Task The_point_on_the_loss_curve_moves_the_weight_and_everything_follows() => Visit("mode=train", async page =>
    {
        var handle = page.GetByRole(AriaRole.Slider, new() { Name = "w", Exact = true });
        await Expect(handle).ToHaveAttributeAsync("aria-valuetext", "w = 1, L = 1");
        await Pull(page, handle, 60, 0);
        await Expect(page, "#value-w").Not.ToHaveValueAsync("1");
        var w = await Number(page, "#value-w");
        Assert.InRange(w, 1.1, 1.6);
        var loss = ((w - 2) * (w - 2)).ToString("G6", CultureInfo.InvariantCulture);
        await Expect(handle).ToHaveAttributeAsync("aria-valuetext", $"w = {w.ToString(CultureInfo.InvariantCulture)}, L = {loss}");
        await Expect(page, "#verdict").ToContainTextAsync($"L = {loss}");
        await Expect(Button(page, "Undo")).ToBeEnabledAsync();
    });

    [Fact]
    public Task Arrow_keys_move_the_point_too_and_Ctrl_Z_brings_it_back() => Visit("mode=train", async page =>
    {
        var handle = page.GetByRole(AriaRole.Slider, new() { Name = "w", Exact = true });
        await handle.FocusAsync();
        var step = (double.Parse((await handle.GetAttributeAsync("aria-valuemax"))!, CultureInfo.InvariantCulture)
            - double.Parse((await handle.GetAttributeAsync("aria-valuemin"))!, CultureInfo.InvariantCulture)) / 100;
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page, "#value-w").Not.ToHaveValueAsync("1");
        Assert.Equal(1 + step, await Number(page, "#value-w"), 0.011);
        await page.Keyboard.PressAsync("Shift+ArrowLeft");
        await page.WaitForFunctionAsync("() => document.querySelector('#value-w').value < 1");
        Assert.Equal(1 - 9 * step, await Number(page, "#value-w"), 0.02);
        await page.Keyboard.PressAsync("Control+z");
        await Expect(page, "#value-w").ToHaveValueAsync("1");
    });

    [Fact]
    public Task The_point_on_the_map_moves_both_numbers() => Visit("mode=train&e=loss=(w*x%2Bb-y)^2&w=1&b=0&x=1&y=3", async page =>
    {
        var handle = page.GetByRole(AriaRole.Slider, new() { Name = "w and b" });
        await Pull(page, handle, 40, -30);
        await page.WaitForFunctionAsync(
            "() => document.querySelector('#value-w').value > 1 && document.querySelector('#value-b').value > 0");
        await Expect(page, "#verdict").ToContainTextAsync("Step 0");
    });

    [Fact]
    public Task A_point_of_the_data_changes_the_table() => Visit("mode=data&e=y=w*x%2Bb&table=x%20y%0A0%201%0A1%203%0A2%205", async page =>
    {
        await page.Locator("#fit-search").ClickAsync();
        await Expect(page, "#fit-result").ToContainTextAsync("w = 2");
        var handle = page.GetByRole(AriaRole.Slider, new() { Name = "row 3" });
        await Expect(handle).ToHaveAttributeAsync("aria-valuetext", "x = 2, y = 5");
        await handle.FocusAsync();
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await page.WaitForFunctionAsync("() => !document.querySelector('#table').value.endsWith('5')");
        Assert.StartsWith("x\ty\n0\t1\n1\t3\n2\t4.", await page.Locator("#table").InputValueAsync(), StringComparison.Ordinal);
        await Expect(page, "#fit-result").ToContainTextAsync("w = 2"); // until it is fitted again
        await AddressHolds(page, "table=x%09y%0A0%091%0A1%093%0A2%094.");
        await Pull(page, handle, -20, -20);
        await page.WaitForFunctionAsync("() => !document.querySelector('#table').value.includes('2\\t')");
    });

    /// <summary>Drags something by some pixels.</summary>
    private static async Task Pull(IPage page, ILocator handle, float right, float down)
    {
        await handle.ScrollIntoViewIfNeededAsync();
        var box = (await handle.BoundingBoxAsync())!;
        var (x, y) = (box.X + box.Width / 2, box.Y + box.Height / 2);
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x + right, y + down, new() { Steps = 5 });
        await page.Mouse.UpAsync();
    }

    private static async Task<double> Number(IPage page, string field) =>
        double.Parse(await page.Locator(field).InputValueAsync(), CultureInfo.InvariantCulture);
}
