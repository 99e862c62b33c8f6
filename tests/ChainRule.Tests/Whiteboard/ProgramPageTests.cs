using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>The program beside the steps.</summary>
public class ProgramPageTests(BrowserFixture fixture) : PageTest(fixture)
{
    [Fact]
    public Task The_line_lights_with_the_step() => Visit("step=1&code=pytorch", async page =>
    {
        var lit = page.Locator(".code [aria-current=step]");
        await Expect(lit).ToHaveTextAsync(["    yhat = w * x"]);
        await page.Locator("#next").ClickAsync();
        await Expect(lit).ToHaveTextAsync(["    s = yhat - y"]);
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(lit).ToHaveTextAsync(["    loss.backward()"]);
        await page.Keyboard.PressAsync("End");
        await Expect(lit).ToHaveCountAsync(3);
    });

    [Fact]
    public Task Program_and_table_are_chosen_and_the_link_holds_the_choice() => Visit("step=1", async page =>
    {
        await Expect(page, ".ledger").ToBeVisibleAsync();
        await page.Locator("#beside-PyTorchModules").ClickAsync();
        await Expect(page, ".code").ToContainTextAsync("model = nn.Linear(1, 1, bias=False)");
        await AddressHolds(page, "code=modules");
        await page.Locator("#beside-CSharp").ClickAsync();
        await Expect(page, ".code").ToContainTextAsync("var gradients = Gradient.Of(loss, [w]);");
        await page.Locator("#beside-Table").ClickAsync();
        await Expect(page, ".ledger").ToBeVisibleAsync();
    });

    [Fact]
    public Task The_program_is_saved_with_the_values_of_now() => Visit("step=1&code=pytorch&w=7&x=1&y=2", async page =>
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#save-code").ClickAsync());
        Assert.Equal("training.py", download.SuggestedFilename);
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        Assert.Contains("w = torch.tensor(7.0, requires_grad=True)", await reader.ReadToEndAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    });

    [Fact]
    public Task A_vector_is_offered_its_sum() => Visit("e=w*x&w=[1,2]&x=3&step=0", async page =>
    {
        await page.Locator("#instead").ClickAsync();
        await Expect(page, "#formula").ToHaveValueAsync("sum(w*x)");
        await Expect(page, "#formula-mistake").ToBeEmptyAsync();
    });
}
