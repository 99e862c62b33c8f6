using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ChainRule.Cli.Whiteboard;

/// <summary>A file of the whiteboard's site, as it is carried: compressed with Brotli.</summary>
internal sealed partial class SiteFile(string path, byte[] compressed)
{
    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".svg"] = "image/svg+xml",
        [".wasm"] = "application/wasm",
    };

    /// <summary>Where it stands in the site, with slashes: <c>_framework/dotnet.js</c>.</summary>
    public string Path { get; } = path;

    /// <summary>Its bytes, compressed with Brotli.</summary>
    public byte[] Compressed { get; } = compressed;

    /// <summary>Its type, as HTTP has it.</summary>
    public string ContentType => Types.GetValueOrDefault(System.IO.Path.GetExtension(Path), "application/octet-stream");

    /// <summary>Whether its name changes with its content, so that it may be kept for ever.</summary>
    public bool HasFingerprint => Fingerprint().IsMatch(Path);

    /// <summary>A name for its content.</summary>
    public string Hash => field ??= Convert.ToHexStringLower(SHA256.HashData(Compressed).AsSpan(0, 16));

    /// <summary>Its bytes.</summary>
    public byte[] Plain()
    {
        using var brotli = new BrotliStream(new MemoryStream(Compressed), CompressionMode.Decompress);
        var plain = new MemoryStream();
        brotli.CopyTo(plain);
        return plain.ToArray();
    }

    // As the SDK writes them: _framework/ChainRule.m4ntoqfd2r.wasm.
    [GeneratedRegex(@"^_framework/.+\.[a-z0-9]{10}\.(js|wasm)$")]
    private static partial Regex Fingerprint();
}
