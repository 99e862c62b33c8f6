using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChainRule.Kernels;

/// <summary>Roots of sums of squares whose squares may lie beyond the range of the type. NaN if any element is.</summary>
internal static class Norms
{
    /// <summary>√Σ x[i]²; of nothing: 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Of<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty) { return T.Zero; }
        ref var first = ref MemoryMarshal.GetReference(x);
        var squares = MatrixVector.Dot(ref first, ref first, x.Length);
        return IsExact(squares) ? T.Sqrt(squares) : Scaled(x);
    }

    /// <summary>√(a² + b²): the norm of two parts, by the norms of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(T a, T b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var squares = (a * a) + (b * b);
        if (IsExact(squares)) { return T.Sqrt(squares); }
        return T.IsNaN(squares) ? squares : T.Hypot(a, b);
    }

    /// <summary>norms[i] = √(norms[i]² + others[i]²).</summary>
    public static void Combine<T>(Span<T> norms, ReadOnlySpan<T> others) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var i = 0;
        for (; i <= norms.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var (a, b) = (new Vector<T>(norms[i..]), new Vector<T>(others[i..]));
            var squares = (a * a) + (b * b);
            if (!Vector.GreaterThanAll(squares, new(Least<T>())) || !Vector.LessThanAll(squares, new(T.PositiveInfinity)))
            {
                CombineEach(norms.Slice(i, Vector<T>.Count), others[i..]);
                continue;
            }
            Vector.SquareRoot(squares).CopyTo(norms[i..]);
        }
        CombineEach(norms[i..], others[i..]);
    }

    private static void CombineEach<T>(Span<T> norms, ReadOnlySpan<T> others) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < norms.Length; i++) { norms[i] = Of(norms[i], others[i]); }
    }

    /// <summary>Whether a sum of squares neither overflowed nor lost digits to squares that are denormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsExact<T>(T squares) where T : unmanaged, IFloatingPointIeee754<T> =>
        squares > Least<T>() && squares < T.PositiveInfinity;

    /// <summary>Sums of squares up to here may have lost digits.</summary>
    private static T Least<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
        T.CreateTruncating(typeof(T) == typeof(float) ? 1e-30 : 1e-290);

    /// <summary>Divides by a power of two near the greatest element, which rounds nothing that matters.</summary>
    private static T Scaled<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var greatest = T.Abs(TensorPrimitives.MaxMagnitude(x));
        if (greatest == T.Zero || !T.IsFinite(greatest)) { return greatest; }
        var exponent = Math.Max(T.ILogB(greatest), typeof(T) == typeof(float) ? -126 : -1022); // the scale must be a number
        var scale = T.ScaleB(T.One, -exponent);
        var squares = 0.0;
        foreach (var value in x)
        {
            var scaled = WideSums.Double(value * scale);
            squares += scaled * scaled;
        }
        return T.ScaleB(WideSums.Rounded<T>(Math.Sqrt(squares)), exponent);
    }
}
