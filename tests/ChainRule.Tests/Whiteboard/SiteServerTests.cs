using System.Net;
using System.Net.Sockets;
using System.Text;
using ChainRule.Cli;
using ChainRule.Cli.Whiteboard;

namespace ChainRule.Tests.Whiteboard;

public sealed class SiteServerTests : IAsyncLifetime
{
    private readonly CancellationTokenSource stop = new();
    private SiteServer server = null!;
    private Task running = Task.CompletedTask;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Site.IsCarried, "this build carries no whiteboard (CarryWhiteboard=false)");
        server = SiteServer.Start(Site.Load());
        running = server.Run(stop.Token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        server?.Dispose();
        stop.Dispose();
    }

    [Fact]
    public async Task The_page_comes_with_its_headers()
    {
        var answer = await Ask("GET / HTTP/1.1", $"Host: 127.0.0.1:{server.Port}");
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("script-src 'self' 'wasm-unsafe-eval'; style-src 'self';", answer, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", answer, StringComparison.Ordinal);
        Assert.Contains("X-Content-Type-Options: nosniff", answer, StringComparison.Ordinal);
        Assert.Contains("Referrer-Policy: no-referrer", answer, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-cache", answer, StringComparison.Ordinal);
        Assert.Contains("<title>ChainRule whiteboard</title>", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5180")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("127.0.0.1:1")]
    public async Task Other_hosts_are_refused(string host)
    {
        var answer = await Ask("GET / HTTP/1.1", $"Host: {host}");
        Assert.Matches("^HTTP/1.1 4[0-9][0-9]", answer);
        Assert.DoesNotContain("whiteboard", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/../ChainRule.Cli.dll")]
    [InlineData("/_framework/../index.html")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%2fetc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("/index.html.br")]
    [InlineData("/_framework/")]
    public async Task Nothing_but_the_sites_files_is_found(string path) =>
        Assert.Matches("^HTTP/1.1 4(00|04)", await Ask($"GET {path} HTTP/1.1", $"Host: 127.0.0.1:{server.Port}"));

    [Fact]
    public async Task Nothing_can_be_sent_to_it() =>
        Assert.StartsWith("HTTP/1.1 405", await Ask("POST / HTTP/1.1", $"Host: 127.0.0.1:{server.Port}", "Content-Length: 0"),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_file_is_the_same_compressed_or_not_and_is_not_sent_twice()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var plain = new HttpClient { BaseAddress = new(server.Url) };
        using var unpacking = new HttpClient(
            new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.Brotli })
        { BaseAddress = new(server.Url) };
        foreach (var file in Site.Load().Files)
        {
            using var answer = await plain.GetAsync(file.Path, cancel);
            Assert.Equal(await answer.Content.ReadAsByteArrayAsync(cancel), await unpacking.GetByteArrayAsync(file.Path, cancel));
            Assert.NotEqual("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
            using var again = new HttpRequestMessage(HttpMethod.Get, file.Path) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
            using var second = await plain.SendAsync(again, cancel);
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        }
    }

    [Fact]
    public void Only_names_with_a_fingerprint_are_kept_for_ever()
    {
        var changing = Site.Load().Files.Where(file => !file.HasFingerprint).Select(file => file.Path).Order();
        Assert.Equal(
            ["_framework/blazor.webassembly.js", "_framework/dotnet.js", "graph.js", "handles.js", "icon.svg", "index.html", "motion.js",
                "stage.js", "whiteboard.css", "whiteboard.js"],
            changing);
    }

    [Fact]
    public void A_taken_port_is_said_and_else_the_next_is_found()
    {
        var taken = Assert.Throws<UserException>(() => SiteServer.Start(Site.Load(), server.Port));
        Assert.Contains($"port {server.Port} is taken", taken.Message, StringComparison.Ordinal);
        using var next = SiteServer.Start(Site.Load());
        Assert.NotEqual(server.Port, next.Port);
    }

    /// <summary>Sends a request as it stands: clients would put its path and host in order.</summary>
    private async Task<string> Ask(params string[] lines)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port, cancel);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", [.. lines, "Connection: close", "", ""])), cancel);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancel);
    }
}
