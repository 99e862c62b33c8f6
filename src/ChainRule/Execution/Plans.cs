using ChainRule.Execution;

namespace ChainRule;

/// <summary>
/// The plans that <see cref="Tensor.Evaluate()"/> keeps, with the memory they run in, for the next evaluation of an expression of the same
/// structure. Expressions that differ only in the values of leaves or in numbers share a plan.
/// </summary>
public static class Plans
{
    /// <summary>
    /// The maximum memory of kept plans that are not running, in bytes: 64 MB at first. The plan used last does not count: it is kept
    /// whatever its size.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static long MaxBytes
    {
        get => PlanCache.Shared.MaxBytes;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            PlanCache.Shared.MaxBytes = value;
        }
    }

    /// <summary>
    /// The memory of all kept plans that are not running, in bytes; an estimate as to the plans, exact as to the memory they run in.
    /// </summary>
    public static long Bytes => PlanCache.Shared.Bytes;

    /// <summary>Drops all kept plans and their memory. What is running goes on.</summary>
    public static void Clear() => PlanCache.Shared.Clear();
}
