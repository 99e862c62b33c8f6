using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ChainRule.Tests;

/// <summary>
/// Data flows one way through the rooms: a file uses what its own room and the rooms above it declare. Checked name by
/// name, so that a type spread over several rooms (Tensor) is held to it member by member.
/// </summary>
public class ArchitectureTests
{
    private static readonly string[] Rooms =
        ["Shapes", "Kernels", "Graph", "Ops", "Differentiation", "Rewriting", "Planning", "Execution", "Formulas", "Explain", "Networks",
            "Training"];

    [Fact]
    public void Every_file_stands_in_a_room()
    {
        var outside = Sources().Where(file => RoomOf(file) < 0);
        Assert.Empty(outside);
    }

    [Fact]
    public void Rooms_use_only_rooms_above_them()
    {
        var compilation = Compile([.. Sources().Select(file => Parse(File.ReadAllText(file), file))]);
        Assert.Empty(
            compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).Take(5));
        Assert.Empty(Violations(compilation));
    }

    [Fact]
    public void A_use_of_a_room_below_is_found()
    {
        var compilation = Compile(
        [
            Parse("namespace A; public partial class Tensor { public static object Low() => High(); }", Path("Graph", "Low.cs")),
            Parse("namespace A; public partial class Tensor { public static object High() => 1; }", Path("Execution", "High.cs")),
        ]);
        Assert.Equal("Graph/Low.cs uses High of Execution", Assert.Single(Violations(compilation)));
    }

    private static IEnumerable<string> Violations(Compilation compilation) =>
        compilation.SyntaxTrees.SelectMany(tree => Violations(compilation.GetSemanticModel(tree), tree)).Distinct();

    private static IEnumerable<string> Violations(SemanticModel model, SyntaxTree tree)
    {
        var room = RoomOf(tree.FilePath);
        foreach (var node in tree.GetRoot().DescendantNodes().Where(IsUse))
            if (model.GetSymbolInfo(node).Symbol is { } symbol && DeclaredIn(symbol) is var used && used > room)
                yield return $"{Rooms[room]}/{System.IO.Path.GetFileName(tree.FilePath)} uses {symbol.Name} of {Rooms[used]}";
    }

    private static bool IsUse(SyntaxNode node) =>
        node is SimpleNameSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or BaseObjectCreationExpressionSyntax
            or ElementAccessExpressionSyntax;

    /// <summary>The first room that declares the symbol; −1 for symbols from elsewhere and for namespaces, which rooms share.</summary>
    private static int DeclaredIn(ISymbol symbol)
    {
        if (symbol is INamespaceSymbol) return -1;
        var rooms = symbol.OriginalDefinition.Locations.Where(l => l.IsInSource).Select(l => RoomOf(l.SourceTree!.FilePath)).ToList();
        return rooms.Count == 0 ? -1 : rooms.Min();
    }

    /// <summary>The room is the first folder; what lies in a folder of a room belongs to the room.</summary>
    private static int RoomOf(string file) =>
        Array.IndexOf(Rooms,
            System.IO.Path.GetRelativePath(Repository.Path("src", "ChainRule"), file).Split(System.IO.Path.DirectorySeparatorChar)[0]);

    private static string Path(string room, string file) => Repository.Path("src", "ChainRule", room, file);

    private static IEnumerable<string> Sources() => SourceCode.Files("ChainRule");

    private static SyntaxTree Parse(string source, string path) => SourceCode.Parse(source, path);

    private static CSharpCompilation Compile(SyntaxTree[] trees) => SourceCode.Compile(trees, Path("Shapes", "Usings.cs"));
}
