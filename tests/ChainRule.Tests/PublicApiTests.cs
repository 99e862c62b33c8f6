using System.Reflection;
using ChainRule.Data;

namespace ChainRule.Tests;

/// <summary>
/// What the library promises to its users is a file that a person has read: a change of it shows in review. To accept one,
/// run the test with CHAINRULE_ACCEPT_API=1 and commit the file.
/// </summary>
public class PublicApiTests
{
    private static readonly string Approved = Repository.Path("tests", "ChainRule.Tests", "PublicApi.txt");

    [Fact]
    public void The_public_api_is_the_approved_one()
    {
        var api = string.Join('\n', typeof(Tensor).Assembly.GetExportedTypes().Concat(typeof(CsvTable).Assembly.GetExportedTypes()).OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Lines)) + "\n";
        if (Environment.GetEnvironmentVariable("CHAINRULE_ACCEPT_API") == "1") File.WriteAllText(Approved, api);
        Assert.Equal(File.ReadAllText(Approved), api, ignoreLineEndingDifferences: true);
    }

    private static IEnumerable<string> Lines(Type type)
    {
        yield return type.FullName!;
        var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member is not MethodInfo { IsSpecialName: true } || member.Name.StartsWith("op_", StringComparison.Ordinal))
            .Where(member => member is not Type && !member.Name.Contains('<', StringComparison.Ordinal));
        foreach (var line in members.Select(member => $"    {member}").Order(StringComparer.Ordinal)) yield return line;
    }
}
