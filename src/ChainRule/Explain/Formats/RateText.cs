namespace ChainRule.Explanations;

/// <summary>
/// What a rate means for a curvature. On a parabola of curvature c a step multiplies the distance from the minimum by 1 − rate·c: it
/// stops short below 1, overshoots beyond 1, and beyond 2 the distance grows.
/// </summary>
public static class RateText
{
    private const double Rounding = 1e-9;

    /// <summary>rate × curvature, without the last digits' noise.</summary>
    public static double Product(double rate, double curvature)
    {
        var product = rate * curvature;
        return Math.Abs(product - Math.Round(product)) < Rounding ? Math.Round(product) : product;
    }

    /// <summary>Why a step made the output greater: the rate times the curvature, in numbers.</summary>
    /// <param name="output">The output's name, as the sentence writes it.</param>
    /// <param name="before">The output before the step.</param>
    /// <param name="after">The output after it.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="curvature">The second derivative along the gradient, where the step began.</param>
    public static string Growth(string output, double before, double after, double rate, double curvature)
    {
        var grew = $"{output} grew from {Number(before)} to {Number(after)}: {For(rate, curvature)}";
        return Product(rate, curvature) > 2 ? grew : $"{grew}, but the curvature changes on the way; a smaller rate looks less far ahead";
    }

    /// <summary>The product in a sentence, with what it does.</summary>
    public static string For(double rate, double curvature)
    {
        if (!double.IsFinite(curvature)) return $"the curvature along the gradient is {Number(curvature)}, which says nothing of the rate";
        if (curvature <= 0)
            return $"the curvature along the gradient is {Number(curvature)}: the loss does not bend upward here, so there is no minimum "
                + $"to overshoot";
        return $"the rate {Number(rate)} times the curvature {Number(curvature)} "
            + $"is {Number(Product(rate, curvature))}: {Meaning(Product(rate, curvature), curvature)}";
    }

    private static string Meaning(double product, double curvature) => product switch
    {
        < 1 => "below 1 a step stops short of the minimum that the curvature promises",
        1 => "at 1 a step lands on the minimum that the curvature promises",
        < 2 =>
            $"beyond 1 each step overshoots the minimum, and below 2 it lands nearer than it began; {Number(1 / curvature)} would land on "
            + $"it",
        2 =>
            $"at 2 each step lands as far on the other side of the minimum; a rate below {Number(2 / curvature)} would shrink the distance",
        _ => $"beyond 2 each step lands farther from the minimum than it began; a rate below {Number(2 / curvature)} would shrink it",
    };

    private static string Number(double value) => FormulaNotation.Pretty.Number(value);
}
