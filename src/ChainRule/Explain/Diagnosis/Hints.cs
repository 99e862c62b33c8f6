using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>The remedies against infinite numbers and NaN: the op's own, and those for all ops.</summary>
internal static class Hints
{
    private const string Overflow =
        "smaller numbers: a smaller learning rate, gradient clipping by norm, normalised inputs and targets, a smaller initialisation";

    public static string For(Op op) => op.Info.Hints.NotFinite ?? Overflow;

    /// <summary>For an infinite slope in a branch that is not taken.</summary>
    public static string ForUntaken(Op op) =>
        $"choose a safe operand before the op as well: Where(ok, {op.Info.Name}(Where(ok, x, 1)), 0)";
}
