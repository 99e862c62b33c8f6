using System.Numerics;

namespace ChainRule.Tests.Kernels;

/// <summary>Compares numbers by units in the last place of the expected one.</summary>
internal static class Ulp
{
    public static double Distance<T>(double expected, T actual)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var nearest = T.CreateTruncating(expected);
        if (T.IsNaN(nearest) || !T.IsFinite(nearest) || !T.IsFinite(actual))
        {
            return T.IsNaN(nearest) && T.IsNaN(actual) || nearest == actual ? 0 : double.PositiveInfinity;
        }
        var magnitude = T.Abs(nearest);
        var unit = double.CreateTruncating(T.BitIncrement(magnitude) - magnitude);
        return double.IsFinite(unit) ? Math.Abs(double.CreateTruncating(actual) - expected) / unit : 0;
    }

    public static void Within<T>(double tolerance, double expected, T actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var distance = Distance(expected, actual);
        Assert.True(distance <= tolerance, $"{what}: {actual} is {distance:G3} units off {expected:R}");
    }

    /// <summary>The same bits, or both NaN.</summary>
    public static void Same<T>(T expected, T actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var same = T.IsNaN(expected) ? T.IsNaN(actual) : expected == actual && T.IsNegative(expected) == T.IsNegative(actual);
        Assert.True(same, $"{what}: {actual} instead of {expected}");
    }
}
