using System.Net;
using System.Net.Sockets;

namespace ChainRule.Cli.Whiteboard;

/// <summary>
/// Serves the site to the browsers of this machine. .NET's own small listener does: ASP.NET's would need a second runtime, which whoever
/// has the tool may not have.
/// </summary>
internal sealed class SiteServer : IDisposable
{
    private const int DefaultPort = 5180;
    private const int Tries = 20;

    private readonly HttpListener listener;
    private readonly SiteAnswer answer;

    private SiteServer(HttpListener listener, Site site, int port)
    {
        (this.listener, Port) = (listener, port);
        answer = new(site, port);
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Where the page is.</summary>
    public string Url => $"http://127.0.0.1:{Port}/";

    /// <summary>Begins to listen.</summary>
    /// <param name="site">What to serve.</param>
    /// <param name="port">The port; where it is not said, the first that is free from 5180 on.</param>
    /// <exception cref="UserException">The port is taken.</exception>
    public static SiteServer Start(Site site, int? port = null)
    {
        if (port is { } asked)
            return TryStart(site, asked)
                ?? throw new UserException(
                    $"--port: port {asked} is taken or not allowed; give another, or leave --port out and a free one is found");
        for (var next = DefaultPort; next < DefaultPort + Tries; next++)
            if (TryStart(site, next) is { } server) return server;
        throw new UserException($"the ports {DefaultPort} to {DefaultPort + Tries - 1} are all taken; give a free one with --port");
    }

    /// <summary>Answers until it is cancelled.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        using var stop = cancellation.Register(listener.Stop);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var context = await listener.GetContextAsync().ConfigureAwait(false);
                _ = Task.Run(() => Answer(context), CancellationToken.None);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException
                && cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public void Dispose() => listener.Close();

    private void Answer(HttpListenerContext context)
    {
        try
        {
            answer.To(context.Request, context.Response);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            context.Response.Abort(); // the browser went away
        }
    }

    /// <summary>Under the name localhost as well, where that can be had.</summary>
    private static SiteServer? TryStart(Site site, int port) =>
        TryListen($"http://127.0.0.1:{port}/", $"http://localhost:{port}/") is { } both ? new(both, site, port) :
        TryListen($"http://127.0.0.1:{port}/") is { } one ? new(one, site, port) : null;

    private static HttpListener? TryListen(params string[] prefixes)
    {
        var listener = new HttpListener();
        foreach (var prefix in prefixes) listener.Prefixes.Add(prefix);
        try
        {
            listener.Start();
            return listener;
        }
        catch (Exception e) when (e is HttpListenerException or SocketException)
        {
            listener.Close();
            return null;
        }
    }
}
