using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>The ledger's formulas as MathML.</summary>
internal sealed class LedgerMath(Derivation derivation)
{
    private readonly RowWriter writer = new(derivation, Markup.MathML);

    /// <summary>What a result is.</summary>
    public string Result(Tensor result) => Equation(writer.Name(result), writer.Expression(result));

    /// <summary>A local derivative, where it is one formula for each element.</summary>
    public string? Local(Edge edge) => edge.Local is null ? null : Equation(writer.Partial(edge.Of, edge.From), writer.Formula(edge));

    private static string Equation(string left, string right) => MathMLMarkup.Element($"{left}{Markup.MathML.Sign("=")}{right}");
}
