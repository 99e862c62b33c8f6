using System.Globalization;

namespace ChainRule.Explanations;

/// <summary>Writes what the gradient's sign means, what trying says, and where a step leads: a line each for every parameter.</summary>
internal sealed class MeaningText(Explanation explanation, Style style)
{
    private readonly Derivation derivation = explanation.Derivation;

    private string Output => derivation.Names.In(style, derivation.Output);

    public IEnumerable<string> Lines() =>
        [.. Labelled("sign", Sign), .. Labelled("check", Check), .. Labelled("step", StepAlone), .. OutputAfter()];

    /// <summary>What the sign of one parameter's gradient says.</summary>
    public string Sign(int parameter) => Sign(explanation.Parameters[parameter], Name(parameter));

    /// <summary>Where a step of gradient descent leads one parameter.</summary>
    public string Step(int parameter) => Step(explanation.Parameters[parameter], Name(parameter));

    private string Name(int parameter) => derivation.Names.In(style, derivation.Wrt[parameter]);

    private IEnumerable<string> Labelled(string label, Func<ParameterRow, string, string> line) =>
        explanation.Parameters.Select((parameter, i) => $"{(i == 0 ? label : ""),-8}{line(parameter, Name(i))}");

    private string Sign(ParameterRow parameter, string name)
    {
        if (parameter.Gradient.Shape.Size != 1) return Signs(parameter, name);
        var gradient = parameter.Gradient.Item();
        return gradient switch
        {
            _ when !double.IsFinite(gradient) => $"undefined: it says nothing, so hold {name}",
            _ when !double.IsFinite(explanation.Value) => $"of no use: {Output} is undefined here, so hold {name}",
            < 0 => $"negative: a small increase of {name} lowers {Output}, so increase {name}",
            > 0 => $"positive: a small increase of {name} raises {Output}, so decrease {name}",
            _ => $"zero: a small change of {name} does not change {Output}, so hold {name}",
        };
    }

    private static string Signs(ParameterRow parameter, string name)
    {
        (Advice Advice, string Words)[] signs =
            [(Advice.Increase, "negative (increase)"), (Advice.Decrease, "positive (decrease)"), (Advice.Hold, "zero or undefined (hold)")];
        var counted = signs
            .Select(sign => (Count: parameter.Advice.Count(a => a == sign.Advice), sign.Words))
            .Where(sign => sign.Count > 0);
        return $"{name}: {string.Join(", ", counted.Select(sign => $"{sign.Count} {sign.Words}"))}";
    }

    private string Check(ParameterRow parameter, string name)
    {
        var formula = $"[{Output}({name}+h) {style.Minus} {Output}({name}{style.Minus}h)] / 2h";
        if (parameter.Check is not { } check) return $"{formula} is not tried: the graph is large";
        if (check.Numeric.Any(double.IsNaN))
            return $"{formula} cannot be made: {Output}({name}+h) or {Output}({name}{style.Minus}h) is not finite";
        if (check.Numeric.Any(double.IsInfinity))
            return $"{formula} cannot be made: it grows without bound as h becomes smaller, as at a pole or a jump";
        if (parameter.Gradient.Shape.Size > 1 && !double.IsFinite(check.Difference))
            return $"{formula} is finite where the gradient is not";
        if (parameter.Gradient.Shape.Size == 1) return $"{formula} = {Fixed(check.Numeric[0])}{Verdict(parameter, check)}";
        var size = parameter.Gradient.Shape.Size;
        var elements = check.Elements.Count < size ? $"{check.Elements.Count} of {size} elements" : "every element";
        return $"{formula} differs by at most {style.Number(check.Difference)} at {elements}";
    }

    /// <summary>Where trying finds something else, at a kink for one, the line says so.</summary>
    private string Verdict(ParameterRow parameter, NumericCheck check)
    {
        var tolerance = parameter.Gradient.DType == DType.Float32 ? 1e-2 : 1e-4;
        var gradient = parameter.Gradient.Item();
        return !(check.Difference <= tolerance * Math.Max(1, Math.Abs(gradient))) ? $", not {style.Number(gradient)}" : "";
    }

    private string StepAlone(ParameterRow parameter, string name) =>
        explanation.Parameters is [{ Gradient.Shape.Size: 1 }]
            ? $"{Step(parameter, name)}, {Output} = {style.Number(explanation.OutputAfter)}"
            : Step(parameter, name);

    private string Step(ParameterRow parameter, string name)
    {
        var rate = $"{name} {style.Becomes} {name} {style.Minus} {style.Number(explanation.LearningRate)}{style.Times}";
        if (parameter.Gradient.Shape.Size != 1) return $"{rate}{style.Partial(Output, name)} = {style.Value(parameter.After)}";
        var gradient = parameter.Gradient.Item();
        return double.IsFinite(gradient)
            ? $"{rate}{style.Factor(gradient)} = {style.Value(parameter.After)}"
            : $"{name} stays {style.Value(parameter.After)}";
    }

    private IEnumerable<string> OutputAfter()
    {
        if (explanation.Parameters is [{ Gradient.Shape.Size: 1 }]) return [];
        var together = explanation.Parameters.Count > 1 ? "all steps together: " : "";
        return [$"        {together}{Output} = {style.Number(explanation.OutputAfter)}"];
    }

    /// <summary>With so many digits that one sees how good the approximation is.</summary>
    private string Fixed(double value)
    {
        var isOrdinary = Math.Abs(value) is 0 or (>= 1e-3 and < 1e6);
        var text = value.ToString(isOrdinary ? "F6" : "0.000000e+00", CultureInfo.InvariantCulture);
        return style.Unicode ? text.Replace('-', '−') : text;
    }
}
