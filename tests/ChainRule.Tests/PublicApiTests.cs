using System.Reflection;
using ChainRule.Data;

namespace ChainRule.Tests;

/// <summary>
/// The public API is listed in a file that a person has read, so that a change of it shows in review. To accept a change,
/// run the test with CHAINRULE_ACCEPT_API=1 and commit the file.
/// </summary>
public class PublicApiTests
{
    private static readonly string Approved = Repository.Path("tests", "ChainRule.Tests", "PublicApi.txt");

    [Fact]
    public void The_public_api_is_the_approved_one()
    {
        var types = typeof(Tensor).Assembly.GetExportedTypes().Concat(typeof(CsvTable).Assembly.GetExportedTypes());
        string[] api = [.. types.OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Lines)];
        if (Environment.GetEnvironmentVariable("CHAINRULE_ACCEPT_API") == "1") File.WriteAllText(Approved, string.Join('\n', api) + "\n");
        var approved = File.ReadAllLines(Approved);
        Assert.True(api.SequenceEqual(approved), Message(approved, api));
    }

    [Fact]
    public void The_message_names_each_change_with_its_type()
    {
        var message = Message(["A", "    Int32 One()", "B", "    Int32 One()"], ["A", "    Int32 One()", "    Int32 Two()", "B"]);
        Assert.Contains("  + A: Int32 Two()\n  - B: Int32 One()\n", message, StringComparison.Ordinal);
    }

    /// <summary>What was added (+) and removed (−), and how to accept it.</summary>
    private static string Message(string[] approved, string[] api)
    {
        var (before, after) = (Qualified(approved).ToHashSet(), Qualified(api).ToHashSet());
        var changes = after.Except(before).Select(line => $"  + {line}").Concat(before.Except(after).Select(line => $"  - {line}"));
        var tests = Path.GetRelativePath(Repository.Root, typeof(PublicApiTests).Assembly.Location);
        return $"""
            The public API differs from tests/ChainRule.Tests/PublicApi.txt:
            {string.Join('\n', changes)}
            If a change is not intended, make the new member internal or restore the old one.
            If it is intended, accept it and commit the file:
                CHAINRULE_ACCEPT_API=1 dotnet {tests} -class {typeof(PublicApiTests)}
            """;
    }

    private static IEnumerable<string> Qualified(string[] lines)
    {
        var type = "";
        foreach (var line in lines)
        {
            if (!line.StartsWith(' ')) type = line;
            yield return line.StartsWith(' ') ? $"{type}: {line.Trim()}" : line;
        }
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
