namespace ChainRule.Graph;

/// <summary>Calls and lists as C# and Python both write them.</summary>
internal static class Code
{
    /// <summary>A function called with operands and what follows them.</summary>
    public static string Call(string function, IEnumerable<string> operands, params string[] options) =>
        $"{function}({string.Join(", ", operands.Concat(options))})";

    /// <summary>Operands as one list: <c>[a, b]</c>.</summary>
    public static string List(IEnumerable<string> operands) => $"[{string.Join(", ", operands)}]";

    /// <summary>Every step-th place of an axis, from start, count of them, as NumPy writes it for a step above 0.</summary>
    public static string Slice(int start, int count, int step) =>
        $"{start}:{(count == 0 ? start : start + (count - 1) * step + 1)}" + (step == 1 ? "" : $":{step}");
}
