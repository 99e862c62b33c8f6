using System.Collections.Concurrent;
using System.Numerics;
using ChainRule.Graph;
using static ChainRule.Functions;

namespace ChainRule.Ops;

/// <summary>
/// The derivatives of xᵖ, of every order: they are made of xᵖ·(ln x)ⁿ, whose derivatives by both operands are of the same kind. So the
/// order in which one differentiates does not matter. At base 0 each is its limit from the right; where that is infinite, the derivative is
/// infinite or NaN. Two conventions are PyTorch's: xᵖ is flat in x at p = 0, and 0⁰ is flat in p.
/// </summary>
internal static class Powers
{
    private static readonly ConcurrentDictionary<int, ElementwiseOp> made = new();

    /// <summary>xᵖ·ln x, the slope of xᵖ by p: 0 at 0⁰ by convention, else what its limits say.</summary>
    public static readonly ElementwiseOp PowLog = Make(
        new OpInfo("PowLog", "(xᵖ·ln x)′ = xᵖ⁻¹·(p·ln x + 1) by the base, xᵖ·(ln x)² by the exponent", CSharp: "PowLog"), 1,
        flatAtOrigin: true);

    /// <summary>∂xᵖ/∂x. A number as exponent is lowered at once, and ends the derivatives when it reaches 0.</summary>
    public static Tensor ByBase(Tensor x, Tensor p) => p.Op is LiteralOp { Value: var power }
        ? power == 0 ? Zero(p) : p * Pow(x, Number(power - 1, p))
        : p * Limit(0, x, Lowered(x, p));

    /// <summary>∂xᵖ/∂p for z = xᵖ. A base that is a number other than 0 needs no limits.</summary>
    public static Tensor ByExponent(Tensor x, Tensor p, Tensor z) =>
        x.Op is LiteralOp { Value: not 0 } ? z * Log(x) : Functions.PowLog(x, p);

    /// <summary>xᵖ·(ln x)ⁿ by x: p·xᵖ⁻¹·(ln x)ⁿ + n·xᵖ⁻¹·(ln x)ⁿ⁻¹.</summary>
    private static Tensor ByBase(int logs, Tensor x, Tensor p)
    {
        var lowered = Lowered(x, p);
        var falling = p * Limit(logs, x, lowered);
        return logs == 0 ? falling : falling + logs * Limit(logs - 1, x, lowered);
    }

    /// <summary>p − 1; but 0⁰ has x's derivatives 0, not 0·0⁻¹, and so has NaN⁰, which is 1.</summary>
    private static Tensor Lowered(Tensor x, Tensor p) => p - Where(EqualTo(p, 0), Indicator(Greater(Abs(x), 0), x), One(p));

    private static Tensor Limit(int logs, Tensor x, Tensor p) => Tensor.Apply(WithLogs(logs), x, p);

    private static ElementwiseOp WithLogs(int logs) =>
        made.GetOrAdd(logs, static n => Make(n == 0 ? Arithmetic.Pow.Info : new OpInfo($"PowLog{n}", PowLog.Info.Reason), n));

    private static ElementwiseOp Make(OpInfo info, int logs, bool flatAtOrigin = false) => new(info,
        new KernelPair(
            (BinaryKernel<float>)((x, p, y) => Compute(x, p, y, logs, flatAtOrigin)),
            (BinaryKernel<double>)((x, p, y) => Compute(x, p, y, logs, flatAtOrigin))),
        [(i, _) => ByBase(logs, i[0], i[1]), (i, _) => Limit(logs + 1, i[0], i[1])],
        [SampleRange.Positive, SampleRange.Real], logs == 0 ? Arithmetic.Pow.Notation : null)
    {
        Rules = logs == 0 ? Arithmetic.Pow.Rules : Rules(logs),
        RulesBesideNumbers = logs == 0 ? Arithmetic.Pow.RulesBesideNumbers : null,
    };

    private static string[] Rules(int logs)
    {
        var (log, before) = (logs == 1 ? "ln({0})" : $"ln({{0}})^{logs}", logs == 1 ? "1" : $"{logs}·ln({{0}})^{logs - 1}");
        return
        [
            $"∂({{0}}^{{1}}·{log})/∂{{0}} = {{0}}^({{1}} − 1)·({{1}}·{log} + {before})",
            $"∂({{0}}^{{1}}·{log})/∂{{1}} = {{0}}^{{1}}·ln({{0}})^{logs + 1}",
        ];
    }

    private static void Compute<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> p, Span<T> y, int logs, bool flatAtOrigin)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < y.Length; i++)
        {
            var (power, log) = (T.Pow(x[i], p[i]), logs == 0 ? T.One : T.Log(x[i]));
            // A power outgrows the logarithm: 0·∞ is 0.
            if ((power == T.Zero && x[i] >= T.Zero && logs > 0) || (flatAtOrigin && x[i] == T.Zero && p[i] == T.Zero))
                (power, log) = (T.Zero, T.One);
            for (var k = 0; k < logs; k++) power *= log;
            y[i] = power;
        }
    }
}
