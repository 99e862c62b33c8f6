using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>Lanes of <see cref="Vector{T}"/>: the registers that .NET takes for the machine's own, up to 256 bits wide.</summary>
internal struct NativeLanes<T> : ILanes<NativeLanes<T>, T>
{
    private Vector<T> lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private NativeLanes(Vector<T> lanes) => this.lanes = lanes;

    public static bool IsFloat
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    public static bool AreMany
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> Of(double value) => typeof(T) == typeof(float)
        ? new(Vector.As<float, T>(Vector.Create((float)value)))
        : new(Vector.As<double, T>(Vector.Create(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> BitsOf(int bits) => typeof(T) == typeof(float)
        ? new(Vector.As<int, T>(Vector.Create(bits)))
        : new(Vector.As<long, T>(Vector.Create((long)bits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> Load(ref T from, nuint at) => new(Vector.LoadUnsafe(ref from, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(NativeLanes<T> lanes, ref T to, nuint at) => lanes.lanes.StoreUnsafe(ref to, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> Splat(T value) => new(Vector.Create(value));

    /// <summary>The first lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T First(NativeLanes<T> lanes) => lanes.lanes[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(NativeLanes<T> lanes) => Vector.Sum(lanes.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> operator +(NativeLanes<T> x, NativeLanes<T> y) => new(x.lanes + y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> operator -(NativeLanes<T> x, NativeLanes<T> y) => new(x.lanes - y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> operator *(NativeLanes<T> x, NativeLanes<T> y) => new(x.lanes * y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> operator /(NativeLanes<T> x, NativeLanes<T> y) => new(x.lanes / y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> operator -(NativeLanes<T> x) => new(-x.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> operator &(NativeLanes<T> x, NativeLanes<T> y) => new(x.lanes & y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> operator |(NativeLanes<T> x, NativeLanes<T> y) => new(x.lanes | y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> operator ^(NativeLanes<T> x, NativeLanes<T> y) => new(x.lanes ^ y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> operator ~(NativeLanes<T> x) => new(~x.lanes);

    // Not by way of Lanes.MulAdd: the compiler stops inlining at 512 locals, and the longest formulas would pass that.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> MulAdd(NativeLanes<T> x, NativeLanes<T> y, NativeLanes<T> z) => typeof(T) == typeof(float)
        ? new(Vector.As<float, T>(
            Vector.MultiplyAddEstimate(Vector.AsVectorSingle(x.lanes), Vector.AsVectorSingle(y.lanes), Vector.AsVectorSingle(z.lanes))))
        : new(Vector.As<double, T>(
            Vector.MultiplyAddEstimate(Vector.AsVectorDouble(x.lanes), Vector.AsVectorDouble(y.lanes), Vector.AsVectorDouble(z.lanes))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(NativeLanes<T> x, NativeLanes<T> y, ref NativeLanes<T> sum)
    {
        if (typeof(T) == typeof(float))
        {
            sum.lanes = Vector.As<float, T>(
            Vector.MultiplyAddEstimate(Vector.AsVectorSingle(x.lanes), Vector.AsVectorSingle(y.lanes), Vector.AsVectorSingle(sum.lanes)));
        }
        else
        {
            sum.lanes = Vector.As<double, T>(
            Vector.MultiplyAddEstimate(Vector.AsVectorDouble(x.lanes), Vector.AsVectorDouble(y.lanes), Vector.AsVectorDouble(sum.lanes)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> Scale(NativeLanes<T> x, NativeLanes<T> n) => Exponential.ScaleTwice(x, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> Abs(NativeLanes<T> x) => new(Vector.Abs(x.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> Sqrt(NativeLanes<T> x) => new(Vector.SquareRoot(x.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> AtMost(NativeLanes<T> x, double limit) => IfGreater(x, Of(limit), Of(limit), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> AtLeast(NativeLanes<T> x, double limit) => IfGreater(Of(limit), x, Of(limit), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> Maximum(NativeLanes<T> x, NativeLanes<T> y) => new(Vector.Max(x.lanes, y.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> Minimum(NativeLanes<T> x, NativeLanes<T> y) => new(Vector.Min(x.lanes, y.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> IfGreater(NativeLanes<T> x, NativeLanes<T> y, NativeLanes<T> then, NativeLanes<T> otherwise) =>
        new(Vector.ConditionalSelect(Vector.GreaterThan(x.lanes, y.lanes), then.lanes, otherwise.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> IfGreaterEqual(NativeLanes<T> x, NativeLanes<T> y, NativeLanes<T> then, NativeLanes<T> otherwise) =>
        new(Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x.lanes, y.lanes), then.lanes, otherwise.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> IfEqual(NativeLanes<T> x, NativeLanes<T> y, NativeLanes<T> then, NativeLanes<T> otherwise) =>
        new(Vector.ConditionalSelect(Vector.Equals(x.lanes, y.lanes), then.lanes, otherwise.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> Select(NativeLanes<T> mask, NativeLanes<T> then, NativeLanes<T> otherwise) =>
        new(Vector.ConditionalSelect(mask.lanes, then.lanes, otherwise.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyGreater(NativeLanes<T> x, NativeLanes<T> y) => Vector.GreaterThanAny(x.lanes, y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> BitAdd(NativeLanes<T> x, NativeLanes<T> y) => typeof(T) == typeof(float)
        ? new(Vector.As<int, T>(Vector.AsVectorInt32(x.lanes) + Vector.AsVectorInt32(y.lanes)))
        : new(Vector.As<long, T>(Vector.AsVectorInt64(x.lanes) + Vector.AsVectorInt64(y.lanes)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> BitSubtract(NativeLanes<T> x, NativeLanes<T> y) => typeof(T) == typeof(float)
        ? new(Vector.As<int, T>(Vector.AsVectorInt32(x.lanes) - Vector.AsVectorInt32(y.lanes)))
        : new(Vector.As<long, T>(Vector.AsVectorInt64(x.lanes) - Vector.AsVectorInt64(y.lanes)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> BitsUp(NativeLanes<T> x, int count) => typeof(T) == typeof(float)
        ? new(Vector.As<int, T>(Vector.AsVectorInt32(x.lanes) << count))
        : new(Vector.As<long, T>(Vector.AsVectorInt64(x.lanes) << count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> BitsDown(NativeLanes<T> x, int count) => typeof(T) == typeof(float)
        ? new(Vector.As<int, T>(Vector.AsVectorInt32(x.lanes) >>> count))
        : new(Vector.As<long, T>(Vector.AsVectorInt64(x.lanes) >>> count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Lane(NativeLanes<T> x, int i) => typeof(T) == typeof(float)
        ? Vector.AsVectorSingle(x.lanes).GetElement(i)
        : Vector.AsVectorDouble(x.lanes).GetElement(i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NativeLanes<T> WithLane(NativeLanes<T> x, int i, double value) => typeof(T) == typeof(float)
        ? new(Vector.As<float, T>(Vector.AsVectorSingle(x.lanes).WithElement(i, (float)value)))
        : new(Vector.As<double, T>(Vector.AsVectorDouble(x.lanes).WithElement(i, value)));
}
