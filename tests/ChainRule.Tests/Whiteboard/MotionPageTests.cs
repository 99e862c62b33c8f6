using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>What moves in the graph from step to step, and what a nudge shows.</summary>
public class MotionPageTests(BrowserFixture fixture) : PageTest(fixture)
{
    /// <summary>Notes what is animated, and for how long; animations are held at their beginning.</summary>
    private const string Record = """
        () => {
          window.moved = [];
          const animate = Element.prototype.animate;
          Element.prototype.animate = function (frames, options) {
            moved.push(`${this.getAttribute("class")} ${this.textContent}`.trim());
            window.lasted = Math.max(window.lasted ?? 0, options.delay + options.duration);
            const animation = animate.call(this, frames, options);
            animation.pause();
            return animation;
          };
        }
        """;

    [Fact]
    public Task Values_travel_forward_and_gradients_come_back_over_a_graph_that_shows_them_already() => VisitAnew("step=0", async page =>
    {
        await page.EvaluateAsync(Record);
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page, "#place").ToHaveTextAsync("step 1 of 15");
        Assert.Equal(["token forward 1", "token forward 1", "cr-value 1"], await Moved(page)); // ŷ = w·x of 1 and 1
        await Expect(page, ".overlay .token").ToHaveCountAsync(2);
        await Expect(page.Locator(".graph .cr-on .cr-value")).ToHaveTextAsync("1"); // the result is there from the beginning
        for (var step = 2; step <= 7; step++) await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page, "#place").ToHaveTextAsync("step 7 of 15");
        var last = await Moved(page);
        Assert.Equal(["token chain 1", "token local −2", "times ×", "cr-back ◂ −2", "token chain −2", "cr-gradient ∂L/∂s = −2"],
            last.TakeLast(6));
        Assert.Contains("cr-pill", last);
        await Expect(page, ".overlay .token").ToHaveCountAsync(3); // those of the steps before are gone
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page, "#place").ToHaveTextAsync("step 6 of 15");
        await Expect(page, ".overlay .token").ToHaveCountAsync(0); // nothing is played backwards
        await page.Keyboard.PressAsync("End");
        await Expect(page, ".overlay .token").ToHaveCountAsync(0);
    });

    [Fact]
    public Task The_pace_says_how_long_a_step_plays() => VisitAnew("step=0", async page =>
    {
        await page.EvaluateAsync(Record);
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page, "#place").ToHaveTextAsync("step 1 of 15");
        Assert.Equal(800, await page.EvaluateAsync<double>("() => lasted"), 1);
        await page.Locator("#pace").SelectOptionAsync("slow");
        await page.Locator("#next").ClickAsync();
        await Expect(page, "#place").ToHaveTextAsync("step 2 of 15");
        Assert.Equal(1600, await page.EvaluateAsync<double>("() => lasted"), 1);
        await page.Locator("#pace").SelectOptionAsync("fast");
        await page.Locator("#play").ClickAsync();
        await Expect(page, "#place").ToHaveTextAsync("step 15 of 15");
    });

    [Fact]
    public Task Nothing_moves_for_those_who_want_it_so() => VisitAnew("step=0", async page =>
    {
        await page.EvaluateAsync(Record);
        for (var step = 1; step <= 9; step++) await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page, "#place").ToHaveTextAsync("step 9 of 15");
        Assert.Empty(await Moved(page));
        await Expect(page, ".overlay .token").ToHaveCountAsync(0);
    }, new() { ReducedMotion = ReducedMotion.Reduce });

    [Fact]
    public Task A_nudge_shows_each_change_beside_the_derivative_that_predicts_it() => Visit("step=0", async page =>
    {
        await page.Locator("#nudge").ClickAsync();
        await Expect(page, ".nudge tbody tr").ToHaveCountAsync(4); // w, ŷ, s, L
        // L = (w − 2)² from w = 1 by 0.1: 0.81 − 1, where −2·0.1 is predicted.
        await Expect(page.Locator(".nudge tbody tr").Last).ToHaveTextAsync("L−2−0.2−0.19+0.01");
        await Expect(page.Locator(".overlay .nudged text")).ToHaveTextAsync(["Δ +0.1", "Δ +0.1", "Δ +0.1", "Δ −0.19"]);
        await Drag(page.Locator("#nudge-by"), -10);
        await Expect(page.Locator(".nudge tbody tr").Last).ToHaveTextAsync("L−2+0.1+0.1025+0.0025");
        await Expect(page, "#value-w").ToHaveValueAsync("1"); // the board stays
        await Drag(page.Locator("[aria-label^='w, from']"), 2);
        await Expect(page.Locator(".nudge tbody tr").Last).ToHaveTextAsync("L00+0.01+0.01"); // at the minimum the slope is 0
        await page.Locator("#nudge").ClickAsync();
        await Expect(page, ".overlay .nudged text").ToHaveCountAsync(0);
        await page.Locator("#nudge").ClickAsync();
        await Expect(page, ".overlay .nudged text").ToHaveCountAsync(4);
        await Mode(page, "Paths");
        await Expect(page, ".overlay .nudged text").ToHaveCountAsync(0);
    });

    [Fact]
    public Task What_is_hidden_is_not_told_by_a_nudge() => Visit("step=0&hide=chain", async page =>
    {
        await Expect(page, "#formula").ToBeVisibleAsync();
        await Expect(page, "#nudge").ToHaveCountAsync(0);
    });

    private static Task<string[]> Moved(IPage page) => page.EvaluateAsync<string[]>("() => moved");
}
