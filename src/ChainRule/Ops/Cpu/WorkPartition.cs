using ChainRule.Kernels;

namespace ChainRule.Ops;

/// <summary>How kernels cut their work into parts that may run in parallel, from sizes alone.</summary>
internal static class WorkPartition
{
    /// <summary>The number of parts for a number of items with a total number of elements.</summary>
    public static int Parts(int items, int elements) => Math.Clamp(elements / Machine.MinElements, 1, Math.Max(1, items));

    /// <summary>The items of one part.</summary>
    public static (int From, int To) Of(int items, int part, int parts) =>
        ((int)((long)items * part / parts), (int)((long)items * (part + 1) / parts));
}
