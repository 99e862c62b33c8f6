using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ChainRule.Tests.Explanations;

/// <summary>Lines of the tests' own code.</summary>
internal static partial class CodePlaces
{
    /// <summary>A text with # for every line number of a file.</summary>
    public static string WithoutLines(string text) => Line().Replace(text, ".cs:#");

    /// <summary>The line of the call.</summary>
    public static int Here([CallerLineNumber] int line = 0) => line;

    [GeneratedRegex(@"\.cs:\d+")]
    private static partial Regex Line();
}
