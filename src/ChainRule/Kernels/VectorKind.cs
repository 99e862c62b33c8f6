using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>
/// What a register kernel needs of a vector type, so that it is written once for 512 bits and for what the machine has else.
/// All is inlined: the type arguments are structs, for each of which the compiler makes code of its own.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <typeparam name="V">The vector.</typeparam>
internal interface IVectorKind<T, V>
{
    /// <summary>Lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Whether there are 32 registers and not 16: a constant to the compiler.</summary>
    static abstract bool IsWide { get; }

    static abstract V Load(ref T from);

    static abstract V Splat(T value);

    static abstract void Store(V value, ref T to);

    /// <summary>x * y + z, in one rounding where the machine can.</summary>
    static abstract V MulAdd(V x, V y, V z);

    /// <summary>The sum of the lanes.</summary>
    static abstract T Sum(V value);
}

/// <summary>512-bit vectors, of which a machine that has them has 32.</summary>
internal readonly struct Wide<T> : IVectorKind<T, Vector512<T>>
    where T : unmanaged
{
    public static int Count => Vector512<T>.Count;

    public static bool IsWide => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(ref T from) => Vector512.LoadUnsafe(ref from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Splat(T value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> value, ref T to) => value.StoreUnsafe(ref to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MulAdd(Vector512<T> x, Vector512<T> y, Vector512<T> z) => typeof(T) == typeof(float)
        ? Vector512.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
        : Vector512.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Vector512<T> value)
    {
        var half = value.GetLower() + value.GetUpper();
        return Vector128.Sum(half.GetLower() + half.GetUpper());
    }
}

/// <summary>The vectors of <see cref="Vector{T}"/>, of which there are 16 at least.</summary>
internal readonly struct Narrow<T> : IVectorKind<T, Vector<T>>
    where T : unmanaged
{
    public static int Count => Vector<T>.Count;

    public static bool IsWide => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Load(ref T from) => Vector.LoadUnsafe(ref from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Splat(T value) => Vector.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<T> value, ref T to) => value.StoreUnsafe(ref to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> MulAdd(Vector<T> x, Vector<T> y, Vector<T> z) => Lanes.MulAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Vector<T> value) => Vector.Sum(value);
}
