using System.Numerics;
using ChainRule.Planning;

namespace ChainRule.Execution;

/// <summary>
/// Turns the steps of a pass into actions. Two consecutive steps become one if there is a fused kernel and no other step
/// reads the value between.
/// </summary>
internal static class TileActions
{
    public static TileAction<T>[] For<T>(ElementwisePass pass, Func<Place, TilePlace> resolve) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var actions = new List<TileAction<T>>();
        for (var at = 0; at < pass.Steps.Length; at++)
        {
            if (IsPassedOn(pass.Steps, at)
                && TileAction<T>.For((Instruction)pass.Steps[at], pass.Steps[at + 1], pass.Row, resolve) is { } both)
            {
                actions.Add(both);
                at++;
            }
            else actions.Add(TileAction<T>.For(pass.Steps[at], pass.Row, resolve));
        }
        return [.. actions];
    }

    /// <summary>Whether the next step reads a step's result once, and no other step reads it.</summary>
    private static bool IsPassedOn(TileStep[] steps, int at)
    {
        if (at + 1 == steps.Length || steps[at] is not Instruction { Output: { IsRegister: true } made }) return false;
        if (steps[at + 1].Reads.Count(place => place == made) != 1) return false;
        if (steps[at + 1].Writes == made) return true;
        for (var later = at + 2; later < steps.Length; later++)
        {
            if (steps[later].Reads.Contains(made)) return false;
            if (steps[later].Writes == made) return true;
        }
        return true;
    }
}
