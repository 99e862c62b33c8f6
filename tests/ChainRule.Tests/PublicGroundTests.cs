using System.Xml.Linq;

namespace ChainRule.Tests;

/// <summary>Packages beside the library use what any user can use: only tests and benchmarks see internals.</summary>
public class PublicGroundTests
{
    [Fact]
    public void Internals_are_visible_to_tests_and_benchmarks_alone()
    {
        var projects = Directory.GetFiles(Repository.Path("src"), "*.csproj", SearchOption.AllDirectories);
        Assert.Contains(projects, project => Path.GetFileName(project) == "ChainRule.Board.csproj");
        Assert.All(projects.SelectMany(project => XDocument.Load(project).Descendants("InternalsVisibleTo")),
            element => Assert.Contains(element.Attribute("Include")!.Value, new[] { "ChainRule.Tests", "ChainRule.Benchmarks" }));
        Assert.DoesNotContain(SourceCode.Files("ChainRule").Concat(SourceCode.Files("ChainRule.Board")),
            file => File.ReadAllText(file).Contains("InternalsVisibleTo", StringComparison.Ordinal));
    }
}
