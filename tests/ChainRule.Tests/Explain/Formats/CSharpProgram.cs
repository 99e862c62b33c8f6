using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ChainRule.Tests.Explanations;

/// <summary>Compiles a file-based program and runs it in this process.</summary>
internal static class CSharpProgram
{
    // What the SDK adds to a file-based program, and a console of its own: that of the process belongs to all tests.
    private const string Surroundings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        static class Console
        {
            public static readonly System.Text.StringBuilder Text = new();
            public static void WriteLine(string line) => Text.Append(line).Append('\n');
        }
        """;

    private static readonly CSharpParseOptions Options =
        new CSharpParseOptions(LanguageVersion.Preview).WithFeatures([new("FileBasedProgram", "true")]);

    // Each program is added to this one, so that the libraries are read once.
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create("Program",
        [CSharpSyntaxTree.ParseText(Surroundings, Options)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)),
        new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>What the program prints.</summary>
    public static string Run(string source)
    {
        var assembly = Assembly.Load(Compile(source));
        assembly.EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        return assembly.GetType("Console")!.GetField("Text")!.GetValue(null)!.ToString()!;
    }

    private static byte[] Compile(string source)
    {
        var compilation = Empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, Options));
        using var bytes = new MemoryStream();
        var result = compilation.Emit(bytes);
        var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ToList();
        Assert.True(errors.Count == 0, $"{string.Join('\n', errors)}\n{source}");
        return bytes.ToArray();
    }
}
