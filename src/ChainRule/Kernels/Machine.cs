using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>
/// What the code assumes of a machine: sizes of caches and pages, and the least work that is worth another thread. They are constants
/// and never asked of the machine at hand, because they decide how work is cut and in which order sums are taken: every machine gives the
/// same bits. Sizes that suit a kernel's registers or its algorithm stand with the kernel.
/// </summary>
internal static class Machine
{
    /// <summary>
    /// The bytes that caches exchange at a time: those of x86-64, and of nearly every Arm. The widest vectors, AVX-512's, are as long.
    /// </summary>
    public const int CacheLine = 64;

    /// <summary>
    /// A core's first-level data cache, in bytes: 32 KiB on AMD Zen to Zen 4 and on Intel before 2019, 48 KiB since. Tiles of 16, 64 and
    /// 128 KiB took the same time (docs/performance.md).
    /// </summary>
    public const int FirstLevelCache = 32 << 10;

    /// <summary>
    /// A core's second-level cache where it is small, in bytes: AMD Zen to Zen 3. What must fit every core's cache is measured by it.
    /// </summary>
    public const int SmallSecondLevelCache = 512 << 10;

    /// <summary>A core's usual second-level cache, in bytes: AMD Zen 4 and Intel's servers since 2017 have as much or more.</summary>
    public const int SecondLevelCache = 1 << 20;

    /// <summary>
    /// The greatest length of a row, in elements, with which a pass goes row by row: a register of such a row is 64 KiB in single
    /// precision, and some of them still fit the second-level cache.
    /// </summary>
    public const int LongestRow = 16 << 10;

    /// <summary>A page of memory, in bytes: the smallest of x86-64 and the usual one of Arm.</summary>
    public const int Page = 4096;

    /// <summary>A large page, in bytes, on the same machines.</summary>
    public const int LargePage = 2 << 20;

    /// <summary>
    /// Elements that are worth another thread where little is done with each: some microseconds. Handing work to a thread takes about 3.
    /// </summary>
    public const int MinElements = 16 << 10;

    /// <summary>Steps of a pass on one element each that are worth another thread.</summary>
    public const int MinElementSteps = 32 << 10;

    /// <summary>Multiplications of a product that are worth another thread, where the threads need no common copy of a side.</summary>
    public const int MinMultiplications = 1 << 16;

    /// <summary>
    /// The same where all threads read a packed side, which goes from core to core: some microseconds at the full speed of a core.
    /// </summary>
    public const int MinPackedMultiplications = 1 << 19;

    /// <summary>
    /// Lines of memory so many bytes apart have the same place in the first-level cache: its size over the number of lines that it keeps
    /// at one place, 32 KiB over 8 or 48 KiB over 12.
    /// </summary>
    private const int FirstLevelPeriod = 4096;

    /// <summary>
    /// Whether rows that are so many elements apart drive each other out of the first-level cache, as those of a matrix of 1024 floats do.
    /// </summary>
    public static bool Collide<T>(int stride) => stride * Unsafe.SizeOf<T>() % FirstLevelPeriod == 0;
}
