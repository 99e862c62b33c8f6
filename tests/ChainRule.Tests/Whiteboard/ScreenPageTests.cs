using ChainRule.Board;
using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>What is seen together on a screen, and how the graph's pane shows a part of it.</summary>
public class ScreenPageTests(BrowserFixture fixture) : PageTest(fixture)
{
    /// <summary>
    /// Steps to the end. At each step the sentence, the buttons, the graph's pane and the row of the ledger that the step is about lie
    /// in the window, and something that the step is about lies in the pane. Returns what does not.
    /// </summary>
    private const string Walk = """
        async () => {
          const faults = [], frame = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 0)));
          const inside = (part, whole) => part.left >= whole.left - 1 && part.top >= whole.top - 1 && part.right <= whole.right + 1 && part.bottom <= whole.bottom + 1;
          const screen = new DOMRect(0, 0, innerWidth, innerHeight), box = part => part.getBoundingClientRect();
          const place = () => document.querySelector("#place").textContent;
          while (true) {
            await frame();
            const parts = { line: "#line", next: "#next", previous: "#previous", graph: ".graph-frame" };
            for (const name in parts) if (!inside(box(document.querySelector(parts[name])), screen)) faults.push(`${place()}: ${name}`);
            const ledger = box(document.querySelector(".ledger")), row = [...document.querySelectorAll(".ledger tr.now")].at(-1), head = box(document.querySelector(".ledger thead th"));
            if (row && (box(row).top < head.bottom - 1 || box(row).bottom > ledger.bottom + 1 && box(row).height < ledger.bottom - head.bottom || ledger.bottom > innerHeight)) faults.push(`${place()}: row`);
            const pane = box(document.querySelector(".graph")), now = [...document.querySelectorAll(".graph .cr-on .cr-box, .graph .cr-on .cr-name, .graph .cr-on .cr-pill, .graph .cr-on .cr-carried")];
            if (pane.height < 110) faults.push(`${place()}: the pane is ${pane.height} high`);
            if (now.length > 0 && !now.some(part => inside(box(part), pane))) faults.push(`${place()}: part`);
            const before = place(), next = document.querySelector("#next");
            if (next.disabled) return faults;
            next.click();
            while (place() === before) await frame();
          }
        }
        """;

    public static TheoryData<string> Measured =>
    [
        .. (TestTier.IsLong ? Presets.All : [Presets.Find("lecture"), Presets.Find("mazur"), Presets.Find("matrix")])
            .Select(preset => preset.Id),
    ];

    [Theory, MemberData(nameof(Measured))]
    public Task Sentence_buttons_graph_and_row_are_together_on_the_screen(string preset) => Visit("", async page =>
    {
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var link = BoardLink.Write(Presets.Find(preset).ToState() with { Mode = BoardMode.Step, IsBegun = true });
        foreach (var (width, height) in new[] { (1366, 650), (390, 844) })
        {
            await page.SetViewportSizeAsync(width, height);
            await page.EvaluateAsync(
                "link => { history.replaceState(null, '', '#' + link); dispatchEvent(new Event('popstate')); }", link);
            await Expect(page, "#formula").ToHaveValueAsync(Presets.Find(preset).Formula);
            await Expect(page, "#place").ToContainTextAsync("step 0 of");
            Assert.Empty((await page.EvaluateAsync<string[]>(Walk)).Select(fault => $"{width} × {height}, {fault}"));
        }
    });

    [Fact]
    public Task A_small_graph_is_shown_whole_and_a_large_one_has_a_map() => Visit("step=0", async page =>
    {
        await Expect(page, ".minimap").ToBeHiddenAsync();
        Assert.True(await Fits(page));
        await page.SetViewportSizeAsync(390, 844);
        await Expect(page, ".minimap").ToBeVisibleAsync();
        Assert.False(await Fits(page));
        await page.Locator(".minimap").ClickAsync(new() { Position = new() { X = 76, Y = 5 } });
        Assert.True(await page.EvaluateAsync<double>("() => document.querySelector('.graph').scrollLeft") > 200);
    });

    [Fact]
    public Task The_graph_zooms_by_buttons_keys_and_wheel_and_moves_by_hand() => Visit("step=0", async page =>
    {
        var fitting = await Width(page);
        await page.Locator("[data-zoom=in]").ClickAsync();
        Assert.Equal(1.25 * fitting, await Width(page), 1);
        await page.Locator(".graph").FocusAsync();
        await page.Keyboard.PressAsync("+");
        Assert.Equal(1.5625 * fitting, await Width(page), 1);
        await page.Keyboard.PressAsync("-");
        Assert.Equal(1.25 * fitting, await Width(page), 1);
        var pane = (await page.Locator(".graph").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(pane.X + 300, pane.Y + 20);
        await page.Keyboard.DownAsync("Control");
        await page.Mouse.WheelAsync(0, -150);
        await page.Keyboard.UpAsync("Control");
        await page.WaitForFunctionAsync("width => document.querySelector('.canvas').offsetWidth > width", 1.5 * fitting);
        var from = await page.EvaluateAsync<double>("() => document.querySelector('.graph').scrollLeft");
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(pane.X + 250, pane.Y + 20, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        Assert.Equal(from + 50, await page.EvaluateAsync<double>("() => document.querySelector('.graph').scrollLeft"), 1.5);
        await page.Keyboard.PressAsync("0");
        Assert.Equal(fitting, await Width(page), 1);
        await page.Locator("#formula").FocusAsync();
        await page.Keyboard.PressAsync("+"); // typed, not zoomed
        Assert.Equal(fitting, await Width(page), 1);
    });

    [Fact]
    public Task A_long_error_and_a_long_name_stay_in_their_place() => Visit("step=0", async page =>
    {
        await page.SetViewportSizeAsync(320, 640);
        await page.Locator("#formula").FillAsync(
            "loss = (averyveryverylongnameindeedthatgoesonandon*x - y)^2 + 0.25*anotherverylongname^2 $");
        await Expect(page, "#formula-mistake").Not.ToBeEmptyAsync();
        Assert.Equal(320, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await page.Locator("#formula").FillAsync("loss = (averyveryverylongnameindeedthatgoesonandon*x - y)^2");
        await Expect(page, "#formula-mistake").ToBeEmptyAsync();
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll(".value")].filter(value => value.querySelector("label").getBoundingClientRect().right > value.querySelector("input").getBoundingClientRect().left
              || value.querySelector(".name")?.offsetHeight > 30).map(value => value.textContent)
            """));
        Assert.Equal(320, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    });

    [Theory]
    [InlineData("softmax")]
    [InlineData("matrix")]
    [InlineData("mazur")]
    public Task No_text_of_the_graph_lies_over_another(string preset) => Visit(
        BoardLink.Write(Presets.Find(preset).ToState() with { Step = 999 }),
        async page => Assert.Empty(await page.EvaluateAsync<string[]>("""
        () => {
          const texts = [...document.querySelectorAll(".graph svg text")].map(text => [text.textContent, text.getBoundingClientRect()]);
          const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.3 * Math.min(a.height, b.height);
          return texts.flatMap(([text, box], i) => texts.slice(i + 1).filter(([, other]) => over(box, other)).map(([other]) => `${text} | ${other}`));
        }
        """)));

    [Fact]
    public Task A_page_of_many_rows_is_no_longer_than_a_few_screens() => Visit("", async page =>
    {
        await page.SetViewportSizeAsync(1366, 650);
        await Choose(page, "spirals");
        foreach (var mode in Enum.GetValues<BoardMode>())
        {
            await page.Locator($"#tab-{mode}").ClickAsync();
            await Expect(page, $"#tab-{mode}").ToHaveAttributeAsync("aria-selected", "true", new() { Timeout = 15_000 });
            Assert.InRange(await page.EvaluateAsync<int>("() => document.querySelector('main').scrollHeight"), 500, 2600);
        }
    });

    [Theory]
    [InlineData(1366)]
    [InlineData(2200)]
    public Task Text_in_charts_is_as_large_as_other_text(int width) => Visit("mode=train", async page =>
    {
        await page.SetViewportSizeAsync(width, 1000);
        var height = await page.Locator("figure .title").First.EvaluateAsync<double>("text => text.getBoundingClientRect().height");
        Assert.InRange(height, 12, 24);
    });

    private static Task<double> Width(IPage page) =>
        page.EvaluateAsync<double>("() => document.querySelector('.canvas').getBoundingClientRect().width");

    private static Task<bool> Fits(IPage page) => page.EvaluateAsync<bool>(
        "() => { const at = document.querySelector('.graph'); return at.scrollWidth <= at.clientWidth && at.scrollHeight <= "
        + "at.clientHeight; }");
}
