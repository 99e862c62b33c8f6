using System.Diagnostics.CodeAnalysis;
using ChainRule.Graph;

namespace ChainRule.Ops;

/// <summary>All ops, a family after the other.</summary>
internal static class Catalogue
{
    private static readonly Dictionary<string, ElementwiseOp> ByFunction = Elementwise
        .Where(op => op.Notation is Notation.Function)
        .ToDictionary(op => ((Notation.Function)op.Notation).Name);

    /// <summary>Each op as its tests use it; an op with attributes may come more than once.</summary>
    public static IEnumerable<Example> Examples =>
    [
        .. Arithmetic.Examples,
        .. Transcendental.Examples,
        .. Rounding.Examples,
        .. Conversion.Examples,
        .. Reductions.Examples,
        .. Movement.Examples,
        .. ConcatOp.Examples,
        .. CumSumOp.Examples,
        .. AlongAxis.Examples,
        .. IsNotIndexOp.Examples,
        .. Orders.Examples,
        .. SoftmaxOp.Examples,
        .. MatMulOp.Examples,
        .. Conv2dOp.Examples,
        .. ArgMaxPoolOp.Examples,
        .. RandomUniformOp.Examples,
        .. UpdateOp.Examples,
    ];

    /// <summary>The elementwise ops.</summary>
    public static IEnumerable<ElementwiseOp> Elementwise => Examples.Select(example => example.Op).OfType<ElementwiseOp>();

    /// <summary>The names by which formulas call elementwise ops.</summary>
    public static IEnumerable<string> FunctionNames => ByFunction.Keys;

    /// <summary>The elementwise op that formulas write as a function of this name: <c>tanh</c>, <c>log1p</c>.</summary>
    public static bool TryFindFunction(string name, [NotNullWhen(true)] out ElementwiseOp? op) => ByFunction.TryGetValue(name, out op);
}
