using System.Net;

namespace ChainRule.Cli.Whiteboard;

/// <summary>What the server answers to one request.</summary>
internal sealed class SiteAnswer(Site site, int port)
{
    private const string ForEver = "public, max-age=31536000, immutable";
    private const string AskAgain = "no-cache";

    private readonly string[] hosts = [$"127.0.0.1:{port}", $"localhost:{port}"];

    // Frames can only be forbidden in a header.
    private readonly string policy = site.ContentPolicy + "; frame-ancestors 'none'";

    public void To(HttpListenerRequest request, HttpListenerResponse response)
    {
        Protect(response);
        // Another site's name may have been made to lead to this machine; its pages must read nothing here.
        if (!hosts.Contains(request.UserHostName)) response.StatusCode = (int)HttpStatusCode.MisdirectedRequest;
        else if (request.HttpMethod is not ("GET" or "HEAD")) Refuse(response);
        else if (site.Find(PathOf(request)) is { } file) Send(file, request, response);
        else response.StatusCode = (int)HttpStatusCode.NotFound;
    }

    private void Protect(HttpListenerResponse response)
    {
        response.Headers["Content-Security-Policy"] = policy;
        response.Headers["X-Content-Type-Options"] = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static void Refuse(HttpListenerResponse response)
    {
        response.StatusCode = (int)HttpStatusCode.MethodNotAllowed;
        response.Headers["Allow"] = "GET, HEAD";
    }

    /// <summary>As it was sent, not as it would be after .. and the like are followed: no name of the site needs that.</summary>
    private static string PathOf(HttpListenerRequest request) => (request.RawUrl ?? "").Split('?')[0];

    private static void Send(SiteFile file, HttpListenerRequest request, HttpListenerResponse response)
    {
        var packed = Accepts(request, "br");
        var tag = $"\"{file.Hash}{(packed ? "-br" : "")}\"";
        response.Headers["ETag"] = tag;
        response.Headers["Vary"] = "Accept-Encoding";
        response.Headers["Cache-Control"] = file.HasFingerprint ? ForEver : AskAgain;
        if (request.Headers["If-None-Match"] is { } known && known.Contains(tag, StringComparison.Ordinal))
        {
            response.StatusCode = (int)HttpStatusCode.NotModified;
            return;
        }
        response.ContentType = file.ContentType;
        if (packed) response.Headers["Content-Encoding"] = "br";
        var bytes = packed ? file.Compressed : file.Plain();
        response.ContentLength64 = bytes.Length;
        if (request.HttpMethod == "GET") response.OutputStream.Write(bytes);
    }

    private static bool Accepts(HttpListenerRequest request, string encoding) =>
        (request.Headers["Accept-Encoding"] ?? "")
            .Split(',')
            .Any(accepted => accepted.Split(';') is [var name, .. var rest] && name.Trim() == encoding && !rest.Any(IsZero));

    private static bool IsZero(string parameter) => parameter.Trim() is "q=0" or "q=0.0";
}
