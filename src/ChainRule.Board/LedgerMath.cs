using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>The ledger's formulas as MathML. They hold names and no values, so each is written once.</summary>
internal sealed class LedgerMath(Derivation derivation)
{
    private readonly RowWriter writer = new(derivation, Markup.MathML);
    private readonly Dictionary<object, string> written = [];

    /// <summary>What a result is.</summary>
    public string Result(Tensor result) => Written(result, () => Equation(writer.Name(result), writer.Expression(result)));

    /// <summary>A local derivative, where it is one formula for each element.</summary>
    public string? Local(Edge edge) => edge.Local is null ? null : Written(edge, () => Equation(writer.Partial(edge.Of, edge.From), writer.Formula(edge)));

    private string Written(object key, Func<string> write) => written.TryGetValue(key, out var known) ? known : written[key] = write();

    private static string Equation(string left, string right) => MathMLMarkup.Element($"{left}{Markup.MathML.Sign("=")}{right}");
}
