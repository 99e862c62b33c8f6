using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>Stepping through a lesson, with the mouse and without.</summary>
public class StepPageTests(BrowserFixture fixture) : PageTest(fixture)
{
    [Fact]
    public Task The_lecture_is_stepped_through_to_its_end_and_back() => Visit("", async page =>
    {
        await Expect(page, "#formula").ToHaveValueAsync("yhat = w*x; s = yhat - y; loss = s^2");
        await Expect(page, "#line").ToHaveTextAsync("w = 1, x = 1, y = 2. x and y are data.");
        await Expect(page.Locator(".ledger .piece")).ToHaveCountAsync(0);
        await Expect(Button(page, "◂ Previous")).ToBeDisabledAsync();
        var said = new List<string>();
        for (var next = page.Locator("#next"); await next.IsEnabledAsync();)
        {
            await next.ClickAsync();
            await Expect(page, "#place").ToContainTextAsync($"step {said.Count + 1} of");
            said.Add(await page.Locator("#line").InnerTextAsync());
        }
        Assert.Contains(said, line => line.StartsWith("∂L/∂L = 1:", StringComparison.Ordinal));
        Assert.Contains(said, line => line.Contains("∂L/∂w = −2·1 = −2", StringComparison.Ordinal));
        Assert.Contains(said,
            line => line.Contains("Negative", StringComparison.Ordinal) && line.Contains("increase w", StringComparison.Ordinal));
        Assert.Equal("L = 0.64 at the updated values; it was 1.", said[^1]);
        await Expect(Node(page, "w")).ToContainTextAsync("1 → 1.2");
        await page.Locator("#previous").ClickAsync();
        await Expect(page, "#line").ToHaveTextAsync(said[^2]);
    });

    [Fact]
    public Task The_learning_rate_is_edited_beside_the_values() => Visit("step=99", async page =>
    {
        await Expect(page, "#learning-rate").ToHaveValueAsync("0.1");
        await page.Locator("#learning-rate").FillAsync("1.5");
        await page.Locator("#learning-rate").PressAsync("Enter");
        await Expect(Node(page, "w")).ToContainTextAsync("1 → 4");
        await Expect(page, "#why").ToContainTextAsync("the rate 1.5 times the curvature 2 is 3");
        await page.Locator("#learning-rate").FillAsync("-1");
        await page.Locator("#learning-rate").PressAsync("Enter");
        await Expect(page, "#learning-rate-mistake").ToHaveTextAsync("A rate is a number above 0, such as 0.1.");
    });

    [Fact]
    public Task A_dash_stands_where_nothing_is_found_yet() => Visit("step=1", async page =>
    {
        await Expect(Node(page, "ŷ").Locator(".cr-value")).ToHaveTextAsync("1");
        await Expect(Node(page, "s").Locator(".cr-value")).ToHaveTextAsync("—");
        await Expect(Node(page, "w").Locator(".cr-gradient")).ToHaveTextAsync("∂L/∂w = —");
        await Expect(page.Locator("td.forward").Nth(0)).ToContainTextAsync("1");
        await Expect(page.Locator("td.forward").Nth(1)).ToHaveTextAsync("—");
        await Expect(page.Locator("td.chain").First).ToHaveTextAsync("—");
    });

    [Fact]
    public Task Keys_step_play_and_go_to_the_ends() => Visit("", async page =>
    {
        foreach (var (key, step) in new[] { ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 15), ("ArrowRight", 15),
            ("Home", 0), ("ArrowLeft", 0) })
        {
            await page.Keyboard.PressAsync(key);
            await Expect(page, "#place").ToHaveTextAsync($"step {step} of 15");
        }
        await page.Keyboard.PressAsync("Space");
        await Expect(page, "#play").ToHaveTextAsync("Pause");
        await Expect(page, "#place").ToHaveTextAsync("step 1 of 15");
        await page.Keyboard.PressAsync("Space");
        await Expect(page, "#play").ToHaveTextAsync("Play");
    });

    [Fact]
    public Task Keys_typed_into_a_field_are_the_fields_own() => Visit("", async page =>
    {
        await page.Locator("#formula").FocusAsync();
        foreach (var key in new[] { "End", " ", "ArrowLeft", "ArrowRight", "Home" }) await page.Keyboard.PressAsync(key);
        await Expect(page, "#formula").ToHaveValueAsync("yhat = w*x; s = yhat - y; loss = s^2 ");
        await Expect(page, "#place").ToHaveTextAsync("step 0 of 15");
        await Expect(page, "#play").ToHaveTextAsync("Play");
    });

    [Fact]
    public Task Keys_that_step_are_left_to_the_browser_where_nothing_is_stepped() => Visit("", async page =>
    {
        const string isLeft =
            "() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true, cancelable: true }))";
        Assert.False(await page.EvaluateAsync<bool>(isLeft));
        await Mode(page, "Train");
        await Expect(page, "#verdict").ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>(isLeft));
    });

    [Fact]
    public Task The_tab_key_reaches_every_control_in_order_and_gets_out_again() => VisitAnew("step=3", async page =>
    {
        var reached = new List<string>();
        while (await Tabbed(page) is var at && at != "BODY" && reached.Count < 60)
        {
            reached.Add(at);
            Assert.True(await page.EvaluateAsync<bool>("() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"),
                $"no focus is seen at {at}");
        }
        string[] order = ["tab-Step", "examples", "SUMMARY", "formula", "value-w", "value-x", "value-y", "previous", "next", "play"];
        Assert.Equal(order, reached.Where(order.Contains));
        Assert.True(reached.Count < 60, "the focus goes in circles");
        Assert.Equal(1, reached.Count(at => at == "TD"));
    });

    [Fact]
    public Task Arrow_keys_move_in_the_ledger_and_tab_comes_back_to_the_cell() => Visit("step=15", async page =>
    {
        await page.Locator("td.forward").First.FocusAsync();
        foreach (var (key, cell) in new[] { ("ArrowRight", "local 0"), ("ArrowRight", "chain 0"), ("ArrowDown", "chain 1"),
            ("Home", "forward 1"), ("ArrowUp", "forward 0"), ("ArrowUp", "forward 0"), ("End", "chain 0"), ("ArrowLeft", "local 0") })
        {
            await page.Keyboard.PressAsync(key);
            await Expect(page.Locator($"td.{cell.Split(' ')[0]}").Nth(cell[^1] - '0')).ToBeFocusedAsync();
        }
        await Expect(page.Locator("[role=grid] td[tabindex='0']")).ToHaveCountAsync(1);
        await Expect(page.Locator(".graph .lit")).Not.ToHaveCountAsync(0);
        await Expect(page, "#place").ToHaveTextAsync("step 15 of 15"); // the lesson stays where it is
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("td.local").First).ToBeFocusedAsync();
    });

    [Fact]
    public Task Arrows_go_from_tab_to_tab() => Visit("", async page =>
    {
        await page.Locator("#tab-Step").FocusAsync();
        foreach (var (key, tab) in new[] { ("ArrowRight", "tab-Train"), ("ArrowLeft", "tab-Step"), ("ArrowLeft", "tab-Quiz"),
            ("Home", "tab-Step"), ("End", "tab-Quiz") })
        {
            await page.Keyboard.PressAsync(key);
            await Expect(page, "[role=tab][aria-selected=true]").ToHaveIdAsync(tab);
            await Expect(page.Locator($"#{tab}")).ToBeFocusedAsync();
        }
    });

    [Fact]
    public Task What_is_pointed_at_in_the_ledger_lights_in_the_graph_and_the_other_way() => Visit("step=15", async page =>
    {
        await page.Locator("td.forward").Nth(1).HoverAsync();
        await Expect(page, "g.lit .cr-name").ToHaveTextAsync("s");
        await page.Locator("td.local").First.HoverAsync();
        await Expect(page, "g.cr-edge.lit").ToHaveCountAsync(1);
        await Node(page, "L").HoverAsync();
        await Expect(page, "td.lit").ToHaveCountAsync(1);
        await Expect(page, "td.lit").ToContainTextAsync("(−1)² = 1");
        await page.Locator("td.local").Nth(1).FocusAsync();
        await Expect(page, "g.cr-edge.lit").ToHaveCountAsync(1);
        await page.Locator("h1").HoverAsync();
        await page.Locator("#formula").FocusAsync();
        await Expect(page, ".lit").ToHaveCountAsync(0);
    });

    [Fact]
    public Task A_drag_is_followed_by_graph_ledger_and_gradient() => VisitAnew("step=15", async page =>
    {
        await Drag(page.GetByLabel("w, from"), 1.5);
        await Expect(page, "#value-w").ToHaveValueAsync("1.5");
        await Expect(Node(page, "w")).ToContainTextAsync("∂L/∂w = −1"); // 2(wx − y)x
        await Expect(page.Locator("td.chain").Last).ToContainTextAsync("1");
        await Expect(Node(page, "L").Locator(".cr-value")).ToContainTextAsync("0.25");
        await AddressHolds(page, "w=1.5");
    });

    [Fact]
    public Task A_network_follows_a_drag() => Visit("", async page =>
    {
        await Choose(page, "mazur");
        await page.Keyboard.PressAsync("End");
        await page.Locator("#unfold-all").ClickAsync();
        await Expect(page.Locator("g.cr-node")).ToHaveCountAsync(42);
        var times = await page.EvaluateAsync<double[]>("""
            async () => {
              const slider = document.querySelector("input[type=range][aria-label^='w1,']"), times = [];
              for (let i = 0; i < 30; i++) {
                const changed = new Promise((resolve, reject) => {
                  new MutationObserver((_, watch) => { watch.disconnect(); resolve(); }).observe(document.querySelector(".picture"), { subtree: true, childList: true });
                  setTimeout(() => reject(new Error(`the graph did not follow to ${slider.value}, move ${i}; the slider is ${slider.isConnected ? "there" : "gone"}`)), 20000);
                });
                const begin = performance.now();
                slider.stepUp(); // to the value it has it would not move, and nothing would follow
                slider.dispatchEvent(new Event("input", { bubbles: true }));
                await changed;
                times.push(performance.now() - begin);
                await new Promise(resolve => setTimeout(resolve, 0));
              }
              return times;
            }
            """);
        TestContext.Current.SendDiagnosticMessage(
            $"a network of 42 nodes followed a drag in {times.Order().ElementAt(15):F0} ms (the median of 30 times; the slowest "
            + $"took {times.Max():F0} ms)");
        var shown = await page.Locator("#value-w1").InputValueAsync();
        await Expect(Node(page, "w₁").Locator(".cr-value")).ToContainTextAsync(shown[..Math.Min(4, shown.Length)]);
    });

    [Fact]
    public Task A_layer_is_drawn_as_a_product_whose_cells_tell_how_they_came() => Visit("", async page =>
    {
        await Choose(page, "matrix");
        await page.Keyboard.PressAsync("End");
        await Expect(page, ".product h2").ToContainTextAsync("[2, 2] × [2, 2] → [2, 2]");
        await page.Locator(".product .grid button").Nth(2).ClickAsync(); // the second row of x with the first column of W
        await Expect(page, ".story").ToContainTextAsync("= 3·0.5 + (−1)·1 = 0.5");
        await page.Locator("#value-W").FillAsync("[2, 0; 1, 0]");
        await page.Locator("#value-W").PressAsync("Enter");
        await Expect(page, ".story").ToContainTextAsync("= 3·2 + (−1)·1 = 5");
    });

    private static async Task<string> Tabbed(IPage page)
    {
        await page.Keyboard.PressAsync("Tab");
        return await page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.tagName");
    }

    /// <summary>The node of a name in the graph.</summary>
    private static ILocator Node(IPage page, string name) => page.Locator($"g.cr-node:has(> .cr-name:text-is('{name}'))");
}
