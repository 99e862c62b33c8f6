using ChainRule.Formulas;
using ChainRule.Networks;
using ChainRule.Training;

namespace ChainRule.Board;

/// <summary>
/// A formula that is fitted to a pasted table while one watches. Names that are columns are data, the others are parameters, as for
/// <c>chainrule fit</c>.
/// </summary>
/// <example><code>
/// var fit = TableFit.Create(Formula.Parse("y = w*x + b"), PastedTable.Parse("x y\n0 1\n1 3\n2 5"));
/// while (fit.Step() &amp;&amp; fit.Losses.Count &lt; 100) { }
/// Console.WriteLine(fit.Metrics().R2);
/// </code></example>
public sealed class TableFit
{
    private const int MaxHalvings = 30;
    private const int MaxLosses = 10_000;

    private readonly FlatParameters flat;
    private readonly FitProblem problem;
    private readonly FitLoss kind;
    private readonly List<double> losses = [];
    private readonly double[] start;
    private readonly double scale;

    private TableFit(TableRoles roles, PastedTable table, FitLoss kind, IReadOnlyDictionary<string, double> begin)
    {
        (Roles, Table, this.kind) = (roles, table, kind);
        Parameters = [.. roles.Parameters.Select(name => new Parameter(begin.GetValueOrDefault(name, 1), name))];
        Data = roles.Data.ToDictionary(name => name, name => Column(table, name));
        Target = Column(table, roles.Target);
        if (kind == FitLoss.Logistic && Target.Value.ToDoubles().Any(value => value is not (0 or 1)))
            throw new BoardException($"for a logistic loss {roles.Target} holds classes, 0 or 1, and nothing else");
        Prediction = Over(Data);
        if (Prediction.Rank > 0 && !Prediction.Shape.Equals(Target.Shape))
            throw new BoardException(
                $"the formula gives a result of shape {Prediction.Shape}, but one number a row is wanted: {Target.Shape}");
        flat = new FlatParameters(Parameters);
        problem = new FitProblem(Prediction, Target, kind, flat);
        (start, scale) = (flat.Read(), problem.Scale());
        losses.Add(problem.Evaluate());
    }

    /// <summary>What is found.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The table.</summary>
    public PastedTable Table { get; }

    /// <summary>The names of the columns that the formula reads.</summary>
    public IReadOnlyList<string> Inputs => Roles.Data;

    /// <summary>The name of the column that is predicted.</summary>
    public string TargetName => Roles.Target;

    /// <summary>The loss at the start and after each step.</summary>
    public IReadOnlyList<double> Losses => losses;

    internal TableRoles Roles { get; }

    /// <summary>What stood above a column.</summary>
    internal string Title(string name) => Table.Columns.First(column => column.Name == name).Title;

    internal IReadOnlyDictionary<string, Input> Data { get; }

    internal Input Target { get; }

    internal Tensor Prediction { get; }

    /// <summary>Makes a formula a prediction over the columns of a table.</summary>
    /// <param name="formula">The prediction.</param>
    /// <param name="table">The columns.</param>
    /// <param name="target">
    /// The column that is predicted; where it is not given, the one that the formula computes, else the last that it does not read.
    /// </param>
    /// <param name="loss">What is made small.</param>
    /// <param name="begin">Where parameters begin; 1 where nothing is said.</param>
    /// <exception cref="BoardException">The names do not fit the columns, or the result is not one number a row.</exception>
    /// <exception cref="FormulaException">A function is unknown, or shapes do not fit; it gives the place.</exception>
    public static TableFit Create(Formula formula, PastedTable table, string? target = null, FitLoss loss = FitLoss.MeanSquaredError,
        IReadOnlyDictionary<string, double>? begin = null)
    {
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentNullException.ThrowIfNull(table);
        return new(TableRoles.Of(formula, table, target), table, loss, begin ?? new Dictionary<string, double>());
    }

    /// <summary>
    /// One step of gradient descent with every parameter counted in its own unit: how far it moves while the prediction moves as far as
    /// the target spreads. At rate 1 no step overshoots where the formula is linear in its parameters. One that would raise the loss is
    /// halved.
    /// </summary>
    /// <returns>Whether the loss became smaller.</returns>
    public bool Step(double rate = 1)
    {
        if (!(rate > 0 && double.IsFinite(rate)))
            throw new BoardException($"a rate is a number above 0 such as 1, not {ChartNumbers.Short(rate)}");
        var (at, gradient, units) = (flat.Read(), new double[flat.Count], problem.Units());
        var before = problem.Evaluate(at, gradient);
        var length = rate / (2 * scale * flat.Count);
        for (var i = 0; i < MaxHalvings && gradient.All(double.IsFinite); i++, length /= 2)
        {
            flat.Write([.. at.Select((value, j) => value - length * units[j] * units[j] * gradient[j])]);
            if (problem.Evaluate() is var loss && !(loss < before)) continue;
            Note(loss);
            return true;
        }
        flat.Write(at);
        return false;
    }

    /// <summary>Searches for the best parameters, as <c>chainrule fit</c> does.</summary>
    /// <exception cref="BoardException">The loss is no number wherever it was tried, or a parameter does not take part.</exception>
    public FitResult Search(int epochs = 500, int seed = 0)
    {
        try
        {
            var result = new Fit(Prediction, Target, Parameters) { Loss = kind, Epochs = epochs, Seed = seed }.Run();
            Note(result.Loss);
            return result;
        }
        catch (Exception e) when (e is FitDivergedException or ShapeException)
        {
            throw new BoardException(e.Message);
        }
    }

    /// <summary>Goes back to where the parameters began.</summary>
    public void Reset()
    {
        flat.Write(start);
        losses.Clear();
        losses.Add(problem.Evaluate());
    }

    /// <summary>How well the prediction agrees with the target now.</summary>
    public FitMetrics Metrics() => FitMetrics.Of(Prediction, Target, kind);

    /// <summary>The data with the curve where there is one input, else what is predicted against what should be, as SVG.</summary>
    /// <param name="within">Axes that are kept while a hand moves a point; none where they follow the data.</param>
    public string ToSvg(ChartFrame? within = null) => TableChart.Of(this, within).ToSvg();

    /// <summary>Where the numbers lie in the picture of the data; <see langword="null"/> where it is none of one input.</summary>
    /// <param name="within">The axes that are kept, as for <see cref="ToSvg"/>.</param>
    public ChartFrame? Frame(ChartFrame? within = null) => Inputs.Count == 1 ? TableChart.Of(this, within).Frame : null;

    /// <summary>
    /// The same fit to another table of the same columns. The parameters stay where they are, and begin where they began.
    /// </summary>
    /// <exception cref="BoardException">The table does not fit the loss.</exception>
    public TableFit With(PastedTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var fit = new TableFit(Roles, table, kind, Roles.Parameters.Zip(start).ToDictionary(pair => pair.First, pair => pair.Second));
        fit.flat.Write(flat.Read());
        fit.losses[0] = fit.problem.Evaluate();
        return fit;
    }

    /// <summary>The prediction over other numbers than the table's, with the same parameters.</summary>
    internal Tensor Over(IReadOnlyDictionary<string, Input> data)
    {
        var bindings = Parameters.ToDictionary(parameter => parameter.Name!, Tensor (parameter) => parameter);
        foreach (var (name, column) in data) bindings[name] = column;
        return Roles.Formula.Build(bindings);
    }

    /// <summary>A prediction as it is shown beside the target: of a logit the probability.</summary>
    internal Tensor Shown(Tensor prediction) => kind == FitLoss.Logistic ? Functions.Sigmoid(prediction) : prediction;

    private void Note(double loss)
    {
        if (losses.Count < MaxLosses) losses.Add(loss);
        else losses[^1] = loss;
    }

    private static Input Column(PastedTable table, string name) =>
        new(TensorData.Wrap([.. table.Columns.First(column => column.Name == name).Values], [table.Rows]), name);
}
