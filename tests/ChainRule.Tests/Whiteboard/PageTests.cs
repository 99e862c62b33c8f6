using System.Diagnostics;
using Deque.AxeCore.Playwright;

namespace ChainRule.Tests.Whiteboard;

/// <summary>The page in a browser, served as the command serves it.</summary>
public class PageTests(BrowserFixture fixture)
{
    private const string Answer = "∂loss/∂w = -2";

    [Fact]
    public async Task The_lecture_is_computed_in_the_browser_and_nothing_is_asked_of_others()
    {
        await fixture.Browser();
        await using var opened = await WatchedPage.Open(fixture, fixture.Address);
        await opened.Shows(Answer);
        Assert.Empty(opened.Complaints);
        Assert.NotEmpty(opened.Requests);
        Assert.All(opened.Requests, request => Assert.StartsWith(fixture.Address.AbsoluteUri, request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_policy_forbids_scripts_in_the_page()
    {
        await fixture.Browser();
        await using var opened = await WatchedPage.Open(fixture, fixture.Address);
        await opened.Shows(Answer);
        await opened.Page.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = 'document.title = 1'; document.body.append(s); }");
        Assert.Equal("ChainRule whiteboard", await opened.Page.TitleAsync());
        Assert.Equal(2, opened.Complaints.Count); // by the page's own policy, and by the server's
        Assert.All(opened.Complaints, complaint => Assert.Contains("Content Security Policy", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mistake_is_shown_with_its_place()
    {
        await fixture.Browser();
        await using var opened = await WatchedPage.Open(fixture, fixture.Address);
        await opened.Shows(Answer);
        await opened.Page.GetByLabel("Formula").FillAsync("w*x +");
        await opened.Shows("end of formula");
        Assert.Contains("\n       ^", await opened.Page.Locator("pre").TextContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_visit_is_served_from_the_cache()
    {
        await fixture.Browser();
        var clock = Stopwatch.StartNew();
        await using var opened = await WatchedPage.Open(fixture, fixture.Address, withEmptyCache: true);
        await opened.Shows(Answer);
        var cold = clock.Elapsed;
        clock.Restart();
        await opened.Page.ReloadAsync();
        await opened.Shows(Answer);
        TestContext.Current.SendDiagnosticMessage($"the page was ready in {cold.TotalMilliseconds:F0} ms from an empty cache, in {clock.Elapsed.TotalMilliseconds:F0} ms from a full one");
        var sizes = await opened.Page.EvaluateAsync<double[]>("() => performance.getEntriesByType('resource').filter(e => e.name.includes('.wasm')).map(e => e.transferSize)");
        Assert.NotEmpty(sizes);
        Assert.All(sizes, size => Assert.True(size <= 300, $"{size} bytes came again")); // headers alone, if anything
    }

    [Fact]
    public async Task Axe_finds_nothing_to_complain_of()
    {
        await fixture.Browser();
        await using var opened = await WatchedPage.Open(fixture, fixture.Address);
        await opened.Shows(Answer);
        var found = await opened.Page.RunAxe();
        Assert.Empty(found.Violations.Select(violation => $"{violation.Id}: {violation.Help}"));
        Assert.NotEmpty(found.Passes);
    }
}
