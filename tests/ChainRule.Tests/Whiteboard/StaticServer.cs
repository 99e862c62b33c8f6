using System.Net;

namespace ChainRule.Tests.Whiteboard;

/// <summary>The plainest of web hosts: a folder under a path, with the right types and nothing else.</summary>
internal sealed class StaticServer : IDisposable
{
    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html",
        [".css"] = "text/css",
        [".js"] = "text/javascript",
        [".svg"] = "image/svg+xml",
        [".wasm"] = "application/wasm",
    };

    private readonly HttpListener listener;
    private readonly string folder;

    private StaticServer(HttpListener listener, string folder, Uri address) =>
        (this.listener, this.folder, Address) = (listener, folder, address);

    public Uri Address { get; }

    public static StaticServer Start(string folder)
    {
        for (var port = 5280; ; port++)
        {
            var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/lectures/week3/" } };
            try
            {
                listener.Start();
            }
            catch (HttpListenerException) when (port < 5380)
            {
                continue;
            }
            var server = new StaticServer(listener, folder, new(listener.Prefixes.Single()));
            _ = server.Run();
            return server;
        }
    }

    public void Dispose() => listener.Close();

    private async Task Run()
    {
        while (listener.IsListening)
        {
            var context = await listener.GetContextAsync();
            var file = Path.Combine(folder,
                Address.MakeRelativeUri(context.Request.Url!).ToString() is { Length: > 0 } path ? path : "index.html");
            context.Response.StatusCode = File.Exists(file) ? 200 : 404;
            context.Response.ContentType = Types.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream");
            if (File.Exists(file)) await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
            context.Response.Close();
        }
    }
}
