using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ChainRule.Tests;

/// <summary>
/// Data flows one way through the layers: a file uses what its own layer and the layers above it declare. Checked name by
/// name, so that a type spread over several layers (Tensor) is held to it member by member.
/// </summary>
public class ArchitectureTests
{
    private static readonly string[] Layers =
        ["Shapes", "Kernels", "Graph", "Ops", "Differentiation", "Rewriting", "Planning", "Execution", "Formulas", "Explain", "Networks",
            "Training"];

    /// <summary>Kinds of op that are one type each: elementwise ops, numbers and leaves.</summary>
    private static readonly string[] OneTypeKinds = ["ElementwiseOp", "LiteralOp", "LeafOp"];

    [Fact]
    public void Every_file_is_in_a_layer()
    {
        var outside = Sources().Where(file => LayerOf(file) < 0);
        Assert.Empty(outside);
    }

    [Fact]
    public void Layers_use_only_layers_above_them()
    {
        var compilation = Compile([.. Sources().Select(file => Parse(File.ReadAllText(file), file))]);
        Assert.Empty(
            compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).Take(5));
        Assert.Empty(Violations(compilation));
    }

    [Fact]
    public void A_use_of_a_layer_below_is_found()
    {
        var compilation = Compile(
        [
            Parse("namespace A; public partial class Tensor { public static object Low() => High(); }", Path("Graph", "Low.cs")),
            Parse("namespace A; public partial class Tensor { public static object High() => 1; }", Path("Execution", "High.cs")),
        ]);
        Assert.Equal("Graph/Low.cs uses High of Execution", Assert.Single(Violations(compilation)));
    }

    [Fact]
    public void Planning_and_Execution_name_no_single_op()
    {
        var compilation = Compile([.. Sources().Select(file => Parse(File.ReadAllText(file), file))]);
        Assert.Empty(OpsNamed(compilation));
    }

    [Fact]
    public void A_single_op_in_Planning_is_found()
    {
        const string Ops = """
            namespace ChainRule.Graph { public abstract record Op; public sealed record LeafOp : Op; }
            namespace ChainRule.Ops
            {
                public sealed record TanhOp : Graph.Op;
                public static class Family { public static readonly Graph.Op Exp = new TanhOp(); }
            }
            """;
        const string Planner = """
            namespace ChainRule.Planning;
            public static class Planner
            {
                public static bool Knows(Graph.Op op) => op is Graph.LeafOp or Ops.TanhOp || op == Ops.Family.Exp;
            }
            """;
        var compilation = Compile([Parse(Ops, Path("Ops", "Ops.cs")), Parse(Planner, Path("Planning", "Planner.cs"))]);
        Assert.Equal(["Planning/Planner.cs names TanhOp", "Planning/Planner.cs names Exp"], OpsNamed(compilation));
    }

    private static IEnumerable<string> Violations(Compilation compilation) =>
        compilation.SyntaxTrees.SelectMany(tree => Violations(compilation.GetSemanticModel(tree), tree)).Distinct();

    private static IEnumerable<string> Violations(SemanticModel model, SyntaxTree tree)
    {
        var layer = LayerOf(tree.FilePath);
        foreach (var node in tree.GetRoot().DescendantNodes().Where(IsUse))
            if (model.GetSymbolInfo(node).Symbol is { } symbol && DeclaredIn(symbol) is var used && used > layer)
                yield return $"{Layers[layer]}/{System.IO.Path.GetFileName(tree.FilePath)} uses {symbol.Name} of {Layers[used]}";
    }

    /// <summary>
    /// Where Planning or Execution, which may ask for kinds of op, name a single op: by its type, or by a member that holds it.
    /// </summary>
    private static IEnumerable<string> OpsNamed(Compilation compilation)
    {
        var op = compilation.GetTypeByMetadataName("ChainRule.Graph.Op")!;
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (LayerOf(tree.FilePath) is var layer && (layer < 0 || Layers[layer] is not ("Planning" or "Execution"))) continue;
            var model = compilation.GetSemanticModel(tree);
            var names = tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Select(name => model.GetSymbolInfo(name).Symbol);
            foreach (var symbol in names.OfType<ISymbol>().Where(symbol => IsSingleOp(symbol, op)).Distinct(SymbolEqualityComparer.Default))
                yield return $"{Layers[layer]}/{System.IO.Path.GetFileName(tree.FilePath)} names {symbol.Name}";
        }
    }

    private static bool IsSingleOp(ISymbol symbol, INamedTypeSymbol op) => symbol switch
    {
        INamedTypeSymbol { IsSealed: true } type => IsOp(type, op) && !OneTypeKinds.Contains(type.Name),
        IFieldSymbol { IsStatic: true } field => IsOp(field.Type, op),
        IPropertySymbol { IsStatic: true } property => IsOp(property.Type, op),
        _ => false,
    };

    private static bool IsOp(ITypeSymbol? type, INamedTypeSymbol op) =>
        type is not null && (SymbolEqualityComparer.Default.Equals(type, op) || IsOp(type.BaseType, op));

    private static bool IsUse(SyntaxNode node) =>
        node is SimpleNameSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or BaseObjectCreationExpressionSyntax
            or ElementAccessExpressionSyntax;

    /// <summary>The first layer that declares the symbol; −1 for symbols from elsewhere and for namespaces, which layers share.</summary>
    private static int DeclaredIn(ISymbol symbol)
    {
        if (symbol is INamespaceSymbol) return -1;
        var layers = symbol.OriginalDefinition.Locations.Where(l => l.IsInSource).Select(l => LayerOf(l.SourceTree!.FilePath)).ToList();
        return layers.Count == 0 ? -1 : layers.Min();
    }

    /// <summary>The layer is the first folder; what lies in a folder of a layer belongs to the layer.</summary>
    private static int LayerOf(string file) =>
        Array.IndexOf(Layers,
            System.IO.Path.GetRelativePath(Repository.Path("src", "ChainRule"), file).Split(System.IO.Path.DirectorySeparatorChar)[0]);

    private static string Path(string layer, string file) => Repository.Path("src", "ChainRule", layer, file);

    private static IEnumerable<string> Sources() => SourceCode.Files("ChainRule");

    private static SyntaxTree Parse(string source, string path) => SourceCode.Parse(source, path);

    private static CSharpCompilation Compile(SyntaxTree[] trees) => SourceCode.Compile(trees, Path("Shapes", "Usings.cs"));
}
