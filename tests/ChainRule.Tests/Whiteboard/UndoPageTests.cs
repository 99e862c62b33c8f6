using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>
/// Nothing that was made on the page is lost: undo and redo, the browser's Back, where training began, fields for every name.
/// </summary>
public class UndoPageTests(BrowserFixture fixture) : PageTest(fixture)
{
    [Fact]
    public Task An_own_formula_comes_back_after_an_example() => VisitAnew("step=0&e=loss=(3*w-x)^2&w=2", async page =>
    {
        await Choose(page, "line");
        await Expect(page, "#value-b").ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+z");
        await Expect(page, "#formula").ToHaveValueAsync("loss=(3*w-x)^2");
        await Expect(page, "#value-w").ToHaveValueAsync("2");
        await page.Keyboard.PressAsync("Control+Shift+z");
        await Expect(page, "#value-b").ToBeVisibleAsync();
        await page.GoBackAsync();
        await Expect(page, "#formula").ToHaveValueAsync("loss=(3*w-x)^2");
        await page.Locator("#undo").ClickAsync();
        await Expect(page, "#value-b").ToBeVisibleAsync();
    });

    [Fact]
    public Task Typing_and_values_are_undone_in_the_order_they_came() => VisitAnew("step=0", async page =>
    {
        await page.Locator("#formula").FillAsync("loss = (w*x)^3");
        await page.Locator("#value-w").FillAsync("5");
        await page.Locator("#value-w").PressAsync("Enter");
        await Expect(page, "#undo").ToBeEnabledAsync();
        await page.Locator("#undo").ClickAsync();
        await Expect(page, "#value-w").ToHaveValueAsync("1");
        await Expect(page, "#formula").ToHaveValueAsync("loss = (w*x)^3");
        await page.Locator("#undo").ClickAsync();
        await Expect(page, "#formula").ToHaveValueAsync("yhat = w*x; s = yhat - y; loss = s^2");
        await Expect(page, "#undo").ToBeDisabledAsync();
    });

    [Fact]
    public Task A_page_that_begins_with_a_link_has_nothing_to_undo() => VisitAnew("step=0&e=w^3&w=2", async page =>
    {
        await Expect(page, "#formula").ToHaveValueAsync("w^3");
        await Expect(page, "#undo").ToBeDisabledAsync();
    });

    [Fact]
    public Task Training_outlives_its_tab_and_never_moves_the_start() => VisitAnew("mode=train&rate=0.5", async page =>
    {
        await page.Locator("#train-step").ClickAsync();
        await Expect(page, "#value-w").ToHaveValueAsync("2");
        await page.Locator("#tab-Paths").ClickAsync();
        await page.Locator("#tab-Train").ClickAsync();
        await Expect(page, "#verdict").ToContainTextAsync("Step 1");
        await page.Locator("#train-reset").ClickAsync();
        await Expect(page, "#value-w").ToHaveValueAsync("1");
        await page.Locator("#train-step").ClickAsync();
        await Expect(page, "#value-w").ToHaveValueAsync("2");
        await page.ReloadAsync();
        await Expect(page, "#value-w").ToHaveValueAsync("1");
    });

    [Fact]
    public Task Every_name_has_a_field_before_the_formula_makes_sense() => VisitAnew("step=0", async page =>
    {
        await page.Locator("#formula").FillAsync("softmax(W @ x + b)");
        await Expect(page, "#formula-mistake").ToContainTextAsync("a gradient is of one number");
        foreach (var (name, rows) in new[] { ("W", "[[0.5,-0.3],[0.8,-0.6],[0.2,0.4]]"), ("b", "[0.8,-0.6,0.2]") })
            await Expect(page, $"#value-{name}").ToHaveValueAsync(rows);
        await page.Locator("#formula").FillAsync("sum(softmax(W @ x + b)^2)");
        await Expect(page, "#formula-mistake").ToBeEmptyAsync();
    });

    [Fact]
    public Task A_matrix_is_edited_as_a_grid() => VisitAnew("step=0&e=sum(W @ x)&W=[1,2;3,4]&x=[1,1]", async page =>
    {
        await page.Locator("summary", new() { HasText = "2 × 2" }).ClickAsync();
        var cell = page.GetByLabel("W, row 1, column 0");
        await cell.FillAsync("7");
        await cell.PressAsync("Enter");
        await Expect(page, "#value-W").ToHaveValueAsync("[[1,2],[7,4]]");
        await page.GetByRole(AriaRole.Group, new() { Name = "Size of W" }).GetByText("+ row").ClickAsync();
        await Expect(page, "#value-W").ToHaveValueAsync("[[1,2],[7,4],[0,0]]");
        await cell.FillAsync("seven");
        await cell.PressAsync("Enter");
        await Expect(page, "#mistake-W").Not.ToBeEmptyAsync();
        await Expect(page, "#value-W").ToHaveValueAsync("[[1,2],[7,4],[0,0]]");
    });
}
