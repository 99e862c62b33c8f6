using System.Numerics;

namespace ChainRule.Kernels;

/// <summary>How numbers compare where NaN must have a place.</summary>
internal static class Order
{
    /// <summary>x &gt; y, with NaN above every number and equal to itself.</summary>
    public static bool Above<T>(T x, T y)
        where T : IFloatingPointIeee754<T> => x > y || (T.IsNaN(x) && !T.IsNaN(y));

    /// <summary>x &lt; y, with NaN below every number and equal to itself.</summary>
    public static bool Below<T>(T x, T y)
        where T : IFloatingPointIeee754<T> => x < y || (T.IsNaN(x) && !T.IsNaN(y));
}
