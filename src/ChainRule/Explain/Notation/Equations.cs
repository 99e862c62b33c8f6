namespace ChainRule.Explanations;

/// <summary>A row of an explanation as an equation, its parts written in one notation.</summary>
/// <param name="Left">What the row is about: a result's name, a local derivative, a gradient.</param>
/// <param name="Relation">= or, for a contribution that is added to others, +=.</param>
/// <param name="Formula">The formula in names; of a product of two numbers these. Empty where words say it.</param>
/// <param name="Numbers">The formula with numbers put in; empty where it says no more than the formula and the value.</param>
/// <param name="Value">The value; empty where the formula is the value.</param>
/// <param name="Rule">The rule in words, where no formula of one element says it; else empty.</param>
/// <param name="Constants">The operands that are held constant and not in the formula: <c>y constant</c>; may be empty.</param>
public sealed record Equation(string Left, string Relation, string Formula, string Numbers, string Value, string Rule = "",
    string Constants = "")
{
    /// <summary>What follows the formula: <c>= 2(−1) = −2 (y constant)</c>; may be empty.</summary>
    public string Rest
    {
        get
        {
            var numbers = Numbers.Length > 0 && Value.Length > 0 ? $"= {Numbers} = {Value}"
                : Numbers.Length + Value.Length > 0 ? $"= {Numbers}{Value}"
                : "";
            return Constants.Length == 0 ? numbers : numbers.Length == 0 ? $"({Constants})" : $"{numbers} ({Constants})";
        }
    }
}

/// <summary>Writes the rows of explanations of one derivation as equations in one notation.</summary>
/// <param name="formulas">The formulas of the rows.</param>
public sealed class Equations(RowFormulas formulas)
{
    /// <summary>A result: <c>L = s² = (−1)² = 1</c>.</summary>
    public Equation Forward(Tensor result, Explanation values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (formula, numbers) = (formulas.Expression(result), formulas.Expression(result, values));
        return new(formulas.Name(result), "=", formula, numbers == formula ? "" : numbers, formulas.Value(result, values));
    }

    /// <summary>A local derivative: <c>∂L/∂s = 2s = 2(−1) = −2</c>.</summary>
    public Equation Local(DerivationStep step, Explanation values)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(values);
        var name = formulas.Partial(step.Of, step.From);
        if (step.Local is not { } local) return new(name, "=", "", "", "", formulas.Rule(step));
        var (formula, numbers, value) = (formulas.Local(step), formulas.Local(step, values), formulas.Value(local, values));
        return new(name, "=", formula, numbers == formula || numbers == value ? "" : numbers, value == formula ? "" : value,
            Constants: formulas.Constants(step));
    }

    /// <summary>Upstream × local: <c>∂L/∂s = 1·(−2) = −2</c>.</summary>
    public Equation Product(DerivationStep step, Explanation values)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(values);
        var product = formulas.Derivation.IsScalar
            ? formulas.Notation.Product(formulas.Value(step.Upstream, values), formulas.Factor(step.Local!, values))
            : formulas.Product(step);
        var value = step.Step.Contribution is { } contribution
            ? formulas.Value(contribution, values)
            : formulas.Notation.Value(values.ContributionOf(step));
        return new(formulas.Gradient(step.From), step.Merges ? "+=" : "=", product, "", value);
    }
}
