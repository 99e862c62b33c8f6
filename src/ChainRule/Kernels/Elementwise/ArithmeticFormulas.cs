using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

// Arithmetic and choices, a struct a formula.

/// <summary>-x.</summary>
internal readonly struct NegFormula : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => -x;
}

/// <summary>|x|.</summary>
internal readonly struct AbsFormula : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => V.Abs(x);
}

/// <summary>√x.</summary>
internal readonly struct SqrtFormula : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => V.Sqrt(x);
}

/// <summary>x where it is above 0 or NaN, else 0.</summary>
internal readonly struct ReluFormula : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => V.IfGreaterEqual(V.Of(0), x, V.Of(0), x);
}

/// <summary>x².</summary>
internal readonly struct SquareFormula : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => x * x;
}

/// <summary>1 / x.</summary>
internal readonly struct ReciprocalFormula : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => V.Of(1) / x;
}

/// <summary>1 / √x.</summary>
internal readonly struct RsqrtFormula : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => V.Of(1) / V.Sqrt(x);
}

/// <summary>-1, 1, or x itself where x is ±0 or NaN.</summary>
internal readonly struct SignFormula : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V>
    {
        var y = V.IfGreater(x, V.Of(0), V.Of(1), x);
        return V.IfGreater(V.Of(0), x, V.Of(-1), y);
    }
}

/// <summary>x + y.</summary>
internal readonly struct AddFormula : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y) where V : struct, ILanes<V> => x + y;
}

/// <summary>x - y.</summary>
internal readonly struct SubFormula : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y) where V : struct, ILanes<V> => x - y;
}

/// <summary>x * y.</summary>
internal readonly struct MulFormula : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y) where V : struct, ILanes<V> => x * y;
}

/// <summary>x / y.</summary>
internal readonly struct DivFormula : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y) where V : struct, ILanes<V> => x / y;
}

/// <summary>The larger; NaN if either is.</summary>
internal readonly struct MaximumFormula : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y) where V : struct, ILanes<V> => V.Maximum(x, y);
}

/// <summary>The smaller; NaN if either is.</summary>
internal readonly struct MinimumFormula : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y) where V : struct, ILanes<V> => V.Minimum(x, y);
}

/// <summary>1 where x &gt; y, else 0.</summary>
internal readonly struct GreaterFormula : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y) where V : struct, ILanes<V> => V.IfGreater(x, y, V.Of(1), V.Of(0));
}

/// <summary>1 where x ≥ y, else 0.</summary>
internal readonly struct GreaterEqualFormula : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y) where V : struct, ILanes<V> => V.IfGreaterEqual(x, y, V.Of(1), V.Of(0));
}

/// <summary>1 where x = y, else 0.</summary>
internal readonly struct EqualFormula : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y) where V : struct, ILanes<V> => V.IfEqual(x, y, V.Of(1), V.Of(0));
}

/// <summary>0 where x = y, else 1.</summary>
internal readonly struct NotEqualFormula : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y) where V : struct, ILanes<V> => V.IfEqual(x, y, V.Of(0), V.Of(1));
}

/// <summary>x where c ≠ 0 (so also where c is NaN), else y.</summary>
internal readonly struct WhereFormula : ITernary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V c, V x, V y) where V : struct, ILanes<V> =>
        V.IfEqual(c, V.Of(0), y, x);
}

/// <summary>One formula after another in a register: G(F(x, y), z).</summary>
internal readonly struct Compose<F, G> : ITernary
    where F : struct, IBinary
    where G : struct, IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y, V z) where V : struct, ILanes<V> => G.Apply(F.Apply(x, y), z);
}

/// <summary>The same with the operands of the second turned: G(z, F(x, y)).</summary>
internal readonly struct ComposeSwapped<F, G> : ITernary
    where F : struct, IBinary
    where G : struct, IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y, V z) where V : struct, ILanes<V> => G.Apply(z, F.Apply(x, y));
}
