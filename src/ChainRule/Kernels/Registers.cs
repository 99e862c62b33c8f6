using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>A vector register of one width, so that a register block is written once for all.</summary>
internal interface IRegister<TSelf, T>
    where TSelf : struct, IRegister<TSelf, T>
{
    /// <summary>How many elements it holds.</summary>
    static abstract int Count { get; }

    /// <summary>The elements from here on.</summary>
    static abstract TSelf Load(ref T from);

    /// <summary>One number in every lane.</summary>
    static abstract TSelf Create(T value);

    /// <summary>x·y + z.</summary>
    static abstract TSelf MulAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>x + y.</summary>
    static abstract TSelf Add(TSelf x, TSelf y);

    /// <summary>The sum of the lanes.</summary>
    static abstract T Sum(TSelf x);

    /// <summary>Writes the lanes from here on.</summary>
    static abstract void Store(TSelf x, ref T to);
}

/// <summary>512 bits.</summary>
internal readonly struct WideRegister<T>(Vector512<T> lanes) : IRegister<WideRegister<T>, T>
{
    private readonly Vector512<T> lanes = lanes;

    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideRegister<T> Load(ref T from) => new(Vector512.LoadUnsafe(ref from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideRegister<T> Create(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideRegister<T> MulAdd(WideRegister<T> x, WideRegister<T> y, WideRegister<T> z) => new(typeof(T) == typeof(float)
        ? Vector512.MultiplyAddEstimate(x.lanes.AsSingle(), y.lanes.AsSingle(), z.lanes.AsSingle()).As<float, T>()
        : Vector512.MultiplyAddEstimate(x.lanes.AsDouble(), y.lanes.AsDouble(), z.lanes.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideRegister<T> Add(WideRegister<T> x, WideRegister<T> y) => new(x.lanes + y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(WideRegister<T> x) => Vector512.Sum(x.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(WideRegister<T> x, ref T to) => x.lanes.StoreUnsafe(ref to);
}

/// <summary>The width of <see cref="Vector{T}"/>: 256 bits where the machine has them, else 128.</summary>
internal readonly struct PlainRegister<T>(Vector<T> lanes) : IRegister<PlainRegister<T>, T>
{
    private readonly Vector<T> lanes = lanes;

    public static int Count => Vector<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PlainRegister<T> Load(ref T from) => new(Vector.LoadUnsafe(ref from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PlainRegister<T> Create(T value) => new(Vector.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PlainRegister<T> MulAdd(PlainRegister<T> x, PlainRegister<T> y, PlainRegister<T> z) => new(Lanes.MulAdd(x.lanes, y.lanes, z.lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PlainRegister<T> Add(PlainRegister<T> x, PlainRegister<T> y) => new(x.lanes + y.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(PlainRegister<T> x) => Vector.Sum(x.lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(PlainRegister<T> x, ref T to) => x.lanes.StoreUnsafe(ref to);
}

/// <summary>Whether a block is one or two registers wide; a constant to the compiler.</summary>
internal interface IRegisterWidth
{
    static abstract bool IsTwo { get; }
}

/// <summary>One register.</summary>
internal readonly struct OneRegister : IRegisterWidth
{
    public static bool IsTwo => false;
}

/// <summary>Two registers.</summary>
internal readonly struct TwoRegisters : IRegisterWidth
{
    public static bool IsTwo => true;
}
