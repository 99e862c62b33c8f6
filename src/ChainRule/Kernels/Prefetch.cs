using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace ChainRule.Kernels;

/// <summary>Asks for memory before it is needed, so that it comes while something else is computed. It changes no value.</summary>
internal static class Prefetch
{
    private const int Line = 64; // bytes of a cache line

    /// <summary>Brings elements to the second-level cache, where the machine can be asked to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Ahead<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        if (!Sse.IsSupported) { return; }
        // An address may become stale if the collector moves the array meanwhile: a request for a wrong place does no harm.
        ref var first = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements));
        var bytes = (nint)elements.Length * sizeof(T);
        for (nint at = 0; at < bytes; at += Line) { Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.Add(ref first, at))); }
    }
}
