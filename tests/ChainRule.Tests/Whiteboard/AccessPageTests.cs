using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>For everybody, on every screen and on paper.</summary>
public class AccessPageTests(BrowserFixture fixture) : PageTest(fixture)
{
    private const string Table = "table=x%20y%0A0%201%0A1%203%0A2%204";

    // By night only colours are others, and these show all of them.
    private static readonly string[] Nightly = ["step=9", "mode=train", "mode=mistakes"];

    public static TheoryData<string> Links =>
    [
        "step=9", "mode=train&rate=1.5&e=loss=(w*x*b-y)^2", $"mode=data&e=y=w*x%2Bb&{Table}", "mode=paths",
        "mode=mistakes&e=e=(y-(w*x%2Bb))^2%2Bw^2", "mode=quiz",
        "step=99&e=h1=tanh(w1*x1%2Bw2*x2%2Bb1);h2=tanh(v1*h1%2Bv2*h1^2%2Bb2);loss=(h2-y)^2%2B0.1*w1^2%2B0.1*v1^2&open=h1",
        "step=99&e=loss=mean((x@W-y)^2)&x=[1,2;3,4]&W=[1,0;0,1]&y=[1,1;1,1]",
    ];

    [Theory, MemberData(nameof(Links))]
    public Task Axe_finds_no_barrier_by_day_and_by_night(string link) => Visit(link, async page =>
    {
        await page.Locator(".share > summary").ClickAsync();
        if (link.Contains('@', StringComparison.Ordinal)) await page.Locator(".boxes button").First.ClickAsync();
        if (link.Contains("train", StringComparison.Ordinal)) await page.Locator("#train-step").ClickAsync();
        foreach (var scheme in (ColorScheme[])(Nightly.Any(link.StartsWith) ? [ColorScheme.Light, ColorScheme.Dark] : [ColorScheme.Light]))
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var found = await page.RunAxe(
                scheme == ColorScheme.Light ? new() : new() { RunOnly = new() { Type = "rule", Values = ["color-contrast"] } });
            Assert.Empty(
                found.Violations.Select(
                    violation =>
                        $"{scheme}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Select(node => node.Html).Take(3))}"));
            Assert.NotEmpty(found.Passes);
        }
    });

    [Fact]
    public Task Axe_finds_no_barrier_on_the_first_screen_and_in_the_gallery() => VisitAnew("", async page =>
    {
        foreach (var place in new[] { "#start", "#gallery-close" })
        {
            await Expect(page, place).ToBeVisibleAsync();
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                var found = await page.RunAxe();
                Assert.Empty(found.Violations.Select(violation => $"{place}, {scheme}: {violation.Id}: {violation.Help}"));
            }
            if (place == "#start") await page.Locator("#examples").ClickAsync();
        }
    });

    [Theory, MemberData(nameof(Links))]
    public Task A_telephone_needs_no_scrolling_sideways_and_no_small_finger(string link) => Visit(link, async page =>
    {
        await page.SetViewportSizeAsync(360, 640);
        await Expect(page, "#formula").ToBeVisibleAsync();
        Assert.Equal(360, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await page.Locator(".share > summary").ClickAsync();
        Assert.Equal(360, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll("button, input, select, summary")].map(control => control.closest("label") ?? control).filter(control => control.offsetParent !== null)
              .map(control => [control, control.getBoundingClientRect()]).filter(([, box]) => Math.min(box.width, box.height) < 24).map(([control]) => control.outerHTML.slice(0, 80))
            """));
    });

    [Fact]
    public Task At_night_the_page_and_its_pictures_are_dark() => Visit("mode=train", async page =>
    {
        const string paper =
            "() => [document.body, document.querySelector('.cr-paper'), document.querySelector('.paper')].map(part => "
            + "getComputedStyle(part)[part === document.body ? 'backgroundColor' : 'fill'])";
        Assert.All(await page.EvaluateAsync<string[]>(paper), colour => Assert.Equal("rgb(255, 255, 255)", colour));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.All(await page.EvaluateAsync<string[]>(paper),
            colour => Assert.Matches(new Regex(@"^rgb\([0-3]?[0-9], [0-3]?[0-9], [0-3]?[0-9]\)$"), colour));
    });

    [Fact]
    public Task Nothing_moves_for_those_who_want_it_so() => Visit("step=3", async page =>
    {
        const string moving = "() => getComputedStyle(document.querySelector('.graph .cr-line')).transitionDuration";
        Assert.NotEqual("0s", await page.EvaluateAsync<string>(moving));
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        Assert.Equal("0s", await page.EvaluateAsync<string>(moving));
    });

    [Fact]
    public Task On_paper_there_are_graph_and_ledger_and_no_controls() => Visit("step=15", async page =>
    {
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var gone in new[] { "#next", "#examples", ".share", ".modes", "footer", ".values input[type=range] >> nth=0" })
            await Expect(page, gone).ToBeHiddenAsync();
        foreach (var kept in new[] { ".graph .cr-board", ".ledger table", "#formula", "#line" })
            await Expect(page, kept).ToBeVisibleAsync();
    });
}
