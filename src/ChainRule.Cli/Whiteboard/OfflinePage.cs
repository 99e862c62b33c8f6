using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace ChainRule.Cli.Whiteboard;

/// <summary>
/// The whole site as one page, which works when it is opened as a file: from a USB stick, say. Browsers load no modules from there, so all
/// of them stand in the page, and <c>offline.js</c> hands them to Blazor.
/// </summary>
internal static class OfflinePage
{
    private const string Blazor = "_framework/blazor.webassembly.js";

    private static readonly string[] Scripts = ["graph.js", "motion.js", "handles.js", "stage.js", "whiteboard.js"];

    /// <summary>The page.</summary>
    public static string Write(Site site)
    {
        var (blazor, style) = (Text(site, Blazor), Text(site, "whiteboard.css"));
        var scripts = Scripts.ToDictionary(name => name, name => Text(site, name));
        var loader = Site.Resource("offline.js");
        var policy = site.ContentPolicy
            .Replace("script-src 'self'", $"script-src {Hash(blazor)} {string.Join(' ', scripts.Values.Select(Hash))} {Hash(loader)} blob:",
                StringComparison.Ordinal)
            .Replace("style-src 'self'", $"style-src {Hash(style)}", StringComparison.Ordinal);
        var page = Encoding.UTF8.GetString(site.Page.Plain());
        page = Put(page, site.ContentPolicy, policy);
        page = Put(page, "href=\"icon.svg\"",
            $"href=\"data:image/svg+xml;base64,{Convert.ToBase64String(site.Find("/icon.svg")!.Plain())}\"");
        page = Put(page, "<link rel=\"stylesheet\" href=\"whiteboard.css\">", $"<style>{style}</style>");
        foreach (var (name, script) in scripts) page = Put(page, $"<script src=\"{name}\"></script>", $"<script>{script}</script>");
        return Put(page, $"<script src=\"{Blazor}\"></script>", $"""
            <script autostart="false">{blazor}</script>
              <script id="packed" type="application/json">{Packed(site)}</script>
              <script>{loader}</script>
            """);
    }

    private static string Text(Site site, string path)
    {
        var text = Encoding.UTF8.GetString(site.Find("/" + path)!.Plain());
        // It would end the element that it stands in.
        return text.Contains("</s", StringComparison.OrdinalIgnoreCase)
            ? throw new InvalidOperationException($"{path} cannot stand in a page: it holds '</s'")
            : text;
    }

    /// <summary>What Blazor asks for, by name. Browsers can unpack gzip by themselves, but not yet Brotli.</summary>
    private static string Packed(Site site)
    {
        var framework = site.Files.Where(file => file.Path.StartsWith("_framework/", StringComparison.Ordinal) && file.Path != Blazor);
        // Names and base64 have no sign that JSON would escape.
        return $"{{{string.Join(',', framework.Select(file => $"\"{file.Path.Split('/')[^1]}\":\"{Convert.ToBase64String(Gzip(file.Plain()))}\""))}}}";
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static string Hash(string inline) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inline)))}'";

    private static string Put(string page, string old, string replacement) =>
        page.Contains(old, StringComparison.Ordinal)
            ? page.Replace(old, replacement, StringComparison.Ordinal)
            : throw new InvalidOperationException($"the page has no {old}");
}
