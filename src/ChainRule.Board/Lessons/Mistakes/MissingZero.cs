using ChainRule.Execution;
using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Three steps of descent beside three in which the gradients are never set back to zero.</summary>
internal sealed class MissingZero
{
    private const int Steps = 3;
    private const int MaxRows = 12;

    private readonly IReadOnlyList<Parameter> parameters;
    private readonly Evaluation evaluation;

    private MissingZero(Problem problem)
    {
        parameters = [.. problem.Wrt.Distinct().Cast<Parameter>()];
        evaluation = new Evaluation([problem.Output, .. Gradient.Of(problem.Output, parameters)]);
    }

    public static MistakeReport Run(Problem problem, double rate)
    {
        var steps = new MissingZero(problem).Take(rate);
        var differs = steps.Any(step => step.Gradients.Any(row => row.Differs));
        return new(Mistake.NoZeroing, steps[^1].Gradients, steps,
            differs ? Why(steps) : "the gradient is 0 here, so nothing is left over from one step to the next",
            differs ? null : Mistakes.ExampleOf(Mistake.NoZeroing));
    }

    private List<MistakeStep> Take(double rate)
    {
        var right = parameters.SelectMany(parameter => parameter.Value.ToDoubles()).ToArray();
        var (wrong, kept, steps) = (right.ToArray(), new double[right.Length], new List<MistakeStep>());
        for (var step = 1; step <= Steps; step++)
        {
            var (gradient, added) = (At(right).Gradient, At(wrong).Gradient);
            for (var i = 0; i < kept.Length; i++)
            {
                kept[i] += added[i];
                right[i] -= rate * gradient[i];
                wrong[i] -= rate * kept[i];
            }
            steps.Add(new(step, Rows(gradient, kept), At(right).Loss, At(wrong).Loss));
        }
        return steps;
    }

    private (double Loss, double[] Gradient) At(double[] elements)
    {
        var results = evaluation.Run(Overrides.Of(parameters, elements));
        return (results[0].Item(), [.. results.Skip(1).SelectMany(gradient => gradient.ToDoubles())]);
    }

    /// <summary>The first elements; of a large network they tell as much as all.</summary>
    private List<MistakeRow> Rows(double[] right, double[] wrong) =>
        [.. Names().Take(MaxRows).Select((name, i) => new MistakeRow(name, right[i], wrong[i]))];

    private IEnumerable<string> Names() => parameters.SelectMany(parameter => Enumerable.Range(0, parameter.Shape.Size)
        .Select(i => FormulaNotation.Pretty.Name(parameter.Name!) + Elements.Suffix(parameter.Shape, i)));

    private static string Why(List<MistakeStep> steps)
    {
        var shown = Enumerable.Range(0, steps[0].Gradients.Count).First(i => steps.Any(step => step.Gradients[i].Differs));
        var row = steps[1].Gradients[shown];
        var first = steps[0].Gradients[shown].Wrong;
        return $"in step 2 the gradient by {row.Name} is added to the {Number(first)} kept from step 1 and gives {Number(row.Wrong)}; the "
        + $"right one is {Number(row.Right)}. "
            + "Each step goes again where earlier ones have gone already";
    }

    private static string Number(double value) => FormulaNotation.Pretty.Number(value);
}
