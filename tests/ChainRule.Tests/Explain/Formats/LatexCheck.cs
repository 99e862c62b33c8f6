namespace ChainRule.Tests.Explanations;

/// <summary>Looks at LaTeX as its reader does: braces, \left and \right, and environments close in the order in which they open.</summary>
internal static class LatexCheck
{
    public static void IsBalanced(string latex)
    {
        var open = new Stack<string>();
        for (var i = 0; i < latex.Length; i++)
        {
            if (latex[i] == '\\')
            {
                var command = Command(latex, i + 1);
                i += command.Length;
                if (command is "begin" or "end") command += latex[(i + 1)..(latex.IndexOf('}', i) + 1)];
                if (command == "left") open.Push("right");
                else if (command.StartsWith("begin{", StringComparison.Ordinal)) open.Push("end" + command[5..]);
                else if (command == "right" || command.StartsWith("end{", StringComparison.Ordinal)) Close(command);
            }
            else if (latex[i] == '{') open.Push("}");
            else if (latex[i] == '}') Close("}");
            else if (latex[i] is '#' or '%' or '~') Assert.Fail($"a bare {latex[i]} in {latex}");
            else if (latex[i] is '&')
                Assert.True(open.Any(end => end.StartsWith("end", StringComparison.Ordinal)), $"& outside of an environment: {latex}");
        }
        Assert.True(open.Count == 0, $"{string.Join(", ", open)} is missing in {latex}");

        void Close(string end) =>
            Assert.True(open.TryPop(out var expected) && expected == end, $"{end} does not close what is open in {latex}");
    }

    private static string Command(string latex, int from)
    {
        var end = from;
        while (end < latex.Length && char.IsAsciiLetter(latex[end])) end++;
        return end == from ? latex[from..(from + 1)] : latex[from..end];
    }
}
