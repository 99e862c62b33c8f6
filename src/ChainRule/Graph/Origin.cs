using System.Diagnostics;
using System.Globalization;

namespace ChainRule;

/// <summary>
/// The place in the user's code, or in the text of a formula, that made a tensor. In code that is built for speed it may be the start
/// of a few lines that the compiler has made one, or the caller of a short method.
/// </summary>
/// <param name="File">The path of the file; <see langword="null"/> in a formula, and where there is no debug information.</param>
/// <param name="Line">The line, counted from 1; 0 where it is not known.</param>
/// <param name="Member">The type and the method, as in <c>Mlp.Forward</c>; for a formula, the text of the expression.</param>
/// <param name="Within">The function of the library that was called there, as in <c>CrossEntropyLoss</c>, where it is known.</param>
public sealed record Origin(string? File, int Line, string Member, string? Within = null)
{
    private static readonly string Library = typeof(Origin).Assembly.GetName().Name!;

    /// <summary>The column, counted from 1, in the text of a formula; 0 in code.</summary>
    public int Column { get; init; }

    /// <summary>The file's name and the line, <c>Model.cs:12</c>; the member where these are not known.</summary>
    public override string ToString() =>
        Column > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {Line}, column {Column}")
        : File is not null
            && Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File[(File.LastIndexOfAny(['/', '\\']) + 1)..]}:{Line}")
        : Member;

    /// <summary>The nearest caller outside this library and .NET's own; <see langword="null"/> where a stack tells nothing.</summary>
    internal static Origin? OfCaller()
    {
        string? within = null;
        foreach (var frame in new StackTrace(1, fNeedFileInfo: true).GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is not { } method) continue;
            var assembly = SimpleName(method.DeclaringAssemblyName);
            if (assembly == Library) within = Called(method);
            else if (!IsOfFramework(assembly)) return new(frame.GetFileName(), frame.GetFileLineNumber(), Readable(method), within);
        }
        return null;
    }

    // LINQ may stand between the user's code and a lambda in it.
    private static bool IsOfFramework(string assembly) => assembly == "System" || assembly.StartsWith("System.", StringComparison.Ordinal);

    // Compiled ahead of time, a full name has other parts.
    private static string SimpleName(string assembly) => assembly.Split(',')[0];

    /// <summary>A function by its name, a method with its type; how tensors come to be inside is nobody's concern.</summary>
    private static string? Called(DiagnosticMethodInfo method) => TypeOf(method) switch
    {
        nameof(Tensor) => null,
        "Functions" => Written(method.Name),
        _ => Readable(method),
    };

    private static string Readable(DiagnosticMethodInfo method) => $"{TypeOf(method)}.{Written(method.Name)}";

    /// <summary>The type without those that the compiler puts into it for lambdas.</summary>
    private static string TypeOf(DiagnosticMethodInfo method)
    {
        var type = method.DeclaringTypeName ?? "";
        var end = type.IndexOf("+<", StringComparison.Ordinal);
        if (end >= 0) type = type[..end];
        return type[(type.LastIndexOfAny(['.', '+']) + 1)..];
    }

    /// <summary>A method as it is written: the compiler calls a lambda in Main <c>&lt;Main&gt;b__0</c>.</summary>
    private static string Written(string method) =>
        method.StartsWith('<') && method.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? method[1..end] : method;
}
