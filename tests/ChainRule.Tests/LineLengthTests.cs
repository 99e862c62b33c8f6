using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ChainRule.Tests;

/// <summary>
/// Lines have at most 140 characters. Not counted are those that cannot be cut well: a long string, and the tables and pictures of pages.
/// </summary>
public class LineLengthTests
{
    private const int MaxLength = 140, LongString = 90;

    [Fact]
    public void No_line_of_code_is_longer_than_140_characters() => Assert.Empty(
        from file in Repository.Files("*.cs")
        from line in LongLines(File.ReadAllText(file), file)
        select Place(file, line));

    [Fact]
    public void No_line_of_a_page_is_longer_than_140_characters() => Assert.Empty(
        from file in Repository.Files("*.md")
        from line in File.ReadLines(file).Index()
        where line.Item.Length > MaxLength && !line.Item.StartsWith('|') && !line.Item.StartsWith("![", StringComparison.Ordinal)
        where !line.Item.Contains("<m", StringComparison.Ordinal) // MathML, as a format writes it
        select Place(file, line.Index));

    [Fact]
    public void A_long_line_is_found_but_in_a_long_string()
    {
        var line = new string('x', MaxLength);
        var code = $"// {line}\nvar css = \"\"\"\n    {line}\n    \"\"\";\nvar {line} = \"short\";\nvar text = $\"{line}\";\n";
        Assert.Equal([0, 4], LongLines(code, "Long.cs"));
    }

    /// <summary>The numbers of the long lines, from 0, without those of a long string.</summary>
    private static int[] LongLines(string code, string file)
    {
        int[] found = [.. code.Split('\n').Index().Where(line => line.Item.TrimEnd('\r').Length > MaxLength).Select(line => line.Index)];
        if (found.Length == 0) return [];
        var tree = SourceCode.Parse(code, file);
        var strings = tree.GetRoot().DescendantNodes()
            .Where(node => node is InterpolatedStringExpressionSyntax || node.IsKind(SyntaxKind.StringLiteralExpression))
            .Where(node => node.Span.Length > LongString)
            .Select(node => tree.GetLineSpan(node.Span))
            .ToList();
        return [.. found.Where(line => !strings.Exists(span => span.StartLinePosition.Line <= line && line <= span.EndLinePosition.Line))];
    }

    private static string Place(string file, int line) => $"{Path.GetRelativePath(Repository.Root, file)}:{line + 1}";
}
