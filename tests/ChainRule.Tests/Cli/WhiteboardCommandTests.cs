using ChainRule.Cli.Whiteboard;
using ChainRule.Tests.Whiteboard;
using Microsoft.Playwright;

namespace ChainRule.Tests.Cli;

public class WhiteboardCommandTests(BrowserFixture fixture) : CommandLine
{
    private const string Answer = "L = 0.64 at the updated values; it was 1.";

    [Theory]
    [InlineData("x has no value: give it as x=1", "w*x", "w=1")]
    [InlineData("found end of formula: write what follows '+', or leave it out\n  w*x +\n       ^", "w*x +")]
    [InlineData("the formula has no name q", "w*x", "w=1", "x=1", "q=1")]
    [InlineData("--wrt: the formula has no name q", "w*x", "w=1", "x=1", "--wrt", "q")]
    [InlineData("--rate takes a number", "w*x", "w=1", "x=1", "--rate", "nan")]
    [InlineData("--port takes a number from 1 to 65535", "w*x", "w=1", "x=1", "--port", "65536")]
    [InlineData("--wrt and --rate need a formula", "--wrt", "w")]
    public void Says_what_is_wrong_before_anything_is_served(string expected, params string[] args) =>
        Assert.Contains(expected, Mistake(Run(["whiteboard", "--no-open", .. args])), StringComparison.Ordinal);

    [Fact]
    public async Task Serves_until_it_is_interrupted()
    {
        SkipWithoutSite();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var outcome = await Task.Run(
            () => Run(new Settings(Cancellation: stop.Token), "whiteboard", "sum(w*x)", "w=1", "x=[1,2]", "--no-open"));
        Assert.Matches("^The whiteboard is at http://127.0.0.1:[0-9]+/#e=sum", outcome.Text);
    }

    [Fact]
    public void A_folder_of_others_is_not_touched()
    {
        SkipWithoutSite();
        var file = Write("thesis.txt", "mine");
        Assert.Contains("holds files that are not an earlier export", Mistake(Run("whiteboard", "--export", PathOf("."))),
            StringComparison.Ordinal);
        Assert.Contains("is a file", Mistake(Run("whiteboard", "--export", file)), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public void An_earlier_export_is_replaced_whole()
    {
        SkipWithoutSite();
        Assert.Contains("Copy the folder to any web host", Run("whiteboard", "--export", PathOf("site")).Text, StringComparison.Ordinal);
        var stale = Write(Path.Combine("site", "stale.wasm"), "");
        Run("whiteboard", "--export", PathOf("site"));
        Assert.False(File.Exists(stale));
        Assert.Equal(["site"], Directory.EnumerateFileSystemEntries(PathOf(".")).Select(Path.GetFileName));
    }

    [Fact]
    public void An_export_through_a_link_leaves_the_link()
    {
        SkipWithoutSite();
        Directory.CreateDirectory(PathOf("real"));
        Directory.CreateSymbolicLink(PathOf("link"), "real");
        Run("whiteboard", "--export", PathOf("link") + "/");
        Assert.Equal("real", new DirectoryInfo(PathOf("link")).LinkTarget);
        Assert.True(File.Exists(PathOf(Path.Combine("real", "index.html"))));
    }

    [Fact]
    public async Task An_export_works_from_any_folder_of_any_host()
    {
        await fixture.Browser();
        Run("whiteboard", "--export", PathOf("site"));
        using var host = StaticServer.Start(PathOf("site"));
        await using var opened = await WatchedPage.Open(fixture, host.Address + "#step=99");
        await Assertions.Expect(opened.Page.Locator("#line")).ToHaveTextAsync(Answer, new() { Timeout = 30_000 });
        Assert.Empty(opened.Complaints);
        Assert.All(opened.Requests, request => Assert.StartsWith(host.Address.AbsoluteUri, request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_export_holds_one_file_that_works_without_a_host()
    {
        await fixture.Browser();
        Run("whiteboard", "--export", PathOf("site"));
        var alone = PathOf("alone.html");
        File.Move(PathOf(Path.Combine("site", "offline.html")), alone);
        await using var opened = await WatchedPage.Open(fixture, $"file://{alone}#step=99");
        await Assertions.Expect(opened.Page.Locator("#line")).ToHaveTextAsync(Answer, new() { Timeout = 30_000 });
        Assert.Empty(opened.Complaints);
        Assert.DoesNotContain(opened.Requests, request => new Uri(request).Scheme is not ("file" or "blob" or "data"));
        Assert.Single(opened.Requests, request => new Uri(request).Scheme == "file");
    }

    private static void SkipWithoutSite() => Assert.SkipUnless(Site.IsCarried, "this build carries no whiteboard (CarryWhiteboard=false)");
}
