namespace ChainRule.Explanations;

/// <summary>What a gradient's sign says of a parameter, for one who wants the output small.</summary>
public enum Advice
{
    /// <summary>The gradient is negative: a greater value gives a smaller output.</summary>
    Increase,

    /// <summary>The gradient is positive: a smaller value gives a smaller output.</summary>
    Decrease,

    /// <summary>The gradient is zero or undefined: it says nothing.</summary>
    Hold,
}

/// <summary>A row of the forward pass.</summary>
/// <param name="Node">The result's name.</param>
/// <param name="Expression">The formula that it is the value of, in names: <c>w*x</c>.</param>
/// <param name="Substituted">The same in numbers: <c>1*1</c>; large tensors keep their names.</param>
/// <param name="Value">The result.</param>
public sealed record ForwardRow(string Node, string Expression, string Substituted, TensorData Value);

/// <summary>A row of the backward pass: one application of the chain rule.</summary>
/// <param name="Of">The result that the derivative is of.</param>
/// <param name="Wrt">The operand that the derivative is by.</param>
/// <param name="Expression">
/// The local derivative: <c>2*s</c>. For ops that bring elements together it is the whole product, with the upstream's name
/// in it: <c>dL_dv1 @ transpose(x)</c>.
/// </param>
/// <param name="Substituted">The same in numbers.</param>
/// <param name="Value">The value of the expression.</param>
/// <param name="Upstream">∂output/∂of.</param>
/// <param name="Contribution">Upstream × local: what this row adds to ∂output/∂wrt.</param>
public sealed record LocalRow(string Of, string Wrt, string Expression, string Substituted, TensorData Value, TensorData Upstream,
    TensorData Contribution);

/// <summary>A way from a parameter to the output.</summary>
/// <param name="Nodes">The names on the way, the parameter first.</param>
/// <param name="Factors">The local derivative of each step.</param>
/// <param name="Product">Their product: this path's part of the gradient.</param>
/// <param name="Share">The product's magnitude as a part of all paths' magnitudes, from 0 to 1.</param>
public sealed record ChainPath(IReadOnlyList<string> Nodes, IReadOnlyList<double> Factors, double Product, double Share);

/// <summary>What there is to say of one parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Gradient">∂output/∂parameter, of the parameter's shape.</param>
/// <param name="Paths">The paths from it to the output, at most a hundred; none where the graph is not one of scalars.</param>
/// <param name="MorePaths">How many paths are not listed; 10¹⁸ stands for that many and more.</param>
/// <param name="Check">The gradient found by trying, if there was time for it.</param>
/// <param name="Advice">What the sign says, for each element.</param>
/// <param name="After">The value after one step of gradient descent.</param>
public sealed record ParameterRow(string Name, TensorData Value, TensorData Gradient, IReadOnlyList<ChainPath> Paths, long MorePaths,
    NumericCheck? Check, IReadOnlyList<Advice> Advice, TensorData After);

/// <summary>
/// How a gradient comes about: every value, every local derivative as a formula and as a number, their products, what the
/// sign means, and a check. It is made of the very graph that computes the gradient. <see cref="ToString()"/> is the text for
/// a terminal, <see cref="ToJson"/> the data for programs.
/// </summary>
public sealed class Explanation
{
    internal Explanation(Derivation derivation, ExplainOptions options) => (Derivation, Options) = (derivation, options);

    /// <summary>The output's name.</summary>
    public required string Output { get; init; }

    /// <summary>The output's value.</summary>
    public required double Value { get; init; }

    /// <summary>The results, inputs before what they go into.</summary>
    public required IReadOnlyList<ForwardRow> Forward { get; init; }

    /// <summary>The steps of differentiation, from the output back.</summary>
    public required IReadOnlyList<LocalRow> Local { get; init; }

    /// <summary>The parameters, in the order in which they were asked for.</summary>
    public required IReadOnlyList<ParameterRow> Parameters { get; init; }

    /// <summary>The learning rate of the step that is tried.</summary>
    public double LearningRate => Options.LearningRate;

    /// <summary>The output after that step of all parameters.</summary>
    public required double OutputAfter { get; init; }

    /// <summary>What needs a word: undefined numbers, kinks, parameters that nothing leads from.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    internal Derivation Derivation { get; }

    internal ExplainOptions Options { get; }

    /// <summary>The text for a terminal, as the options say.</summary>
    public override string ToString() => ToString(Options);

    /// <summary>The text for a terminal, with other options for the looks.</summary>
    public string ToString(ExplainOptions options) => new TextRenderer(this, options).Render();

    /// <summary>The explanation as JSON; its fields are described in docs/explain-json.md.</summary>
    public string ToJson(bool indented = false) => JsonRenderer.Render(this, indented);

    /// <summary>The explanation as Markdown with tables, as GitHub shows them.</summary>
    public string ToMarkdown() => new MarkdownRenderer(this).Render();

    /// <summary>The explanation as the body of a LaTeX document that loads amsmath.</summary>
    public string ToLatex() => LatexRenderer.Render(this);

    /// <summary>The explanation as one element of MathML, which a browser shows.</summary>
    public string ToMathML() => MathMLRenderer.Render(this);

    /// <summary>The graph with its values and gradients in Graphviz's language.</summary>
    public string ToDot() => new DotRenderer(this).Render();

    /// <summary>The graph with its values and gradients as a Mermaid flowchart, as GitHub shows it.</summary>
    public string ToMermaid() => new MermaidRenderer(this).Render();

    /// <summary>A file-based C# program that builds the same graph, and prints the value and the gradients.</summary>
    /// <param name="reference">The line by which the program finds the library; as it is, for a file in a folder beside src.</param>
    /// <exception cref="NotSupportedException">
    /// An op has no public function, as those of <see cref="CustomOp"/>; or there are too many numbers.
    /// </exception>
    public string ToCSharp(string reference = "#:project ../src/ChainRule/ChainRule.csproj") =>
        new CSharpRenderer(this, reference).Render();

    /// <summary>A Python program that computes the same value and gradients with PyTorch, and prints them.</summary>
    /// <exception cref="NotSupportedException">
    /// PyTorch has no function for an op, as those of <see cref="CustomOp"/>; or there are too many numbers.
    /// </exception>
    public string ToPyTorch() => new PyTorchRenderer(this).Render();
}
