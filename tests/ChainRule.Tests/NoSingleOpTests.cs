using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ChainRule.Tests;

/// <summary>
/// What is known of an op is declared in its row. Code that must work for every op asks the row, or what kind of op it is; it names none.
/// </summary>
public class NoSingleOpTests
{
    // Recognises losses by the ops that they are made of.
    private static readonly string[] Patterns = ["LossPatterns.cs"];

    private static readonly Lazy<CSharpCompilation> Library = new(() => SourceCode.Compile(
        [.. SourceCode.Files("ChainRule").Select(file => SourceCode.Parse(File.ReadAllText(file), file))], PathOf("Usings.cs")));

    [Theory]
    [InlineData("Explain/Diagnosis")]
    [InlineData("Explain/Checks")]
    [InlineData("Training/Fitting")]
    public void A_folder_names_none(string folder) => Assert.Empty(Named(Library.Value, folder));

    [Fact]
    public void A_name_is_found()
    {
        var compilation = SourceCode.Compile(
        [
            SourceCode.Parse("namespace G; public abstract record Op; public sealed record LeafOp : Op;", PathOf("Graph/Op.cs")),
            SourceCode.Parse(
                "namespace O; public sealed record SumOp : G.Op; public static class Row { public static G.Op Add = new SumOp(); }",
                PathOf("Ops/Sum.cs")),
            SourceCode.Parse("class C { object A = O.Row.Add; bool B(G.Op op) => op is O.SumOp or G.LeafOp; }",
                PathOf("Explain/Checks/C.cs")),
        ], PathOf("Usings.cs"));
        Assert.Equal(["C.cs names Add", "C.cs names SumOp"], Named(compilation, "Explain/Checks").Order());
    }

    private static IEnumerable<string> Named(CSharpCompilation compilation, string folder) => compilation.SyntaxTrees
        .Where(tree => IsIn(tree.FilePath, folder) && !Patterns.Contains(Path.GetFileName(tree.FilePath)))
        .SelectMany(tree => Named(compilation.GetSemanticModel(tree), tree))
        .Distinct();

    private static IEnumerable<string> Named(SemanticModel model, SyntaxTree tree) => tree.GetRoot().DescendantNodes()
        .OfType<SimpleNameSyntax>()
        .Select(name => model.GetSymbolInfo(name).Symbol)
        .OfType<ISymbol>()
        .Where(IsSingleOp)
        .Select(symbol => $"{Path.GetFileName(tree.FilePath)} names {symbol.Name}");

    /// <summary>Whether a symbol of the catalogue is an op's type, and no kind of ops, or a row.</summary>
    private static bool IsSingleOp(ISymbol symbol) => symbol.Locations.Any(at => at.IsInSource && IsIn(at.SourceTree!.FilePath, "Ops"))
        && symbol switch
        {
            INamedTypeSymbol type => type.IsSealed && IsOp(type),
            IFieldSymbol { IsStatic: true } field => IsOp(field.Type),
            IPropertySymbol { IsStatic: true } property => IsOp(property.Type),
            _ => false,
        };

    private static bool IsOp(ITypeSymbol? type) => type is not null && (type.Name == "Op" || IsOp(type.BaseType));

    private static bool IsIn(string file, string folder) =>
        file.StartsWith(PathOf(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string PathOf(string file) => Repository.Path(["src", "ChainRule", .. file.Split('/')]);
}
