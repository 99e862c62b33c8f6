using System.Collections.Concurrent;
using ChainRule.Cli.Whiteboard;
using ChainRule.Tests.Whiteboard;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace ChainRule.Tests.Whiteboard;

/// <summary>The whiteboard's server and one browser, for all tests of the page; begun by the first that needs them.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // The page computes, and other tests do too.
    private const float MillisecondsToWait = 20_000;

    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<WatchedPage> idle = [];
    private readonly Lazy<(SiteServer Server, Task Running)> serving;
    private readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> started = new(StartBrowser);
    private readonly Lazy<Task<IBrowserContext>> window;

    public BrowserFixture()
    {
        window = new(async () => await (await Browser()).NewContextAsync());
        serving = new(() =>
        {
            var server = SiteServer.Start(Site.Load());
            return (server, server.Run(stop.Token));
        });
    }

    /// <summary>Where the page is served, by the command's own server.</summary>
    public Uri Address => new(serving.Value.Server.Url);

    /// <summary>The browser; skips the test where there is none.</summary>
    public async Task<IBrowser> Browser()
    {
        Assert.SkipUnless(Site.IsCarried, "this build carries no whiteboard (CarryWhiteboard=false)");
        Assert.SkipWhen(Executable() is null, "there is no Chromium on the PATH; install Debian's chromium, or Google Chrome");
        return (await started.Value).Browser;
    }

    /// <summary>A window whose cache the tests share.</summary>
    public Task<IBrowserContext> Window() => window.Value;

    /// <summary>A page that no test uses now, if there is one: loading the whiteboard takes longer than most tests.</summary>
    internal WatchedPage? Idle() => idle.TryTake(out var page) ? page : null;

    /// <summary>Gives a page back, for other tests.</summary>
    internal void IsIdle(WatchedPage page) => idle.Add(page);

    public async ValueTask DisposeAsync()
    {
        if (started.IsValueCreated && started.Value.IsCompletedSuccessfully)
        {
            await (await started.Value).Browser.CloseAsync();
            (await started.Value).Playwright.Dispose();
        }
        await stop.CancelAsync();
        if (serving.IsValueCreated)
        {
            await serving.Value.Running;
            serving.Value.Server.Dispose();
        }
        stop.Dispose();
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> StartBrowser()
    {
        var playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(MillisecondsToWait);
        // Chromium's sandbox refuses to run as root, as containers do.
        return (playwright,
            await playwright.Chromium.LaunchAsync(
                new() { ExecutablePath = Executable(), ChromiumSandbox = Environment.UserName != "root" }));
    }

    /// <summary>The machine's own browser: none is ever downloaded.</summary>
    private static string? Executable() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)))
            .FirstOrDefault(File.Exists);
}
