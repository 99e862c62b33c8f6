using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ChainRule.Tests;

/// <summary>The repository's own code, compiled by Roslyn, for tests of rules that it follows.</summary>
internal static class SourceCode
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using "
        + "System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    /// <summary>The C# files of a project in src.</summary>
    public static IEnumerable<string> Files(string project)
    {
        var root = Repository.Path("src", project);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin"));
    }

    public static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview), path,
            cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Compiles code as one library, with the packages that the tests have.</summary>
    /// <param name="trees">The code.</param>
    /// <param name="usings">The path under which the implicit usings count.</param>
    public static CSharpCompilation Compile(IEnumerable<SyntaxTree> trees, string usings)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("ChainRule", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create("Layers", [.. trees, Parse(ImplicitUsings, usings)], references, options);
    }
}
