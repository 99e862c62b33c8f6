using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>
/// What <see cref="Vector{T}"/> lacks for formulas that are written once for float and double. The tests of the type are
/// constants to the compiler: one branch remains.
/// </summary>
internal static class Lanes
{
    /// <summary>A constant of a formula, rounded to <typeparamref name="T"/>, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of<T>(double value) => typeof(T) == typeof(float)
        ? Vector.As<float, T>(Vector.Create((float)value))
        : Vector.As<double, T>(Vector.Create(value));

    /// <summary>x * y + z, in one rounding where the machine can and in two where it cannot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> MulAdd<T>(Vector<T> x, Vector<T> y, Vector<T> z) => typeof(T) == typeof(float)
        ? Vector.As<float, T>(Vector.MultiplyAddEstimate(Vector.AsVectorSingle(x), Vector.AsVectorSingle(y), Vector.AsVectorSingle(z)))
        : Vector.As<double, T>(Vector.MultiplyAddEstimate(Vector.AsVectorDouble(x), Vector.AsVectorDouble(y), Vector.AsVectorDouble(z)));

    /// <summary>The sum of the lanes' bits, read as integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> BitAdd<T>(Vector<T> x, Vector<T> y) => typeof(T) == typeof(float)
        ? Vector.As<int, T>(Vector.AsVectorInt32(x) + Vector.AsVectorInt32(y))
        : Vector.As<long, T>(Vector.AsVectorInt64(x) + Vector.AsVectorInt64(y));

    /// <summary>The difference of the lanes' bits, read as integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> BitSubtract<T>(Vector<T> x, Vector<T> y) => typeof(T) == typeof(float)
        ? Vector.As<int, T>(Vector.AsVectorInt32(x) - Vector.AsVectorInt32(y))
        : Vector.As<long, T>(Vector.AsVectorInt64(x) - Vector.AsVectorInt64(y));

    /// <summary>Shifts a lane's lowest bits up to where the exponent field begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> ToExponent<T>(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.As<int, T>(Vector.AsVectorInt32(x) << 23)
        : Vector.As<long, T>(Vector.AsVectorInt64(x) << 52);

    /// <summary>Shifts sign and exponent field down to a lane's lowest bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> FromExponent<T>(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.As<int, T>(Vector.AsVectorInt32(x) >>> 23)
        : Vector.As<long, T>(Vector.AsVectorInt64(x) >>> 52);

    /// <summary>The bits of a small integer in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> BitOf<T>(int bits) => typeof(T) == typeof(float)
        ? Vector.As<int, T>(Vector.Create(bits))
        : Vector.As<long, T>(Vector.Create((long)bits));

    /// <summary>Shifts bit 1 up to the sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> SecondBitToSign<T>(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.As<int, T>(Vector.AsVectorInt32(x) << 30)
        : Vector.As<long, T>(Vector.AsVectorInt64(x) << 62);

    /// <summary>All bits set in the lanes whose bit 0 is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> FirstBitMask<T>(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.As<int, T>(Vector<int>.Zero - (Vector.AsVectorInt32(x) & Vector<int>.One))
        : Vector.As<long, T>(Vector<long>.Zero - (Vector.AsVectorInt64(x) & Vector<long>.One));
}
