using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChainRule.Kernels;

/// <summary>A formula of one variable, written over lanes.</summary>
internal interface IUnary<T>
{
    static abstract Vector<T> Apply(Vector<T> x);
}

/// <summary>A formula of two variables, written over lanes.</summary>
internal interface IBinary<T>
{
    static abstract Vector<T> Apply(Vector<T> x, Vector<T> y);
}

/// <summary>A formula of three variables, written over lanes.</summary>
internal interface ITernary<T>
{
    static abstract Vector<T> Apply(Vector<T> x, Vector<T> y, Vector<T> z);
}

/// <summary>
/// Runs a formula over spans of one length, in registers of the machine's width. An output may be one of the inputs.
/// </summary>
/// <remarks>
/// The last register of a span is loaded before anything is stored and is computed after the loop. It overlaps the one
/// before it, so no lane needs a scalar version of its formula, and computing in place stays right. Spans shorter than a
/// register are copied into one.
/// </remarks>
internal static class Loops
{
    public static void Unary<T, F>(ReadOnlySpan<T> x, Span<T> y)
        where F : struct, IUnary<T>
    {
        Check(x.Length, y.Length);
        if (x.Length < Vector<T>.Count)
        {
            Padded<T, UnaryAsTernary<T, F>>(x, x, x, y);
            return;
        }
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var end = (nuint)(x.Length - Vector<T>.Count);
        var last = Vector.LoadUnsafe(ref from, end);
        for (nuint i = 0; ; i += (nuint)Vector<T>.Count)
        {
            var more = i < end;
            F.Apply(more ? Vector.LoadUnsafe(ref from, i) : last).StoreUnsafe(ref to, more ? i : end);
            if (!more) { return; }
        }
    }

    public static void Binary<T, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where F : struct, IBinary<T>
    {
        Check(x.Length, y.Length);
        Check(x.Length, z.Length);
        if (x.Length < Vector<T>.Count)
        {
            Padded<T, BinaryAsTernary<T, F>>(x, y, y, z);
            return;
        }
        ref var left = ref MemoryMarshal.GetReference(x);
        ref var right = ref MemoryMarshal.GetReference(y);
        ref var to = ref MemoryMarshal.GetReference(z);
        var end = (nuint)(x.Length - Vector<T>.Count);
        var lastLeft = Vector.LoadUnsafe(ref left, end);
        var lastRight = Vector.LoadUnsafe(ref right, end);
        for (nuint i = 0; ; i += (nuint)Vector<T>.Count)
        {
            var more = i < end;
            F.Apply(more ? Vector.LoadUnsafe(ref left, i) : lastLeft, more ? Vector.LoadUnsafe(ref right, i) : lastRight)
                .StoreUnsafe(ref to, more ? i : end);
            if (!more) { return; }
        }
    }

    public static void Ternary<T, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> w)
        where F : struct, ITernary<T>
    {
        Check(x.Length, y.Length);
        Check(x.Length, z.Length);
        Check(x.Length, w.Length);
        if (x.Length < Vector<T>.Count)
        {
            Padded<T, F>(x, y, z, w);
            return;
        }
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        ref var third = ref MemoryMarshal.GetReference(z);
        ref var to = ref MemoryMarshal.GetReference(w);
        var end = (nuint)(x.Length - Vector<T>.Count);
        var last1 = Vector.LoadUnsafe(ref first, end);
        var last2 = Vector.LoadUnsafe(ref second, end);
        var last3 = Vector.LoadUnsafe(ref third, end);
        for (nuint i = 0; i < end; i += (nuint)Vector<T>.Count)
        {
            F.Apply(Vector.LoadUnsafe(ref first, i), Vector.LoadUnsafe(ref second, i), Vector.LoadUnsafe(ref third, i))
                .StoreUnsafe(ref to, i);
        }
        F.Apply(last1, last2, last3).StoreUnsafe(ref to, end);
    }

    /// <summary>Spans shorter than a register: each is copied into one, filled up with 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Padded<T, F>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z, Span<T> w)
        where F : struct, ITernary<T>
    {
        var result = F.Apply(Take(x), Take(y), Take(z));
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Vector<T>, T>(ref result), w.Length).CopyTo(w);
    }

    private static Vector<T> Take<T>(ReadOnlySpan<T> x)
    {
        var lanes = Vector<T>.Zero;
        x.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<Vector<T>, T>(ref lanes), Vector<T>.Count));
        return lanes;
    }

    private readonly struct UnaryAsTernary<T, F> : ITernary<T>
        where F : struct, IUnary<T>
    {
        public static Vector<T> Apply(Vector<T> x, Vector<T> y, Vector<T> z) => F.Apply(x);
    }

    private readonly struct BinaryAsTernary<T, F> : ITernary<T>
        where F : struct, IBinary<T>
    {
        public static Vector<T> Apply(Vector<T> x, Vector<T> y, Vector<T> z) => F.Apply(x, y);
    }

    private static void Check(int expected, int actual)
    {
        if (expected != actual) { throw new ArgumentException($"The spans have {expected} and {actual} elements."); }
    }
}
