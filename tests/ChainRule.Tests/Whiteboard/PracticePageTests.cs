using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>What is practised on the page: training, data, paths, mistakes, questions.</summary>
public partial class PracticePageTests(BrowserFixture fixture) : PageTest(fixture)
{
    [Fact]
    public Task The_lecture_is_trained_in_one_step_and_reset() => Visit("mode=train&rate=0.5", async page =>
    {
        await Expect(page, "#verdict").ToContainTextAsync("Step 0, L = 1.");
        await page.Locator("#train-step").ClickAsync();
        await Expect(page, "#verdict").ToContainTextAsync("Step 1, L = 0.");
        await Expect(page, "#value-w").ToHaveValueAsync("2");
        await page.Locator("#train-reset").ClickAsync();
        await Expect(page, "#value-w").ToHaveValueAsync("1");
        await page.Locator("#rate").FillAsync("0.3");
        await page.Locator("#rate").PressAsync("Enter");
        await page.Locator("#train-run").ClickAsync();
        await Expect(page, "#value-w").ToHaveValueAsync(TwoNearly()); // each step leaves 0.4 of the distance to 2
        await Expect(page, "#train-run").ToHaveTextAsync("Run");
        await Pictures(page, "L over w", "L step by step");
    });

    [Fact]
    public Task A_rate_that_is_too_large_is_told_why() => Visit("mode=train&rate=1.5", async page =>
    {
        await page.Locator("#train-run").ClickAsync();
        await Expect(page, "#verdict").ToContainTextAsync("beyond 2 each step lands farther from the minimum than it began");
        await Expect(page, "#verdict").ToHaveClassAsync("warning");
        await Expect(page, "#train-run").ToHaveTextAsync("Run");
        await page.Locator("#rate").FillAsync("-1");
        await page.Locator("#rate").PressAsync("Enter");
        await Expect(page, "#rate-mistake").ToHaveTextAsync("A rate is a number above 0, such as 0.1.");
    });

    [Fact]
    public Task Two_parameters_are_a_map_and_of_many_two_are_chosen() => Visit("mode=train", async page =>
    {
        await Choose(page, "line");
        await page.Locator("#train-step").ClickAsync();
        await Pictures(page, "L over w and b", "L step by step");
        await page.Locator(".side select").Nth(2).SelectOptionAsync("nothing");
        await Pictures(page, "L over w", "L step by step");
    });

    [Fact]
    public Task A_network_learns_XOR_on_its_map() => Visit("mode=train", async page =>
    {
        await Choose(page, "xor");
        var before = await Loss(page);
        await Expect(page.Locator("figure svg[role=img]")).ToHaveCountAsync(3);
        await Expect(page.Locator("figure svg[role=img] > title").First).ToContainTextAsync("What p says");
        await page.Locator("#train-run").ClickAsync();
        await Expect(page, "#verdict").ToContainTextAsync(ManySteps(), new() { Timeout = 20_000 });
        await page.Locator("#train-run").ClickAsync();
        Assert.InRange(await Loss(page), 0, 0.9 * before);
    });

    [Fact]
    public Task A_pasted_table_is_fitted_by_least_squares() => Visit("e=y = w*x + b&mode=data", async page =>
    {
        double[] xs = [-1, 0, 2, 3, 5], ys = [2.5, 1, -3.25, -4, -9];
        await page
            .Locator("#table")
            .FillAsync("x\ty\n" + string.Join('\n', xs.Zip(ys, (x, y) => string.Create(CultureInfo.InvariantCulture, $"{x}\t{y}"))));
        await page.Locator("#fit-step").ClickAsync();
        await Expect(page, "#fit-result").ToContainTextAsync(", after 1 step.");
        await page.Locator("#fit-search").ClickAsync();
        await Expect(page, "#fit-result").ToContainTextAsync("steps.");
        var said = (await page.Locator("#fit-result").InnerTextAsync()).Replace('−', '-');
        var (mx, my) = (xs.Average(), ys.Average());
        var slope = xs.Zip(ys, (x, y) => (x - mx) * (y - my)).Sum() / xs.Sum(x => (x - mx) * (x - mx)); // the normal equations
        Assert.Equal(slope, Read(said, "w"), 1e-4);
        Assert.Equal(my - slope * mx, Read(said, "b"), 1e-4);
        await Pictures(page, (string?)null);
    });

    [Fact]
    public Task A_cell_that_is_no_number_is_said_with_its_place() => Visit("e=y = w*x + b&mode=data", async page =>
    {
        await page.Locator("#table").FillAsync("x\ty\n1\t2\n2\tmany");
        await Expect(page, "#table-mistake").ToHaveTextAsync("line 3, column 2 (y): 'many' is not a number such as 2.5, 2,5, -3 or 1e-4");
        await Expect(page, "#fit-search").ToHaveCountAsync(0);
        await page.Locator("#table").FillAsync("");
        await page.Locator("#sample").ClickAsync();
        await page.Locator("#fit-run").ClickAsync();
        await Expect(page, "#fit-result").ToContainTextAsync("after");
    });

    [Fact]
    public Task Paths_are_shown_one_by_one_and_then_their_sum() => Visit("mode=paths", async page =>
    {
        await Choose(page, "two-paths");
        await Expect(page, ".side [role=status]").ToHaveTextAsync("Path 1 of 2: 1 · 6 · (−1) · 1 · 3 = −18.");
        await Button(page, "Next ▸").ClickAsync();
        await Expect(page, ".side [role=status]").ToContainTextAsync("Path 2 of 2");
        await Button(page, "Sum").ClickAsync();
        await Expect(page, ".side [role=status]").ToHaveTextAsync("All 2 paths together: −14. 36 % cancelled."); // 1 − 14/(18 + 4)
        await Expect(page.Locator(".paths tbody tr")).ToHaveCountAsync(3);
    });

    [Fact]
    public Task A_mistake_is_shown_on_an_example_where_it_counts() => Visit("mode=mistakes", async page =>
    {
        await Expect(page, ".side [role=status]").ToContainTextAsync("no two paths merge");
        await Expect(page, "tr.wrong").ToHaveCountAsync(0);
        await Button(page, "Show it on “Why gradients add up”").ClickAsync();
        await Expect(page, ".side [role=status]").ToContainTextAsync("w is used 2 times");
        await Expect(page.Locator("tr.wrong").Filter(new() { HasText = "w" }).First).ToContainTextAsync("−14");
        await page.Locator("#mistake").SelectOptionAsync("NoZeroing");
        await Expect(page.GetByText("Step by step")).ToBeVisibleAsync();
        await page.Locator("#mistake").SelectOptionAsync("AssignInsteadOfAccumulate");
        await Choose(page, "matrix");
        await Expect(page, ".side [role=status]").ToContainTextAsync("no two paths merge");
        await Expect(page.Locator(".side th").Filter(new() { HasText = "W[1, 0]" })).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_wrong_sign_is_named_and_a_right_answer_counted() => Visit("mode=quiz", async page =>
    {
        await Expect(page.Locator("g.cr-node .cr-gradient").Last).ToContainTextAsync("?");
        var question = page.Locator(".answers li").Filter(new() { HasText = "∂L/∂w =" });
        await question.Locator("input").FillAsync("2");
        await question.Locator("input").PressAsync("Enter");
        await Expect(question.Locator("[role=status]")).ToContainTextAsync("sign");
        await question.Locator("input").FillAsync("-2");
        await question.GetByRole(AriaRole.Button, new() { Name = "Check gradient ∂L/∂w" }).ClickAsync();
        await Expect(question.Locator("[role=status]")).ToContainTextAsync("✓");
        await Expect(page, "#progress").ToHaveTextAsync("1 of 3 right");
        await question.GetByRole(AriaRole.Button, new() { Name = "Hint for gradient ∂L/∂w" }).ClickAsync();
        await Expect(question.Locator("ul li")).ToHaveCountAsync(1);
        await Mode(page, "Step through");
        await page.Keyboard.PressAsync("Tab");
        await page.Locator("#place").ClickAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(page.Locator("td.chain").First).Not.ToContainTextAsync("?"); // the quiz hides for itself alone
    });

    [Fact]
    public Task A_quiz_ends_with_how_it_went_and_goes_on_with_other_numbers() => Visit("mode=quiz", async page =>
    {
        await Expect(page, "#progress").ToHaveTextAsync("0 of 3 right");
        await Expect(page.Locator("g.cr-node").First).Not.ToContainTextAsync("→"); // it would tell the gradient
        for (var number = 1; number <= 3; number++)
        {
            if (number == 2)
            {
                await page.Locator("#answer-2").FillAsync("2");
                await page.Locator("#answer-2").PressAsync("Enter");
            }
            await page.Locator($"#answer-{number}").FillAsync("-2");
            await page.Locator($"#answer-{number}").PressAsync("Enter");
        }
        await Expect(page, "#summary").ToContainTextAsync("2 of 3 right at the first try. Mistakes: a wrong sign.");
        await page.Locator("#summary button").ClickAsync();
        await Expect(page, "#progress").ToHaveTextAsync("0 of 3 right");
        await Expect(page, "#summary").ToHaveCountAsync(0);
    });

    [Fact]
    public Task The_key_is_a_file_of_its_own() => Visit("mode=quiz", async page =>
    {
        await page.Locator("#variant").FillAsync("3");
        await page.Locator("#variant").PressAsync("Tab");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#worksheet-key").ClickAsync());
        Assert.Equal("worksheet-key.html", download.SuggestedFilename);
        Assert.Contains("key to worksheet 3", await File.ReadAllTextAsync(await download.PathAsync()));
    });

    [Fact]
    public Task A_worksheet_is_a_file_with_its_style() => Visit("mode=quiz", async page =>
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#worksheet").ClickAsync());
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.html");
        await download.SaveAsAsync(file);
        try
        {
            await using var sheet = await WatchedPage.Open(Fixture, $"file://{file}");
            await Expect(sheet.Page.Locator("h1").First).ToContainTextAsync("worksheet");
            Assert.Equal("collapse",
                await sheet.Page.Locator("table").First.EvaluateAsync<string>("table => getComputedStyle(table).borderCollapse"));
            Assert.True(
                await sheet.Page.Locator(".blank").First.EvaluateAsync<double>("blank => blank.getBoundingClientRect().width") > 200,
                "there is no room to write a name");
            Assert.Empty(sheet.Complaints);
        }
        finally
        {
            File.Delete(file);
        }
    });

    /// <summary>The pictures beside the board are named, for those who do not see them.</summary>
    private static async Task Pictures(IPage page, params string?[] titles)
    {
        var pictures = page.Locator("figure svg[role=img]");
        await Expect(pictures).ToHaveCountAsync(titles.Length);
        for (var i = 0; i < titles.Length; i++)
            await Expect(pictures.Nth(i).Locator("> title")).ToHaveTextAsync(new Regex(titles[i] is { } title ? $"^{title}$" : "."));
    }

    private static async Task<double> Loss(IPage page) => Read(await page.Locator("#verdict").InnerTextAsync(), "L");

    private static double Read(string text, string name) =>
        double.Parse(Regex.Match(text, $@"\b{name} = (-?[0-9.]+(e-?[0-9]+)?[0-9])").Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(2|1\.9999|2\.0000)")]
    private static partial Regex TwoNearly();

    [GeneratedRegex(@"^\s*Step [0-9]{2,},")]
    private static partial Regex ManySteps();
}
