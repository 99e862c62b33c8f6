using System.Diagnostics;
using System.Globalization;

namespace ChainRule;

/// <summary>The place in the user's code, or in the text of a formula, that made a tensor.</summary>
/// <param name="File">The path of the file; <see langword="null"/> in a formula, and where there is no debug information.</param>
/// <param name="Line">The line, counted from 1; 0 where it is not known.</param>
/// <param name="Member">The type and the method, as in <c>Mlp.Forward</c>; for a formula, the text of the expression.</param>
/// <param name="Within">The function of the library that was called there, as in <c>CrossEntropyLoss</c>, where it is known.</param>
public sealed record Origin(string? File, int Line, string Member, string? Within = null)
{
    private static readonly string? Library = typeof(Origin).Assembly.FullName;

    /// <summary>The column, counted from 1, in the text of a formula; 0 in code.</summary>
    public int Column { get; init; }

    /// <summary>The file's name and the line, <c>Model.cs:12</c>; the member where these are not known.</summary>
    public override string ToString() =>
        Column > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {Line}, column {Column}")
        : File is not null && Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File[(File.LastIndexOfAny(['/', '\\']) + 1)..]}:{Line}")
        : Member;

    /// <summary>The nearest caller outside this library and .NET's own; <see langword="null"/> where a stack tells nothing.</summary>
    internal static Origin? OfCaller()
    {
        string? within = null;
        foreach (var frame in new StackTrace(1, fNeedFileInfo: true).GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is not { } method) continue;
            if (method.DeclaringAssemblyName == Library) within = Called(method);
            else if (!IsOfFramework(method.DeclaringAssemblyName)) return new(frame.GetFileName(), frame.GetFileLineNumber(), Readable(method), within);
        }
        return null;
    }

    // LINQ may stand between the user's code and a lambda in it.
    private static bool IsOfFramework(string assembly) =>
        assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("System,", StringComparison.Ordinal);

    private static string? Called(DiagnosticMethodInfo method) =>
        method.Name.StartsWith("op_", StringComparison.Ordinal) ? null
        : method.DeclaringTypeName == "ChainRule.Functions" ? Written(method.Name)
        : Readable(method);

    private static string Readable(DiagnosticMethodInfo method)
    {
        var type = method.DeclaringTypeName ?? "";
        var end = type.IndexOf("+<", StringComparison.Ordinal);
        if (end >= 0) type = type[..end];
        return $"{type[(type.LastIndexOfAny(['.', '+']) + 1)..]}.{Written(method.Name)}";
    }

    /// <summary>A method as it is written: the compiler calls a lambda in Main <c>&lt;Main&gt;b__0</c>.</summary>
    private static string Written(string method) =>
        method.StartsWith('<') && method.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? method[1..end] : method;
}
