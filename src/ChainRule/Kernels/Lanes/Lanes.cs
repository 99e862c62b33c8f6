using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>
/// A register of floats or doubles, lane by lane. Formulas are written once, over any such type, and know nothing of its width:
/// <see cref="WideLanes{T}"/> where the machine has 512 bits, else <see cref="NativeLanes{T}"/>.
/// </summary>
/// <remarks>
/// There are no masks to hold, since wide machines have registers of another kind for them: a comparison chooses between two
/// values at once. What a formula asks of the type (<see cref="IsFloat"/>) is a
/// constant to the compiler: one branch remains.
/// </remarks>
internal interface ILanes<V> :
    IAdditionOperators<V, V, V>, ISubtractionOperators<V, V, V>, IMultiplyOperators<V, V, V>, IDivisionOperators<V, V, V>,
    IUnaryNegationOperators<V, V>, IBitwiseOperators<V, V, V>
    where V : struct, ILanes<V>
{
    /// <summary>Lanes of 32 bits, else of 64.</summary>
    static abstract bool IsFloat { get; }

    static abstract int Count { get; }

    /// <summary>A constant of a formula, rounded to the lanes' type, in every lane.</summary>
    static abstract V Of(double value);

    /// <summary>The bits of a small integer in every lane.</summary>
    static abstract V BitsOf(int bits);

    /// <summary>x * y + z, in one rounding where the machine can and in two where it cannot.</summary>
    static abstract V MulAdd(V x, V y, V z);

    /// <summary>
    /// Adds x * y to a sum in place. Said like this, the compiler leaves the sum in its register; of a <see cref="MulAdd"/> that is
    /// assigned to its own last argument it makes one in the register of x, and a move.
    /// </summary>
    static abstract void Accumulate(V x, V y, ref V sum);

    /// <summary>x 2ⁿ for a whole n, rounded once.</summary>
    static abstract V Scale(V x, V n);

    static abstract V Abs(V x);

    static abstract V Sqrt(V x);

    /// <summary>The lesser of x and a number; NaN stays NaN.</summary>
    static abstract V AtMost(V x, double limit);

    /// <summary>The greater of x and a number; NaN stays NaN.</summary>
    static abstract V AtLeast(V x, double limit);

    /// <summary>The greater; -0 is less than 0, and NaN wins.</summary>
    static abstract V Maximum(V x, V y);

    /// <summary>The lesser; -0 is less than 0, and NaN wins.</summary>
    static abstract V Minimum(V x, V y);

    /// <summary>One of two, lane by lane.</summary>
    static abstract V IfGreater(V x, V y, V then, V otherwise);

    static abstract V IfGreaterEqual(V x, V y, V then, V otherwise);

    static abstract V IfEqual(V x, V y, V then, V otherwise);

    /// <summary>Each bit from one of two.</summary>
    static abstract V Select(V mask, V then, V otherwise);

    /// <summary>Whether x &gt; y in some lane.</summary>
    static abstract bool AnyGreater(V x, V y);

    /// <summary>The sum of the lanes' bits, read as integers.</summary>
    static abstract V BitAdd(V x, V y);

    /// <summary>The difference of the lanes' bits, read as integers.</summary>
    static abstract V BitSubtract(V x, V y);

    static abstract V BitsUp(V x, int count);

    /// <summary>Zeros come in from above.</summary>
    static abstract V BitsDown(V x, int count);

    /// <summary>Lane <paramref name="i"/>, for the few that a formula cannot compute.</summary>
    static abstract double Lane(V x, int i);

    static abstract V WithLane(V x, int i, double value);
}

/// <summary>Lanes that come from memory and go there.</summary>
internal interface ILanes<V, T> : ILanes<V>
    where V : struct, ILanes<V, T>
{
    static abstract V Load(ref T from, nuint at);

    static abstract void Store(V lanes, ref T to, nuint at);

    /// <summary>Whether the machine has 32 such registers and not 16: a constant to the compiler.</summary>
    static abstract bool AreMany { get; }

    /// <summary>One number in every lane.</summary>
    static abstract V Splat(T value);

    /// <summary>The sum of the lanes.</summary>
    static abstract T Sum(V lanes);
}

/// <summary>What <see cref="Vector{T}"/> lacks.</summary>
internal static class Lanes
{
    /// <summary>x * y + z, in one rounding where the machine can and in two where it cannot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> MulAdd<T>(Vector<T> x, Vector<T> y, Vector<T> z) => typeof(T) == typeof(float)
        ? Vector.As<float, T>(Vector.MultiplyAddEstimate(Vector.AsVectorSingle(x), Vector.AsVectorSingle(y), Vector.AsVectorSingle(z)))
        : Vector.As<double, T>(Vector.MultiplyAddEstimate(Vector.AsVectorDouble(x), Vector.AsVectorDouble(y), Vector.AsVectorDouble(z)));
}
