using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ChainRule.Tests.Explanations;

/// <summary>Lines of the tests' own code.</summary>
internal static partial class CodePlaces
{
    /// <summary>
    /// A text with # for every line number of a file, and without the function called there: which of the library's functions are seen
    /// on a stack depends on what the just-in-time compiler has merged by then.
    /// </summary>
    public static string WithoutLines(string text) => Line().Replace(text, ".cs:#");

    /// <summary>The line of the call.</summary>
    public static int Here([CallerLineNumber] int line = 0) => line;

    [GeneratedRegex(@"\.cs:\d+(,\s+in [\w.]+)?")]
    private static partial Regex Line();
}
