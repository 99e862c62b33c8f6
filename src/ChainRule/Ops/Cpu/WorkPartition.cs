using ChainRule.Kernels;

namespace ChainRule.Ops;

/// <summary>How kernels cut their work into parts that may run side by side, by sizes alone.</summary>
internal static class WorkPartition
{
    /// <summary>Into how many parts so many items are cut, which have so many elements together.</summary>
    public static int Parts(int items, int elements) => Math.Clamp(elements / Machine.MinElements, 1, Math.Max(1, items));

    /// <summary>The items of one part.</summary>
    public static (int From, int To) Of(int items, int part, int parts) =>
        ((int)((long)items * part / parts), (int)((long)items * (part + 1) / parts));
}
