using ChainRule.Graph;
using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule.Rewriting;

/// <summary>
/// The rows for elementwise ops. Only such as hold in IEEE arithmetic but for the last digit and the sign of zero: 0·x is not
/// 0 (x may be infinite), and x − x is not 0.
/// </summary>
internal static class ArithmeticRules
{
    private static readonly Tensor A = new Wildcard(0);
    private static readonly Tensor B = new Wildcard(1);
    private static readonly Tensor D = new Wildcard(2);
    private static readonly Tensor K = new Wildcard(1, isNumber: true);
    private static readonly Tensor M = new Wildcard(2, isNumber: true);
    private static readonly Tensor C = new Wildcard(3, dtype: DType.Bool);
    private static readonly Tensor True = Tensor.Literal(1, DType.Bool);
    private static readonly Tensor False = Tensor.Literal(0, DType.Bool);

    private static readonly PatternRule[] Sums =
    [
        new(A + 0, A, "nothing is added"),
        new(A + A, 2 * A, "twice the same"),
        new(A + -B, A - B, "adding the opposite is subtracting"),
        new(A - 0, A, "nothing is taken away"),
        new(0 - A, -A, "the opposite"),
        new(A - -B, A + B, "subtracting the opposite is adding"),
        new(-(-A), A, "the sign turns twice"),
        new(-(A - B), B - A, "a difference turned round"),
        new(-(K * A), -K * A, "the number takes the sign"),
    ];

    private static readonly PatternRule[] Products =
    [
        new(A * 1, A, "a factor of one"),
        new(A * -1, -A, "a factor of minus one"),
        new(K * -A, -K * A, "the number takes the sign"),
        new(-A * -B, A * B, "the signs cancel"),
        new(-A * B, -(A * B), "the sign comes out", Grows: true),
        new(K * (M * A), K * M * A, "numbers come together"),
        new(A / 1, A, "a divisor of one"),
        new(A / -1, -A, "a divisor of minus one"),
        new(-A / -B, A / B, "the signs cancel"),
        new(-A / B, -(A / B), "the sign comes out", Grows: true),
        new(A / -B, -(A / B), "the sign comes out", Grows: true),
    ];

    private static readonly PatternRule[] Powers =
    [
        new(Pow(A, 0), One(A), "x⁰ is 1, of NaN too"),
        new(Pow(A, 1), A, "the first power"),
        new(Pow(A, Number(2, A)), Square(A), "the second power"),
        new(Square(-A), Square(A), "a square has no sign"),
        new(Square(Abs(A)), Square(A), "a square has no sign"),
        new(Abs(-A), Abs(A), "a magnitude has no sign"),
        new(Abs(Abs(A)), Abs(A), "a magnitude is its own"),
        new(Abs(Square(A)), Square(A), "a square is not negative"),
    ];

    private static readonly PatternRule[] Choices =
    [
        new(Where(True, A, B), A, "always the first"),
        new(Where(False, A, B), B, "always the second"),
        new(Where(C, A, A), A, "both are the same"),
        new(Where(C, Where(C, A, B), D), Where(C, A, D), "chosen once already"),
        new(Where(C, A, Where(C, B, D)), Where(C, A, D), "refused once already"),
        new(Relu(Relu(A)), Relu(A), "nothing negative is left"),
        new(Maximum(A, A), A, "both are the same"),
        new(Minimum(A, A), A, "both are the same"),
    ];

    private static readonly Rule[] ForAll =
    [
        .. EmptyRules.All,
        new OpRule<ElementwiseOp>((t, op, _) => Fold(t, op), "numbers are computed once"),
        new OpRule<ElementwiseOp>(Unrepeat, "the op repeats its operands itself"),
    ];

    // Arrays, since the table is asked for every tensor of a graph.
    private static readonly Dictionary<Op, Rule[]> ByOp = Table([Sums, Products, Powers, Choices]);

    /// <summary>
    /// Rows about transcendental functions, made when the first op comes that is no arithmetic: a graph without them needs none.
    /// </summary>
    private static class Transcendentals
    {
        private static readonly PatternRule[] Even =
        [
            new(Cos(-A), Cos(A), "the cosine is even"),
            new(Cosh(-A), Cosh(A), "the hyperbolic cosine is even"),
        ];

        public static readonly Dictionary<Op, Rule[]> ByOp = Table([Even]);
    }

    /// <summary>The rows whose pattern has <paramref name="op"/> at its root, and those for every elementwise op.</summary>
    public static Rule[] For(Op op) => ByOp.TryGetValue(op, out var rules) ? rules : Transcendentals.ByOp.GetValueOrDefault(op, ForAll);

    private static Dictionary<Op, Rule[]> Table(PatternRule[][] families)
    {
        var table = new Dictionary<Op, Rule[]>();
        foreach (var family in families)
            foreach (var rule in family) table[rule.Pattern.Op] = [.. table.GetValueOrDefault(rule.Pattern.Op, ForAll), rule];
        return table;
    }

    /// <summary>Whether the order of an op's operands does not matter.</summary>
    public static bool IsCommutative(Op op) => ReferenceEquals(op, Arithmetic.Add) || ReferenceEquals(op, Arithmetic.Mul);

    private static Tensor? Fold(Tensor tensor, ElementwiseOp op)
    {
        if (!tensor.Inputs.All(input => input.Op is LiteralOp)) return null;
        Span<double> inputs = stackalloc double[3];
        for (var i = 0; i < tensor.Inputs.Length; i++) inputs[i] = ((LiteralOp)tensor.Inputs[i].Op).Value;
        var value = ConstantFolding.Compute(op, tensor.Inputs[^1].DType, inputs[..tensor.Inputs.Length]);
        return double.IsFinite(value) ? Tensor.Literal(value, tensor.DType) : null;
    }

    private static Tensor? Unrepeat(Tensor tensor, ElementwiseOp op, Rewriter rewriter)
    {
        for (var i = 0; i < tensor.Inputs.Length && tensor.Inputs.Length > 1; i++)
        {
            if (tensor.Inputs[i].Op is not BroadcastToOp || rewriter.IsOpaque(tensor.Inputs[i])) continue;
            Tensor[] inputs = [.. tensor.Inputs];
            inputs[i] = inputs[i].Inputs[0];
            if (Tensor.Apply(op, inputs) is var simpler && simpler.Shape.Equals(tensor.Shape)) return simpler;
        }
        return null;
    }
}
