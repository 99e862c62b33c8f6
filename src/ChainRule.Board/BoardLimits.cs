using System.Globalization;
using ChainRule.Formulas;
using ChainRule.Graph;

namespace ChainRule.Board;

/// <summary>
/// Bounds on what is put on the board. They are stricter than the language's own, since what is on a board is looked at and follows a drag.
/// </summary>
public static class BoardLimits
{
    /// <summary>The longest link, in characters.</summary>
    public const int MaxLink = 64 * 1024;

    /// <summary>The longest formula, in characters.</summary>
    public const int MaxFormula = 4_000;

    /// <summary>The most tensors of a formula: its names, numbers and results.</summary>
    public const int MaxTensors = 300;

    /// <summary>The most numbers of a value.</summary>
    public const int MaxNumbers = 1_024;

    /// <summary>The most numbers of all the results together.</summary>
    public const int MaxResultNumbers = 65_536;

    /// <summary>What is to be said of a link of so many characters: nothing, unless it is too long to be opened again.</summary>
    public static string? LinkMistake(int length) => length <= MaxLink ? null : string.Create(CultureInfo.InvariantCulture,
        $"With this table the link has {length:N0} characters, and one of more than {MaxLink:N0} cannot be opened again: paste fewer rows, "
        + $"or fit the whole table with chainrule fit");

    /// <summary>Refuses a formula that is too long to be read.</summary>
    internal static void CheckFormula(string text)
    {
        if (text.Length > MaxFormula)
            throw TooMuch("the formula", text.Length, "characters", MaxFormula, "shorten it, or explain it on the command line");
    }

    /// <summary>Refuses a value of too many numbers.</summary>
    internal static void CheckValue(string name, ArrayValue value)
    {
        if (value.Data.Length > MaxNumbers) throw TooMuch(name, value.Data.Length, "numbers", MaxNumbers, "give a smaller array");
    }

    /// <summary>Refuses a graph that is too large to be drawn.</summary>
    internal static void CheckGraph(Tensor output)
    {
        var tensors = TopologicalOrder.Of(output);
        if (tensors.Count > MaxTensors)
            throw TooMuch("the formula", tensors.Count, "names, numbers and results", MaxTensors, "draw a part of it");
        var numbers = tensors.Sum(tensor => (long)tensor.Shape.Size);
        if (numbers > MaxResultNumbers)
            throw TooMuch("the formula", numbers, "numbers in its results", MaxResultNumbers, "give smaller arrays");
    }

    internal static BoardException TooMuch(string what, long count, string things, int limit, string remedy) =>
        new(string.Create(CultureInfo.InvariantCulture,
        $"{what} has {count:N0} {things}, and the board takes at most {limit:N0}: {remedy}"));
}
