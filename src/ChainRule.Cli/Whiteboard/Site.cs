using System.Text.RegularExpressions;

namespace ChainRule.Cli.Whiteboard;

/// <summary>The whiteboard's site, which the command line carries as resources.</summary>
internal sealed partial class Site
{
    private const string Prefix = "whiteboard/";
    private const string Suffix = ".br";

    private readonly Dictionary<string, SiteFile> files;

    private Site(IEnumerable<SiteFile> files) => this.files = files.ToDictionary(file => file.Path);

    /// <summary>Its files.</summary>
    public IReadOnlyCollection<SiteFile> Files => files.Values;

    /// <summary>The page itself.</summary>
    public SiteFile Page => files["index.html"];

    /// <summary>What the page lets a browser do, as the page says itself.</summary>
    public string ContentPolicy => field ??= Policy().Match(System.Text.Encoding.UTF8.GetString(Page.Plain())).Groups[1].Value;

    /// <summary>The file of a path such as /whiteboard.css; / is the page. Only names that are in the site are found.</summary>
    public SiteFile? Find(string path) => path == "/" ? Page : path.StartsWith('/') ? files.GetValueOrDefault(path[1..]) : null;

    /// <summary>The site that was built in.</summary>
    /// <exception cref="UserException">None was built in.</exception>
    public static Site Load()
    {
        var site = new Site(ResourceNames().Select(name => new SiteFile(name[Prefix.Length..^Suffix.Length], Read(name))));
        return site.files.Count > 0
            ? site
            : throw new UserException(
                "this chainrule was built without its whiteboard (CarryWhiteboard=false); build it without that property");
    }

    /// <summary>Whether a site was built in.</summary>
    public static bool IsCarried => ResourceNames().Any();

    private static IEnumerable<string> ResourceNames() =>
        typeof(Site).Assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal));

    /// <summary>A text that stands beside the site.</summary>
    public static string Resource(string name) => System.Text.Encoding.UTF8.GetString(Read(name));

    private static byte[] Read(string resource)
    {
        using var stream = typeof(Site).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    [GeneratedRegex("""http-equiv="Content-Security-Policy" content="([^"]+)""")]
    private static partial Regex Policy();
}
