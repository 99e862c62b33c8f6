using System.Globalization;
using ChainRule.Execution;
using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>
/// A small change of one number, and what it does to every result that depends on it: the exact change beside the one that the derivative
/// predicts, Δv ≈ ∂v/∂w·Δw. Nothing is moved. Not safe for concurrent use.
/// </summary>
/// <example><code>
/// var nudge = Nudge.Of(lesson, "w");
/// foreach (var result in nudge.By(0.1)) Console.WriteLine($"{result.Name}: {result.Change}, predicted {result.Predicted}");
/// </code></example>
public sealed class Nudge
{
    private const double Share = 0.1;

    private readonly Coordinate coordinate;
    private readonly List<(string Node, string Name, Tensor Tensor)> reached;
    private readonly Evaluation values, derivatives;

    private Nudge(Lesson lesson, Coordinate coordinate)
    {
        this.coordinate = coordinate;
        reached = [.. Reached(lesson, coordinate.Parameter)];
        var direction = new double[coordinate.Parameter.Shape.Size];
        direction[coordinate.Element] = 1;
        Tensor[] tensors = [.. reached.Select(result => result.Tensor)];
        values = new Evaluation(tensors);
        derivatives = new Evaluation(Gradient.Jvp(tensors,
            [(coordinate.Parameter, Tensor.Constant(TensorData.Wrap(direction, coordinate.Parameter.Shape)))]));
    }

    /// <summary>The number, as on the board: w, or W[3].</summary>
    public string Name => coordinate.Name;

    /// <summary>A nudge goes at most so far up or down: a tenth of the number, and at least 0.1.</summary>
    public double Reach => double.IsFinite(coordinate.Value) ? Share * Math.Max(1, Math.Abs(coordinate.Value)) : Share;

    /// <summary>Prepares the nudges of a parameter, or of one of its numbers.</summary>
    /// <param name="lesson">The graph and its values; later nudges use the values that the names have then.</param>
    /// <param name="name">A parameter.</param>
    /// <param name="element">Which of its numbers.</param>
    /// <exception cref="BoardException">There is no such parameter or element.</exception>
    public static Nudge Of(Lesson lesson, string name, int element = 0)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        return new(lesson, Coordinate.Find(lesson.Problem, name, element));
    }

    /// <summary>
    /// What changes with the number, operands before results, beginning with the parameter itself. Of an array it is the number with the
    /// largest derivative, named with its place.
    /// </summary>
    public IReadOnlyList<NudgedResult> By(double change)
    {
        var moved = coordinate.Parameter.Value.ToDoubles();
        moved[coordinate.Element] += change;
        var before = values.Run();
        var after = values.Run(
            new Dictionary<Tensor, TensorData> { [coordinate.Parameter] = TensorData.Wrap(moved, coordinate.Parameter.Shape) });
        var slopes = derivatives.Run();
        return [.. reached.Select((result, i) => Result(result.Node, result.Name, before[i], after[i], slopes[i], change))];
    }

    private static NudgedResult Result(string node, string name, TensorData before, TensorData after, TensorData slopes, double change)
    {
        var all = slopes.ToDoubles();
        var at = all.Index().MaxBy(number => Math.Abs(number.Item)).Index;
        return new(node, all.Length == 1 ? name : name + Place(at, slopes.Shape), before[at], after[at], all[at], change);
    }

    private static string Place(int element, Shape shape)
    {
        var indices = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--) (element, indices[axis]) = Math.DivRem(element, shape[axis]);
        return $"[{string.Join(", ", indices.Select(index => index.ToString(CultureInfo.InvariantCulture)))}]";
    }

    /// <summary>What is drawn and depends on the parameter. Numbers that are no reals have no derivative.</summary>
    private static IEnumerable<(string Node, string Name, Tensor Tensor)> Reached(Lesson lesson, Parameter parameter)
    {
        var (names, dependent) = (lesson.Derivation.Names, new HashSet<Tensor>());
        foreach (var tensor in lesson.Derivation.Tensors)
        {
            if (!ReferenceEquals(tensor, parameter) && !tensor.Inputs.Any(dependent.Contains)) continue;
            dependent.Add(tensor);
            if (names.Has(tensor) && tensor.DType.IsFloat() && tensor.Shape.Size > 0)
                yield return (lesson.NodeId(names[tensor])!, FormulaNotation.Pretty.Name(names, tensor), tensor);
        }
    }
}

/// <summary>What a small change of a number, Δw, does to one result.</summary>
/// <param name="Node">The id of the result's node.</param>
/// <param name="Name">Its name, as on the board; of an array with the place of the number that is meant.</param>
/// <param name="Before">The value.</param>
/// <param name="After">The value after the change.</param>
/// <param name="Derivative">Its derivative by the number that is changed, at the value before.</param>
/// <param name="By">Δw.</param>
public sealed record NudgedResult(string Node, string Name, double Before, double After, double Derivative, double By)
{
    /// <summary>The exact change.</summary>
    public double Change => After - Before;

    /// <summary>The change that the derivative predicts: ∂v/∂w·Δw.</summary>
    public double Predicted => Derivative * By;

    /// <summary>What the prediction misses: the exact change minus the predicted one.</summary>
    public double Difference => Change - Predicted;
}
