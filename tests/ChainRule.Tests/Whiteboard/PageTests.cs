using System.Diagnostics;
using Microsoft.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>The page as it is loaded, served as the command serves it.</summary>
public class PageTests(BrowserFixture fixture) : PageTest(fixture)
{
    [Fact]
    public async Task The_policy_forbids_scripts_in_the_page()
    {
        await Fixture.Browser();
        await using var opened = await WatchedPage.Open(Fixture, Address(""));
        await opened.IsReady();
        Assert.Empty(opened.Complaints);
        await opened.Page.EvaluateAsync(
            "() => { const s = document.createElement('script'); s.textContent = 'document.title = 1'; document.body.append(s); }");
        Assert.Equal("ChainRule whiteboard", await opened.Page.TitleAsync());
        Assert.Equal(2, opened.Complaints.Count); // by the page's own policy, and by the server's
        Assert.All(opened.Complaints, complaint => Assert.Contains("Content Security Policy", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_visit_is_served_from_the_cache()
    {
        var clock = Stopwatch.StartNew();
        await VisitAnew("", async page =>
        {
            var cold = clock.Elapsed;
            clock.Restart();
            await page.ReloadAsync();
            await Expect(page, "#start").ToBeVisibleAsync(new() { Timeout = 30_000 });
            TestContext.Current.SendDiagnosticMessage(
                $"the page was ready in {cold.TotalMilliseconds:F0} ms from an empty cache, in {clock.Elapsed.TotalMilliseconds:F0} ms "
                + $"from a full one");
            var sizes = await page.EvaluateAsync<double[]>(
                "() => performance.getEntriesByType('resource').filter(e => e.name.includes('.wasm')).map(e => e.transferSize)");
            Assert.NotEmpty(sizes);
            Assert.All(sizes, size => Assert.True(size <= 300, $"{size} bytes came again")); // headers alone, if anything
        });
    }
}
