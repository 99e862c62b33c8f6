using System.Diagnostics;
using ChainRule.Board;
using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>Mistakes, and what strangers may put into a link: it is said what is wrong, nothing runs, nothing freezes.</summary>
public class StrangePageTests(BrowserFixture fixture) : PageTest(fixture)
{
    [Theory]
    [InlineData("w*x +", 6)]
    [InlineData("yhat = w*x; loss = (yhat - y^2", 20)]
    [InlineData("2$x", 2)]
    [InlineData("frob(x)", 1)]
    [InlineData("w*x; loss = w $ x", 15)]
    public Task A_mistake_is_shown_under_its_place_and_the_picture_stays(string formula, int column) => Visit("step=15", async page =>
    {
        await page.Locator("#formula").FillAsync(formula);
        await Expect(page, "#formula-mistake").Not.ToBeEmptyAsync();
        var lines = (await page.Locator("#formula-mistake").TextContentAsync())!.Split('\n');
        var line = Array.FindIndex(lines, line => line.Contains(formula, StringComparison.Ordinal));
        Assert.Equal(lines[line].IndexOf(formula, StringComparison.Ordinal) + column - 1,
            lines[line + 1].IndexOf('^', StringComparison.Ordinal));
        await Expect(page, "#formula").ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Locator("g.cr-node")).ToHaveCountAsync(6);
        await Expect(page, "#line").ToContainTextAsync("L = 0.64 at the updated values");
    });

    [Fact]
    public Task A_value_that_cannot_be_read_is_said_beside_it() => Visit("step=15", async page =>
    {
        await page.Locator("#value-w").FillAsync("one");
        await page.Locator("#value-w").PressAsync("Enter");
        await Expect(page, "#mistake-w").ToContainTextAsync("a value must be a number or a list of numbers");
        await page.Locator("#value-w").FillAsync("1e999");
        await page.Locator("#value-w").PressAsync("Enter");
        await page.Locator("#value-w").FillAsync("nan");
        await page.Locator("#value-w").PressAsync("Enter");
        await Expect(page.Locator("g.cr-node").Last).ToContainTextAsync("NaN");
        await page.Locator("#value-w").FillAsync("[1, 2]");
        await page.Locator("#value-w").PressAsync("Enter");
        await Expect(page, "#formula-mistake").ToContainTextAsync("take the sum(…) or the mean(…)");
        await page.Locator("#value-w").FillAsync("3");
        await page.Locator("#value-w").PressAsync("Enter");
        await Expect(page, "#formula-mistake").ToBeEmptyAsync();
        await Expect(page, "#value-w").ToHaveValueAsync("3");
    });

    [Fact]
    public Task A_table_that_no_link_can_hold_is_said_below_it() => Visit("mode=data&e=y = w*x %2B b", async page =>
    {
        static string Table(int digits) =>
            "x z y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i} 0.{new string('1', digits)} {2 * i + 1}\n"));
        await page.Locator("#table").FillAsync(Table(4_000));
        await Expect(page, "#link-mistake").ToContainTextAsync("one of more than 65,536 cannot be opened again: paste fewer rows");
        await Expect(page, "#fit-result").ToBeVisibleAsync();
        await page.Locator("#table").FillAsync(Table(4));
        await Expect(page, "#link-mistake").ToBeEmptyAsync();
    });

    [Fact]
    public async Task An_error_in_a_panel_is_said_there_and_the_page_goes_on()
    {
        await Fixture.Browser();
        await using var opened = await WatchedPage.Open(Fixture, Address("mode=quiz"));
        await opened.IsReady();
        var page = opened.Page;
        await page.EvaluateAsync("() => { whiteboard.save = () => { throw new Error('the disk is full'); }; }");
        await page.Locator("#worksheet").ClickAsync();
        await Expect(page, ".side [role=alert]").ToContainTextAsync("the disk is full");
        Assert.Contains(opened.Complaints, complaint => complaint.Contains("the disk is full", StringComparison.Ordinal));
        await page.Locator(".side .again").ClickAsync();
        await Expect(page, "#worksheet").ToBeVisibleAsync();
        await Mode(page, "Step through");
        await Expect(page, ".ledger table").ToBeVisibleAsync();
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "(10 MB)", "the board takes at most 65,536" },
        { "e=%3Cscript%3Ealert(1)%3C/script%3E&w=1", "found" },
        { "e=w*%3Cimg src=x onerror=alert(1)%3E", "found" },
        { "e=" + new string('(', 10_000) + "w", "the board takes at most 4,000" },
        { "e=" + new string('(', 1_500) + "w" + new string(')', 1_500), "deep" },
        { "e=" + string.Concat(Enumerable.Repeat("-", 3_900)) + "w", "deep" },
        { "e=w" + string.Concat(Enumerable.Repeat("*w", 1_999)), "the board takes at most 300" },
        { "e=sum(w)&w=[" + string.Join(',', Enumerable.Repeat("1", 2_000)) + "]", "the board takes at most 1,024" },
        { "e=sum(w*v)&w=" + Ones(1_024, 1) + "&v=" + Ones(1, 1_024), "the board takes at most 65,536" },
        { "e=w^99999999999999&w=1e308&mode=train", "" },
        { "e=sum(broadcast_to(w, shape=[99999, 99999]))", "" },
        { "e=loss=(w*x-y)^2&mode=quiz&hide=%3Cimg onerror=alert(1)%3E", "hide does not know" },
        { "e=loss=(w*x-y)^2&wrt=%3Cscript%3E", "no name" },
        { "e=y=w*x&mode=data&table=%3Cscript%3Ealert(1)%3C/script%3E y%0A1 2%0A%3Cimg src=x onerror=alert(1)%3E 4", "" },
        { "e=%E0%A4%A&w=%ZZ", "" },
        { "e=w/0*x&mode=mistakes", "" },
        { "e=log(w)&w=-1&mode=train", "" },
        { "e=abs(w)&w=0&mode=quiz&hide=values,formulas,local,chain,meaning", "" },
        { "e=w&mode=paths&step=2147483647", "" },
    };

    /// <summary>The modes that a hostile link is shown in: in an interpreted page all of them take ten seconds a link.</summary>
    private static BoardMode[] Modes => TestTier.IsLong ? Enum.GetValues<BoardMode>() : [BoardMode.Train];

    [Theory, MemberData(nameof(Hostile))]
    public Task A_hostile_link_does_no_harm(string link, string said) => Visit("", async page =>
    {
        var clock = Stopwatch.StartNew();
        await page.EvaluateAsync("link => { location.hash = link === '(10 MB)' ? 'e=' + 'w'.repeat(10_000_000) : link; }", link);
        await page.EvaluateAsync("() => new Promise(resolve => setTimeout(resolve, 0))");
        if (said.Length > 0) await Expect(page, "#formula-mistake").ToContainTextAsync(said);
        else foreach (var mode in Modes) await page.Locator($"#tab-{mode}").ClickAsync();
        await page.Locator("#tab-Step").ClickAsync();
        await Expect(page, "#place").ToBeVisibleAsync();
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60); // a freeze, not a measurement
        await Expect(page.Locator("#page script, img[src=x]")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task A_formula_as_long_as_the_board_takes_is_answered_in_time() => Visit("", async page =>
    {
        var formula = "w" + string.Concat(Enumerable.Repeat(" + 1*w", 60)) + new string(' ', 4_000 - 1 - 6 * 60);
        await page.Locator("#formula").FillAsync(formula);
        await Expect(page.Locator("g.cr-node")).Not.ToHaveCountAsync(6, new() { Timeout = 15_000 });
        await page.Locator("#formula").FillAsync(formula + " ");
        await Expect(page, "#formula-mistake").ToContainTextAsync("the board takes at most 4,000");
    });

    [Fact]
    public Task Every_example_shows_in_every_mode() => Visit("", async page =>
    {
        foreach (var preset in Presets.All.Take(TestTier.Cases(1, Presets.All.Count)))
        {
            await Choose(page, preset.Id);
            foreach (var mode in Enum.GetValues<BoardMode>())
            {
                await page.Locator($"#tab-{mode}").ClickAsync();
                await Expect(page, $"#tab-{mode}").ToHaveAttributeAsync("aria-selected", "true", new() { Timeout = 15_000 });
            }
        }
        await Expect(page, "#blazor-error-ui").ToBeHiddenAsync();
    });

    private static string Ones(int rows, int columns) =>
        $"[{string.Join(';', Enumerable.Repeat(string.Join(',', Enumerable.Repeat("1", columns)), rows))}]";
}
