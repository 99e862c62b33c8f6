using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChainRule.Kernels;

/// <summary>
/// A formula that takes far longer than to load and to store, so that a loop does nothing for several registers at a time. That is
/// said by a type, not by a member, since the compiler knows a type's interfaces before it looks at what would be left out.
/// </summary>
internal interface ILong;

/// <summary>A formula of one variable, written over lanes.</summary>
internal interface IUnary
{
    static abstract V Apply<V>(V x) where V : struct, ILanes<V>;
}

/// <summary>A formula of two variables, written over lanes.</summary>
internal interface IBinary
{
    static abstract V Apply<V>(V x, V y) where V : struct, ILanes<V>;
}

/// <summary>A formula of three variables, written over lanes.</summary>
internal interface ITernary
{
    static abstract V Apply<V>(V x, V y, V z) where V : struct, ILanes<V>;
}

/// <summary>
/// Runs a formula over spans of one length, in the widest registers that the machine has and the spans fill. An output may be
/// one of the inputs.
/// </summary>
/// <remarks>
/// The last register of a span overlaps the one before it, so no lane needs a scalar version of its formula. It is
/// loaded before anything is stored, so that computing in place stays right. Spans shorter than a register are copied
/// into one. Loops are compiled with all optimizations at once, each when it is first needed: the first step of a model counts too. They
/// are never inlined: in another method the compiler would soon run out of its budget for inlining, and leave calls in the formula. For the
/// same reason whatever a formula calls, down to a constant, asks for AggressiveInlining.
/// </remarks>
internal static class Loops
{
    public static void Unary<T, F>(ReadOnlySpan<T> x, Span<T> y)
        where F : struct, IUnary
    {
        Check(x.Length, y.Length);
        if (IsWide<T>(x.Length)) Wide<T, F>(x, y);
        else if (x.Length >= Vector<T>.Count) Narrow<T, F>(x, y);
        else if (x.Length == 1) One<T, UnaryAsTernary<F>>(x, x, x, y);
        else Padded<T, UnaryAsTernary<F>>(x, x, x, y);
    }

    public static void Binary<T, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where F : struct, IBinary
    {
        Check(x.Length, y.Length);
        Check(x.Length, z.Length);
        if (IsWide<T>(x.Length)) Wide<T, F>(x, y, z);
        else if (x.Length >= Vector<T>.Count) Narrow<T, F>(x, y, z);
        else if (x.Length == 1) One<T, BinaryAsTernary<F>>(x, y, y, z);
        else Padded<T, BinaryAsTernary<F>>(x, y, y, z);
    }

    public static void Ternary<T, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> w)
        where F : struct, ITernary
    {
        Check(x.Length, y.Length);
        Check(x.Length, z.Length);
        Check(x.Length, w.Length);
        if (IsWide<T>(x.Length)) Wide<T, F>(x, y, z, w);
        else if (x.Length >= Vector<T>.Count) Narrow<T, F>(x, y, z, w);
        else if (x.Length == 1) One<T, F>(x, y, z, w);
        else Padded<T, F>(x, y, z, w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWide<T>(int length) => WideLanes<T>.IsSupported && length >= WideLanes<T>.Count;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Wide<T, F>(ReadOnlySpan<T> x, Span<T> y)
        where F : struct, IUnary => Run<T, WideLanes<T>, F>(x, y);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Wide<T, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where F : struct, IBinary => Run<T, WideLanes<T>, F>(x, y, z);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Wide<T, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> w)
        where F : struct, ITernary => Run<T, WideLanes<T>, F>(x, y, z, w);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<T, F>(ReadOnlySpan<T> x, Span<T> y)
        where F : struct, IUnary => Run<T, NativeLanes<T>, F>(x, y);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<T, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where F : struct, IBinary => Run<T, NativeLanes<T>, F>(x, y, z);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<T, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> w)
        where F : struct, ITernary => Run<T, NativeLanes<T>, F>(x, y, z, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T, V, F>(ReadOnlySpan<T> x, Span<T> y)
        where V : struct, ILanes<V, T>
        where F : struct, IUnary
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var end = (nuint)(x.Length - V.Count);
        var lastA = V.Load(ref from, end);
        nuint i = 0;
        for (; default(F) is not ILong && i + (nuint)V.Count < end; i += 2 * (nuint)V.Count)
        {
            var (a, b) = (V.Load(ref from, i), V.Load(ref from, i + (nuint)V.Count));
            V.Store(F.Apply(a), ref to, i);
            V.Store(F.Apply(b), ref to, i + (nuint)V.Count);
        }
        for (; ; i += (nuint)V.Count)
        {
            V a;
            if (i < end) a = V.Load(ref from, i);
            else (i, a) = (end, lastA);
            V.Store(F.Apply(a), ref to, i);
            if (i == end) return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T, V, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where V : struct, ILanes<V, T>
        where F : struct, IBinary
    {
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        ref var to = ref MemoryMarshal.GetReference(z);
        var end = (nuint)(x.Length - V.Count);
        var (lastA, lastB) = (V.Load(ref left, end), V.Load(ref right, end));
        nuint i = 0;
        for (; default(F) is not ILong && i + (nuint)V.Count < end; i += 2 * (nuint)V.Count)
        {
            var (a, b) = (V.Load(ref left, i), V.Load(ref right, i));
            var (c, d) = (V.Load(ref left, i + (nuint)V.Count), V.Load(ref right, i + (nuint)V.Count));
            V.Store(F.Apply(a, b), ref to, i);
            V.Store(F.Apply(c, d), ref to, i + (nuint)V.Count);
        }
        for (; ; i += (nuint)V.Count)
        {
            V a, b;
            if (i < end) (a, b) = (V.Load(ref left, i), V.Load(ref right, i));
            else (i, a, b) = (end, lastA, lastB);
            V.Store(F.Apply(a, b), ref to, i);
            if (i == end) return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<T, V, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> w)
        where V : struct, ILanes<V, T>
        where F : struct, ITernary
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        ref var third = ref MemoryMarshal.GetReference(z);
        ref var to = ref MemoryMarshal.GetReference(w);
        var end = (nuint)(x.Length - V.Count);
        var (lastA, lastB, lastC) = (V.Load(ref first, end), V.Load(ref second, end), V.Load(ref third, end));
        nuint i = 0;
        for (; default(F) is not ILong && i + (nuint)V.Count < end; i += 2 * (nuint)V.Count)
        {
            var (a, b, c) = (V.Load(ref first, i), V.Load(ref second, i), V.Load(ref third, i));
            var next = i + (nuint)V.Count;
            var (d, e, f) = (V.Load(ref first, next), V.Load(ref second, next), V.Load(ref third, next));
            V.Store(F.Apply(a, b, c), ref to, i);
            V.Store(F.Apply(d, e, f), ref to, next);
        }
        for (; ; i += (nuint)V.Count)
        {
            V a, b, c;
            if (i < end) (a, b, c) = (V.Load(ref first, i), V.Load(ref second, i), V.Load(ref third, i));
            else (i, a, b, c) = (end, lastA, lastB, lastC);
            V.Store(F.Apply(a, b, c), ref to, i);
            if (i == end) return;
        }
    }

    /// <summary>Spans shorter than a register: each is copied into one, filled up with 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Padded<T, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> w)
        where F : struct, ITernary
    {
        var result = F.Apply(Take(x), Take(y), Take(z));
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<NativeLanes<T>, T>(ref result), w.Length).CopyTo(w);
    }

    /// <summary>A single number, as of plans without arrays, goes through a register without a detour by memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void One<T, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> w)
        where F : struct, ITernary =>
        w[0] = NativeLanes<T>.First(F.Apply(NativeLanes<T>.Splat(x[0]), NativeLanes<T>.Splat(y[0]), NativeLanes<T>.Splat(z[0])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static NativeLanes<T> Take<T>(ReadOnlySpan<T> x)
    {
        var lanes = default(NativeLanes<T>);
        x.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<NativeLanes<T>, T>(ref lanes), NativeLanes<T>.Count));
        return lanes;
    }

    private readonly struct UnaryAsTernary<F> : ITernary
        where F : struct, IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x, V y, V z) where V : struct, ILanes<V> => F.Apply(x);
    }

    private readonly struct BinaryAsTernary<F> : ITernary
        where F : struct, IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<V>(V x, V y, V z) where V : struct, ILanes<V> => F.Apply(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(int expected, int actual)
    {
        if (expected != actual) Refuse(expected, actual);
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private static void Refuse(int expected, int actual) =>
        throw new ArgumentException($"The spans have {expected} and {actual} elements.");
}
