using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace ChainRule.Kernels;

/// <summary>Asks for memory before it is needed, so that it comes while something else is computed. It changes no value.</summary>
internal static class Prefetch
{
    /// <summary>Brings elements to the second-level cache, where the machine can be asked to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Ahead<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        if (!Sse.IsSupported) { return; }
        // An address may become stale if the collector moves the array meanwhile: a request for a wrong place does no harm.
        ref var first = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements));
        var bytes = (nint)elements.Length * sizeof(T);
        for (nint at = 0; at < bytes; at += Machine.CacheLine) { Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.Add(ref first, at))); }
    }

    /// <summary>Brings the line of one element to the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Line<T>(ref T element)
    {
        if (Sse.IsSupported) { Sse.Prefetch0(Unsafe.AsPointer(ref element)); }
    }
}
