using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
namespace ChainRule.Kernels;

/// <summary>Lanes of 512 bits, with AVX-512's own instructions where they save steps.</summary>
internal struct WideLanes<T> : ILanes<WideLanes<T>, T>
{
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;
    }

    private Vector512<T> lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private WideLanes(Vector512<T> lanes) => this.lanes = lanes;

    public static bool IsFloat
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    public static bool AreMany
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Of(double value) => typeof(T) == typeof(float)
        ? new(Vector512.As<float, T>(Vector512.Create((float)value)))
        : new(Vector512.As<double, T>(Vector512.Create(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> BitsOf(int bits) => typeof(T) == typeof(float)
        ? new(Vector512.As<int, T>(Vector512.Create(bits)))
        : new(Vector512.As<long, T>(Vector512.Create((long)bits)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Load(ref T from, nuint at) => new(Vector512.LoadUnsafe(ref from, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(WideLanes<T> lanes, ref T to, nuint at) => lanes.lanes.StoreUnsafe(ref to, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Splat(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(WideLanes<T> lanes) => Vector256.Sum(lanes.lanes.GetLower() + lanes.lanes.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator +(WideLanes<T> x, WideLanes<T> y) => new(x.lanes + y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator -(WideLanes<T> x, WideLanes<T> y) => new(x.lanes - y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator *(WideLanes<T> x, WideLanes<T> y) => new(x.lanes * y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator /(WideLanes<T> x, WideLanes<T> y) => new(x.lanes / y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator -(WideLanes<T> x) => new(-x.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator &(WideLanes<T> x, WideLanes<T> y) => new(x.lanes & y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator |(WideLanes<T> x, WideLanes<T> y) => new(x.lanes | y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator ^(WideLanes<T> x, WideLanes<T> y) => new(x.lanes ^ y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator ~(WideLanes<T> x) => new(~x.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> MulAdd(WideLanes<T> x, WideLanes<T> y, WideLanes<T> z) => typeof(T) == typeof(float)
        ? new(Vector512.As<float, T>(Vector512.MultiplyAddEstimate(x.lanes.AsSingle(), y.lanes.AsSingle(), z.lanes.AsSingle())))
        : new(Vector512.As<double, T>(Vector512.MultiplyAddEstimate(x.lanes.AsDouble(), y.lanes.AsDouble(), z.lanes.AsDouble())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate(WideLanes<T> x, WideLanes<T> y, ref WideLanes<T> sum)
    {
        if (typeof(T) == typeof(float))
        {
            sum.lanes = Vector512.As<float, T>(
            Vector512.MultiplyAddEstimate(x.lanes.AsSingle(), y.lanes.AsSingle(), sum.lanes.AsSingle()));
        }
        else
        {
            sum.lanes = Vector512.As<double, T>(
            Vector512.MultiplyAddEstimate(x.lanes.AsDouble(), y.lanes.AsDouble(), sum.lanes.AsDouble()));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Scale(WideLanes<T> x, WideLanes<T> n) => typeof(T) == typeof(float)
        ? new(Avx512F.Scale(x.lanes.AsSingle(), n.lanes.AsSingle()).As<float, T>())
        : new(Avx512F.Scale(x.lanes.AsDouble(), n.lanes.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Abs(WideLanes<T> x) => new(Vector512.Abs(x.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Sqrt(WideLanes<T> x) => new(Vector512.Sqrt(x.lanes));

    // The instructions give their second operand where either is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> AtMost(WideLanes<T> x, double limit) => typeof(T) == typeof(float)
        ? new(Avx512F.Min(Vector512.Create((float)limit), x.lanes.AsSingle()).As<float, T>())
        : new(Avx512F.Min(Vector512.Create(limit), x.lanes.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> AtLeast(WideLanes<T> x, double limit) => typeof(T) == typeof(float)
        ? new(Avx512F.Max(Vector512.Create((float)limit), x.lanes.AsSingle()).As<float, T>())
        : new(Avx512F.Max(Vector512.Create(limit), x.lanes.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Maximum(WideLanes<T> x, WideLanes<T> y) => new(Vector512.Max(x.lanes, y.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Minimum(WideLanes<T> x, WideLanes<T> y) => new(Vector512.Min(x.lanes, y.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> IfGreater(WideLanes<T> x, WideLanes<T> y, WideLanes<T> then, WideLanes<T> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(x.lanes, y.lanes), then.lanes, otherwise.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> IfGreaterEqual(WideLanes<T> x, WideLanes<T> y, WideLanes<T> then, WideLanes<T> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x.lanes, y.lanes), then.lanes, otherwise.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> IfEqual(WideLanes<T> x, WideLanes<T> y, WideLanes<T> then, WideLanes<T> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(x.lanes, y.lanes), then.lanes, otherwise.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Select(WideLanes<T> mask, WideLanes<T> then, WideLanes<T> otherwise) =>
        new(Vector512.ConditionalSelect(mask.lanes, then.lanes, otherwise.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyGreater(WideLanes<T> x, WideLanes<T> y) => Vector512.GreaterThanAny(x.lanes, y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> BitAdd(WideLanes<T> x, WideLanes<T> y) => typeof(T) == typeof(float)
        ? new(Vector512.As<int, T>(x.lanes.AsInt32() + y.lanes.AsInt32()))
        : new(Vector512.As<long, T>(x.lanes.AsInt64() + y.lanes.AsInt64()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> BitSubtract(WideLanes<T> x, WideLanes<T> y) => typeof(T) == typeof(float)
        ? new(Vector512.As<int, T>(x.lanes.AsInt32() - y.lanes.AsInt32()))
        : new(Vector512.As<long, T>(x.lanes.AsInt64() - y.lanes.AsInt64()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> BitsUp(WideLanes<T> x, int count) => typeof(T) == typeof(float)
        ? new(Vector512.As<int, T>(x.lanes.AsInt32() << count))
        : new(Vector512.As<long, T>(x.lanes.AsInt64() << count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> BitsDown(WideLanes<T> x, int count) => typeof(T) == typeof(float)
        ? new(Vector512.As<int, T>(x.lanes.AsInt32() >>> count))
        : new(Vector512.As<long, T>(x.lanes.AsInt64() >>> count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Lane(WideLanes<T> x, int i) => typeof(T) == typeof(float)
        ? x.lanes.AsSingle().GetElement(i)
        : x.lanes.AsDouble().GetElement(i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> WithLane(WideLanes<T> x, int i, double value) => typeof(T) == typeof(float)
        ? new(Vector512.As<float, T>(x.lanes.AsSingle().WithElement(i, (float)value)))
        : new(Vector512.As<double, T>(x.lanes.AsDouble().WithElement(i, value)));
}
