using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ChainRule.Kernels;

namespace ChainRule.Execution;

/// <summary>
/// Requests large pages for large buffers, on systems that have them. The first write to each page costs a page fault: 256 per megabyte,
/// which can take longer than all that a first step computes there.
/// </summary>
internal static class LargePages
{
    private const int MinBytes = 2 * Machine.LargePage; // so that one surely fits, wherever the array begins
    private const int WantLargePages = 14; // MADV_HUGEPAGE

    /// <summary>
    /// Requests large pages for a pinned array that has not been written yet. The request is a hint; its result is ignored.
    /// </summary>
    public static unsafe void AskFor(byte[] pinned)
    {
        if (!OperatingSystem.IsLinux() || pinned.Length < MinBytes) return;
        var start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        var skipped = (int)(-start & (Machine.Page - 1)); // the advice begins at a page
        try { _ = Advise(start + skipped, (nuint)(pinned.Length - skipped), WantLargePages); }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException) { } // a Linux without the call
    }

#pragma warning disable SYSLIB1054 // There is nothing to marshal, so nothing to generate.
    [DllImport("libc", EntryPoint = "madvise"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint start, nuint bytes, int advice);
#pragma warning restore SYSLIB1054
}
