namespace ChainRule.Explanations;

/// <summary>
/// How a gradient comes about, as a document without text: every value, every local derivative as a formula and as a number, their
/// products, the paths, what the sign means, a check, and notes. It is made of the very graph that computes the gradient. Its formulas are
/// tensors of its <see cref="Derivation"/>; a <see cref="FormulaNotation"/> writes them. Each format is a function of this document.
/// </summary>
public sealed class Explanation
{
    // Trying an element takes two runs of the graph: this many runs of one op each are worth waiting for.
    private const int TrialBudget = 4_000_000;

    private readonly TensorData[] values;
    private readonly Lazy<ChainPaths?> paths;
    private IReadOnlyList<ParameterRow>? parameters;
    private IReadOnlyList<Note>? notes;
    private double? outputAfter, curvature;

    internal Explanation(Derivation derivation, TensorData[] values, ExplainOptions options)
    {
        (Derivation, this.values, Options) = (derivation, values, options);
        paths = new(() => derivation.IsScalar ? new ChainPaths(this) : null);
    }

    /// <summary>The expression, the steps, their formulas and names.</summary>
    public Derivation Derivation { get; }

    /// <summary>The tensor that is differentiated.</summary>
    public Tensor Output => Derivation.Output;

    /// <summary>The output's value.</summary>
    public double Value => ValueOf(Output).Item();

    /// <summary>The results, inputs before what they go into.</summary>
    public IReadOnlyList<ForwardRow> Forward => field ??= [.. Derivation.Results.Select(result => new ForwardRow(result, ValueOf(result)))];

    /// <summary>The steps of differentiation, from the output back.</summary>
    public IReadOnlyList<LocalRow> Local => field ??= [.. Derivation.Steps.Select(step => new LocalRow(step,
        step.Local is { } local ? ValueOf(local) : null, ValueOf(step.Upstream), ContributionOf(step)))];

    /// <summary>The parameters, in the order in which they were asked for.</summary>
    public IReadOnlyList<ParameterRow> Parameters => parameters ??= ParameterRows(trials: 0);

    /// <summary>The learning rate of the step that is tried.</summary>
    public double LearningRate => Options.LearningRate;

    /// <summary>The output after that step of all parameters.</summary>
    public double OutputAfter => outputAfter ??= Derivation.Trial.Output(Parameters.ToDictionary(row => row.Parameter, row => row.After));

    /// <summary>Whether that step makes the output greater, or undefined: it went too far.</summary>
    public bool IsStepTooLong => LearningRate > 0 && double.IsFinite(Value) && !(OutputAfter <= Value + 1e-12 * Math.Abs(Value));

    /// <summary>
    /// The second derivative of the output along the gradient. Where the learning rate times this is above 2, a step lands farther from the
    /// minimum of a parabola than it began. NaN where the gradient is zero.
    /// </summary>
    public double Curvature => curvature ??= Derivation.Curvature.At(new Dictionary<Tensor, TensorData>()).Curvature;

    /// <summary>What readers must know besides the numbers: undefined values, kinks, parameters that nothing leads from.</summary>
    public IReadOnlyList<Note> Notes => notes ??= [.. new NoteFinder(this).All()];

    internal ExplainOptions Options { get; }

    /// <summary>The value of a tensor of the expression, or of a step's tensors.</summary>
    /// <exception cref="ArgumentException">The tensor is no part of the derivation.</exception>
    public TensorData ValueOf(Tensor tensor) => values[Derivation.Place(tensor)];

    /// <summary>∂output/∂tensor for a tensor of the expression; zeros where no gradient arrives.</summary>
    /// <exception cref="ArgumentException">The tensor is no part of the derivation.</exception>
    public TensorData GradientOf(Tensor tensor) =>
        Derivation.Trace.Cotangent(tensor) is { } gradient ? ValueOf(gradient) : TensorData.Zeros(tensor.Shape, tensor.DType);

    /// <summary>What a step adds to ∂output/∂operand.</summary>
    /// <exception cref="ArgumentException">The step is of another derivation.</exception>
    public TensorData ContributionOf(DerivationStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Step.Contribution is { } value ? ValueOf(value) : TensorData.Zeros(step.From.Shape, step.From.DType);
    }

    /// <summary>The text for a terminal, as the options say.</summary>
    public override string ToString() => ToString(Options);

    /// <summary>The text for a terminal, with other options for the looks.</summary>
    public string ToString(ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TextFormat(this, options).Write();
    }

    /// <summary>The explanation as JSON; its fields are described in docs/explain-json.md.</summary>
    public string ToJson(bool indented = false) => JsonFormat.Write(this, indented);

    /// <summary>The explanation as Markdown with tables, as GitHub shows them.</summary>
    public string ToMarkdown() => new MarkdownFormat(this).Write();

    /// <summary>The explanation as the body of a LaTeX document that loads amsmath.</summary>
    public string ToLatex() => LatexFormat.Write(this);

    /// <summary>The explanation as one element of MathML, which a browser shows.</summary>
    public string ToMathML() => MathMLFormat.Write(this);

    /// <summary>The graph with its values and gradients in Graphviz's language.</summary>
    public string ToDot() => new DotFormat(this).Write();

    /// <summary>The graph with its values and gradients as a Mermaid flowchart, as GitHub shows it.</summary>
    public string ToMermaid() => new MermaidFormat(this).Write();

    /// <summary>A file-based C# program that builds the same graph, and prints the value and the gradients.</summary>
    /// <param name="reference">
    /// The line by which the program finds the library, such as <c>#:project path/to/ChainRule.csproj</c>; by default the package of this
    /// version.
    /// </param>
    /// <exception cref="NotSupportedException">
    /// An op has no public function, as those of <see cref="CustomOp"/>; or there are too many numbers.
    /// </exception>
    public string ToCSharp(string? reference = null) =>
        new CSharpFormat(this, reference).Write();

    /// <summary>A Python program that computes the same value and gradients with PyTorch, and prints them.</summary>
    /// <exception cref="NotSupportedException">
    /// PyTorch has no function for an op, as those of <see cref="CustomOp"/>; or there are too many numbers.
    /// </exception>
    public string ToPyTorch() => new PyTorchFormat(this).Write();

    /// <summary>
    /// A program that trains: ten turns of forward pass, gradients and update at <see cref="LearningRate"/>, in float64 unless the
    /// expression is of another type. Each turn prints its number, the value and the gradients before the update.
    /// </summary>
    /// <param name="style">The library and the style.</param>
    /// <param name="reference">For C#, the line by which the program finds the library; otherwise the package of this version.</param>
    /// <returns>The lines of the file, each with what it does, so that a step of the derivation can be shown beside its line.</returns>
    /// <exception cref="NotSupportedException">
    /// The language has no function for an op, as for those of <see cref="CustomOp"/>; there are too many numbers; or, for PyTorch, the
    /// output depends on nothing that could be trained.
    /// </exception>
    public IReadOnlyList<ProgramLine> ToTraining(ProgramStyle style, string? reference = null) =>
        style == ProgramStyle.CSharp
            ? new CSharpTraining(this, reference).Lines()
            : new PyTorchTraining(this, usesModules: style == ProgramStyle.PyTorchModules).Lines();

    /// <summary>Computes what is left to be asked for, and compares the gradients with central differences.</summary>
    internal Explanation Completed()
    {
        parameters = ParameterRows(Math.Max(1, TrialBudget / Derivation.Tensors.Count));
        _ = (OutputAfter, Notes, IsStepTooLong ? Curvature : 0);
        return this;
    }

    private List<ParameterRow> ParameterRows(int trials)
    {
        var rows = new List<ParameterRow>();
        foreach (var parameter in Derivation.Wrt)
        {
            var check = trials > 0 ? Derivation.Trial.Check(parameter, ValueOf(parameter), GradientOf(parameter)) : null;
            trials -= check?.Elements.Count ?? 0;
            rows.Add(new(this, parameter, check, paths));
        }
        return rows;
    }
}
