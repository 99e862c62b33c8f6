using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>Where a kernel's taps find what they meet in planes.</summary>
internal static class ConvTaps
{
    /// <summary>
    /// How many elements of a workspace a table of taps takes, in whole lines of memory: registers that are read after it cross none.
    /// </summary>
    public static int Elements<T>(int taps) where T : unmanaged =>
        ((taps * Unsafe.SizeOf<Tap>()) + Machine.CacheLine - 1) / Machine.CacheLine * Machine.CacheLine / Unsafe.SizeOf<T>();

    /// <summary>All taps, for places of the output over planes of the input.</summary>
    public static void Forward(in ConvGeometry g, in ConvPlanes planes, Span<Tap> taps)
    {
        var (down, across) = (g.Down, g.Across);
        for (var tap = 0; tap < g.Taps; tap++)
        {
            var (ky, kx) = Math.DivRem(tap, g.KernelWidth);
            taps[tap] = new(tap, planes.Distance(down.SlotOf(ky), across.SlotOf(kx), down.Shift(ky), across.Shift(kx)));
        }
    }

    /// <summary>The taps that meet the inputs of a phase, for places of the input over planes of the output. Returns how many.</summary>
    public static int Backward(in ConvGeometry g, in ConvPlanes planes, int slotY, int slotX, Span<Tap> taps)
    {
        var (down, across, count) = (g.Down, g.Across, 0);
        for (var tap = 0; tap < g.Taps; tap++)
        {
            var (ky, kx) = Math.DivRem(tap, g.KernelWidth);
            if (down.SlotOf(ky) != slotY || across.SlotOf(kx) != slotX) { continue; }
            taps[count++] = new(tap, planes.Distance(0, 0, down.Reach - down.Shift(ky), across.Reach - across.Shift(kx)));
        }
        return count;
    }
}
