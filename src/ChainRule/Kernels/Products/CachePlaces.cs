using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>Where lines of memory lie in a first-level cache, which keeps 8 or 12 of those that have the same place.</summary>
internal static class CachePlaces
{
    /// <summary>Lines so many bytes apart have the same place.</summary>
    private const int Period = 4096;

    /// <summary>Whether rows that are so many elements apart drive each other out, as those of a matrix of 1024 floats do.</summary>
    public static bool Collide<T>(int stride) => stride * Unsafe.SizeOf<T>() % Period == 0;
}
