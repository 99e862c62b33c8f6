using ChainRule.Explanations;
using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>
/// The same formula with other numbers, for a class in which neighbours have different ones: small whole numbers and halves, and tenths
/// where there were tenths.
/// </summary>
public static class Variants
{
    private const int Tries = 40;
    private const double TooLarge = 200;

    /// <summary>A problem of its own with the numbers of a seed.</summary>
    /// <param name="problem">The problem, which stays as it is.</param>
    /// <param name="seed">The same seed gives the same numbers; 0 gives those that the problem has.</param>
    /// <remarks>Arrays of zeros and ones stay, and whole numbers in arrays stay in their range: they may be classes.</remarks>
    public static Problem Of(Problem problem, int seed)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var names = problem.Formula.FreeNames;
        var original = names.ToDictionary(name => name, problem.Value);
        var variant = Problem.Create(problem.Formula,
            original.ToDictionary(value => value.Key, value => new ArrayValue([.. value.Value.Shape], value.Value.ToDoubles())),
            [.. problem.Wrt.Select(wrt => wrt.Name!)]);
        if (seed == 0) return variant;
        var (derivation, best, fewest) = (variant.Derive(), original, int.MaxValue);
        for (var i = 0; i < Tries && fewest > 0; i++)
        {
            var drawn = Drawn(original, new Draw(seed, i * 10_000), keepsSigns: i >= Tries / 2);
            Set(variant, drawn);
            if (Awkward(derivation.Explain()) is { } awkward && awkward < fewest) (best, fewest) = (drawn, awkward);
        }
        Set(variant, best);
        return variant;
    }

    private static void Set(Problem problem, Dictionary<string, TensorData> values)
    {
        foreach (var (name, value) in values) problem.Set(name, value);
    }

    private static Dictionary<string, TensorData> Drawn(Dictionary<string, TensorData> original, Draw draw, bool keepsSigns) =>
        original.ToDictionary(value => value.Key, value => TensorData.Wrap([.. Drawn(value.Value.ToDoubles(), draw, keepsSigns)],
            value.Value.Shape).Cast(value.Value.DType));

    private static IEnumerable<double> Drawn(double[] numbers, Draw draw, bool keepsSigns)
    {
        if (numbers.Length < 2) return numbers.Select(number => draw.Like(number, keepsSigns));
        if (numbers.All(number => number is 0 or 1)) return numbers;
        if (!numbers.All(double.IsInteger)) return numbers.Select(number => draw.Like(number, keepsSigns));
        var (least, greatest) = (numbers.Min(), numbers.Max());
        return numbers.Select(_ => least + draw.Below((int)Math.Min(greatest - least, 1000) + 1));
    }

    /// <summary>
    /// How many of the numbers need more than three digits after the point; <see langword="null"/> where the problem is none to practise
    /// on: too large, undefined, at a kink, or flat.
    /// </summary>
    private static int? Awkward(Explanation explanation)
    {
        List<double> numbers = [.. explanation.Forward.SelectMany(row => row.Value.ToDoubles()),
            .. explanation.Local.SelectMany(row => row.Contribution.ToDoubles())];
        if (!numbers.TrueForAll(number => Math.Abs(number) <= TooLarge)) return null;
        if (explanation.Derivation.Wrt.Any(wrt => explanation.GradientOf(wrt).ToDoubles().All(gradient => gradient == 0))) return null;
        return explanation.Notes.Count > 0 ? null : numbers.Count(number => Math.Abs(number * 1000 - Math.Round(number * 1000)) > 1e-9);
    }

    /// <summary>Draws the numbers of a seed, one after the other.</summary>
    private sealed class Draw(int seed, int from)
    {
        private int next = from;

        public int Below(int count) => (int)(Chance.Of(seed, next++) % (uint)count);

        /// <summary>1 to 5, at times with a half; or 1 to 9 times what the number's last digit counts.</summary>
        public double Like(double number, bool keepsSign)
        {
            var size = double.IsInteger(2 * number)
                ? 1 + Below(5) - (Below(4) == 0 ? 0.5 : 0)
                : Math.Round((1 + Below(9)) * Digit(number), 4);
            var isNegative = keepsSign ? number < 0 : Below(3) == 0;
            return isNegative ? -size : size;
        }

        private static double Digit(double number) => double.IsInteger(Math.Round(number * 10, 9)) ? 0.1 : 0.05;
    }
}
