using System.Globalization;

namespace ChainRule.Explanations;

/// <summary>A sentence of an explanation with its label: sign, check, step or note.</summary>
internal readonly record struct MeaningLine(string Label, string Text);

/// <summary>Writes as sentences what the gradients' signs mean, what trying says, and where a step leads.</summary>
/// <param name="formulas">The formulas of the derivation, in a text notation.</param>
/// <param name="explanation">The explanation.</param>
public sealed class MeaningText(RowFormulas formulas, Explanation explanation)
{
    private readonly TextNotation notation = formulas.RequireText();

    private string Output => formulas.Name(explanation.Output);

    /// <summary>What the sign of one parameter's gradient says.</summary>
    public string Sign(ParameterRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var name = formulas.Name(row.Parameter);
        if (row.Gradient.Shape.Size != 1) return Signs(row, name);
        var gradient = row.Gradient.Item();
        return gradient switch
        {
            _ when !double.IsFinite(gradient) => $"undefined: it says nothing, so hold {name}",
            _ when !double.IsFinite(explanation.Value) => $"of no use: {Output} is undefined here, so hold {name}",
            < 0 => $"negative: a small increase of {name} lowers {Output}, so increase {name}",
            > 0 => $"positive: a small increase of {name} raises {Output}, so decrease {name}",
            _ => $"zero: a small change of {name} does not change {Output}, so hold {name}",
        };
    }

    /// <summary>Where a step of gradient descent leads one parameter.</summary>
    public string Step(ParameterRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var (name, after) = (formulas.Name(row.Parameter), notation.Value(row.After));
        var rate = $"{name} {notation.Becomes} {name} {notation.Minus} {notation.Number(explanation.LearningRate)}{notation.Times}";
        if (row.Gradient.Shape.Size != 1) return $"{rate}{formulas.Gradient(row.Parameter)} = {after}";
        var gradient = row.Gradient.Item();
        return double.IsFinite(gradient) ? $"{rate}{notation.Factor(gradient)} = {after}" : $"{name} stays {after}";
    }

    /// <summary>Why the step makes the output greater, with the rate and the curvature; <see langword="null"/> where it does not.</summary>
    public string? Growth() => explanation.IsStepTooLong
        ? notation.Sentence(RateText.Growth(
            Output, explanation.Value, explanation.OutputAfter, explanation.LearningRate, explanation.Curvature))
        : null;

    /// <summary>All of it, with the notes.</summary>
    internal IEnumerable<MeaningLine> Lines()
    {
        var notes = new NoteText(formulas, explanation);
        return
        [
            .. explanation.Parameters.Select(row => new MeaningLine("sign", Sign(row))),
            .. explanation.Parameters.Select(row => new MeaningLine("check", Check(row))),
            .. Steps().Select(step => new MeaningLine("step", step)),
            .. Growth() is { } growth ? [new MeaningLine("rate", growth)] : Array.Empty<MeaningLine>(),
            .. explanation.Notes.Select(note => new MeaningLine("note", notes.Write(note))),
        ];
    }

    private IEnumerable<string> Steps()
    {
        var after = $"{Output} = {notation.Number(explanation.OutputAfter)}";
        return explanation.Parameters is [{ Gradient.Shape.Size: 1 } only]
            ? [$"{Step(only)}, {after}"]
            : [.. explanation.Parameters.Select(Step), explanation.Parameters.Count > 1 ? $"all steps together: {after}" : after];
    }

    private static string Signs(ParameterRow row, string name)
    {
        (Advice Advice, string Words)[] signs =
            [(Advice.Increase, "negative (increase)"), (Advice.Decrease, "positive (decrease)"), (Advice.Hold, "zero or undefined (hold)")];
        var counted = signs
            .Select(sign => (Count: row.Advice.Count(a => a == sign.Advice), sign.Words))
            .Where(sign => sign.Count > 0);
        return $"{name}: {string.Join(", ", counted.Select(sign => $"{sign.Count} {sign.Words}"))}";
    }

    private string Check(ParameterRow row)
    {
        var (name, size) = (formulas.Name(row.Parameter), row.Gradient.Shape.Size);
        var (above, below) = ($"{Output}({name}+h)", $"{Output}({name}{notation.Minus}h)");
        var formula = $"[{above} {notation.Minus} {below}] / 2h";
        if (row.Check is not { } check) return $"{formula} is not tried: the graph is large";
        if (check.Numeric.Any(double.IsNaN)) return $"{formula} cannot be made: {above} or {below} is not finite";
        if (check.Numeric.Any(double.IsInfinity))
            return $"{formula} cannot be made: it grows without bound as h becomes smaller, as at a pole or a jump";
        if (size > 1 && !double.IsFinite(check.Difference)) return $"{formula} is finite where the gradient is not";
        if (size == 1) return $"{formula} = {Fixed(check.Numeric[0])}{Verdict(row, check)}";
        var elements = check.Elements.Count < size ? $"{check.Elements.Count} of {size} elements" : "every element";
        return $"{formula} differs by at most {notation.Number(check.Difference)} at {elements}";
    }

    /// <summary>Where trying finds something else, at a kink for one, the line says so.</summary>
    private string Verdict(ParameterRow row, NumericCheck check)
    {
        var tolerance = row.Gradient.DType == DType.Float32 ? 1e-2 : 1e-4;
        var gradient = row.Gradient.Item();
        return !(check.Difference <= tolerance * Math.Max(1, Math.Abs(gradient))) ? $", not {notation.Number(gradient)}" : "";
    }

    /// <summary>With so many digits that one sees how good the approximation is.</summary>
    private string Fixed(double value)
    {
        var isOrdinary = Math.Abs(value) is 0 or (>= 1e-3 and < 1e6);
        var text = value.ToString(isOrdinary ? "F6" : "0.000000e+00", CultureInfo.InvariantCulture);
        return notation.Unicode ? text.Replace('-', '−') : text;
    }
}
