using ChainRule.Execution;
using ChainRule.Explanations;
using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>What a classifier says of every point of a plane, and the points that it learns from.</summary>
public sealed class DecisionMap
{
    private const int Side = 40;
    private const double RoomBeside = 0.2;

    private readonly Problem problem;
    private readonly MapAxes axes;
    private readonly Scale x, y;
    private readonly Evaluation evaluation;

    /// <summary>A map of a formula's result. It can be drawn again and again while the parameters change.</summary>
    /// <exception cref="BoardException">A name is unknown, or the result is not one number a point.</exception>
    public DecisionMap(Problem problem, MapAxes axes)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(axes);
        (this.problem, this.axes) = (problem, axes);
        Points = axes.Inputs.Count == 1 ? [.. Rows(Value(axes.Inputs[0]))] : [.. Lone(axes.Inputs)];
        (x, y) = (Scale.Around(Points.Select(point => point.X), RoomBeside), Scale.Around(Points.Select(point => point.Y), RoomBeside));
        evaluation = new Evaluation([OverGrid()]);
    }

    /// <summary>The points that the formula has now.</summary>
    public IReadOnlyList<ChartPoint> Points { get; }

    /// <summary>The result at each cell's middle, row by row from the lower left.</summary>
    public IReadOnlyList<double> Cells() => evaluation.Run()[0].ToDoubles();

    /// <summary>The map as SVG.</summary>
    public string ToSvg()
    {
        var (name, cells) = (FormulaNotation.Pretty.Name(axes.Output), Cells());
        var (right, up) = axes.Inputs.Count == 1
            ? ($"{axes.Inputs[0]}, column 1", $"{axes.Inputs[0]}, column 2")
            : (axes.Inputs[0], axes.Inputs[1]);
        var chart = new Chart($"What {name} says",
            $"{cells.Count(cell => cell > 0.5) * 100 / cells.Count} % of the plane shown is class 1, where {name} is above one "
            + $"half. {Told()}",
            (right, x), (up, y));
        chart.Marks.AddRange(Marks(cells));
        return chart.ToSvg();
    }

    /// <summary>The same without axes and words, for a page that has <see cref="PictureStyle.Sheet"/>.</summary>
    internal string ToSketch() => ChartSketch.Render($"What {FormulaNotation.Pretty.Name(axes.Output)} says", x, y, [.. Marks(Cells())]);

    private IEnumerable<Mark> Marks(IReadOnlyList<double> cells)
    {
        var middles = new NumberGrid(Shrunk(x), Shrunk(y), Side, cells);
        var classes = Classes();
        yield return new Mark.Cells(Ink.Chain, Ink.Local, Side, cells);
        yield return new Mark.Segments(Ink.Quiet, Contours.At(middles, 0.5), $"{FormulaNotation.Pretty.Name(axes.Output)} = ½");
        yield return new Mark.Dots(Ink.Chain, [.. Points.Where((_, i) => classes[i] <= 0.5)], classes.Length > 0 ? "class 0" : null,
            Hollow: true);
        yield return new Mark.Dots(Ink.Local, [.. Points.Where((_, i) => classes[i] > 0.5)], classes.Length > 0 ? "class 1" : null, 4.5);
    }

    private string Told()
    {
        if (axes.Target is null) return "";
        var (told, classes) = (Tensor.Evaluate(Output())[0].ToDoubles(), Classes());
        return told.Length == classes.Length
            ? $"{told.Where((value, i) => value > 0.5 == classes[i] > 0.5).Count()} of {classes.Length} points are told right."
            : "";
    }

    private double[] Classes() => axes.Target is { } target && Value(target) is var classes && classes.Shape.Size == Points.Count
        ? classes.ToDoubles()
        : [.. Points.Select(_ => 0.0)];

    private Tensor Output() => problem.Named.TryGetValue(axes.Output, out var output) ? output
        : throw new BoardException(
            $"the formula computes no {axes.Output}; it "
            + $"computes {string.Join(", ", problem.Formula.Syntax.Assignments.Select(statement => statement.Name))}");

    private TensorData Value(string name) => problem.Formula.FreeNames.Contains(name) ? problem.Value(name)
        : throw new BoardException(FormulaNames.Unknown(name, problem.Formula, problem.Formula.FreeNames, "name"));

    private IEnumerable<ChartPoint> Lone(IReadOnlyList<string> names) => names.Count == 2 && names.All(name => Value(name).Shape.Size == 1)
        ? [new(Value(names[0]).Item(), Value(names[1]).Item())]
        : throw new BoardException("a map has two numbers: name two scalars, or a matrix of two columns");

    private IEnumerable<ChartPoint> Rows(TensorData data) => data.Shape is [var rows, 2]
        ? Enumerable.Range(0, rows).Select(row => new ChartPoint(data[2 * row], data[2 * row + 1]))
        : throw new BoardException($"{axes.Inputs[0]} has shape {data.Shape}; a map needs a matrix of two columns, a point a row");

    /// <summary>The formula up to the result, once more, over all cells at once and with the same parameters.</summary>
    private Tensor OverGrid()
    {
        Output();
        var bindings = problem.Formula.FreeNames.ToDictionary(name => name, name => problem.Named[name]);
        foreach (var (name, cells) in axes.Inputs.Zip(Grid())) bindings[name] = new Input(cells, name);
        var statement = problem.Formula.Syntax.Assignments.First(statement => statement.Name == axes.Output);
        var over = Formula.Parse(problem.Formula.Syntax.Source[..statement.Value.Span.End], bindings.Keys).Build(bindings);
        return over.Shape.Size == Side * Side
            ? over
            : throw new BoardException($"{axes.Output} has shape {over.Shape} over {Side * Side} points; a map needs one number a point");
    }

    private IEnumerable<TensorData> Grid()
    {
        double Middle(Scale scale, int cell) => scale.At((cell + 0.5) / Side);
        var cells = Enumerable.Range(0, Side * Side).Select(i => new ChartPoint(Middle(x, i % Side), Middle(y, i / Side))).ToList();
        return axes.Inputs.Count == 1
            ? [TensorData.Wrap([.. cells.SelectMany(cell => new[] { cell.X, cell.Y })], [cells.Count, 2])]
            : [TensorData.Wrap([.. cells.Select(cell => cell.X)], [cells.Count]),
                TensorData.Wrap([.. cells.Select(cell => cell.Y)], [cells.Count])];
    }

    /// <summary>From the middle of the first cell to the middle of the last.</summary>
    private static Scale Shrunk(Scale scale) => new(scale.At(0.5 / Side), scale.At(1 - 0.5 / Side));
}
