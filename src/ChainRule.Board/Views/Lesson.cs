using ChainRule.Board.Drawing;
using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>
/// Back-propagation through a problem, step by step. The graph is differentiated once; after <see cref="Problem.Set"/> an
/// <see cref="Update"/> computes all numbers anew in one run. Steps and ids stay the same whatever the values.
/// </summary>
public sealed class Lesson
{
    private readonly LessonPlan plan;
    private readonly ViewWriter views;
    private readonly LessonText text;
    private BoardLayout? layout;
    private IReadOnlyList<BoardBlock>? blocks;
    private IReadOnlySet<string>? openByDefault;
    private Folding? folding;

    private Lesson(Problem problem, double rate)
    {
        (Problem, Rate) = (problem, rate);
        Derivation = problem.Derive();
        plan = new LessonPlan(Derivation);
        text = new LessonText(Explain());
        views = new ViewWriter(problem.Formula.Syntax.Source, plan, text);
    }

    /// <summary>The formula and its values.</summary>
    public Problem Problem { get; }

    /// <summary>How far an update goes. Another rate counts from the next <see cref="Update"/>.</summary>
    public double Rate { get; set; }

    /// <summary>How many steps there are.</summary>
    public int Count => plan.Steps.Count;

    /// <summary>What the lesson answers, as a question: <c>w = 1 gives ŷ = 1, but y is 2: how must w change?</c></summary>
    public string Question => new QuestionText(text).Write();

    /// <summary>All steps, in order.</summary>
    public IReadOnlyList<LessonStep> Steps => [.. Enumerable.Range(0, Count).Select(Step)];

    /// <summary>Where everything is drawn: the same at every step and for all values.</summary>
    public BoardLayout Layout => layout ??= BoardLayout.Of(At(0));

    /// <summary>The statements that can be folded into one box each: those of more than one result.</summary>
    public IReadOnlyList<BoardBlock> Blocks => blocks ??= BlockFinder.Find(Problem.Formula.Syntax, At(0), StatementIds());

    internal Derivation Derivation { get; }

    internal Explanation Explanation => text.Explanation;

    /// <summary>A lesson on a problem.</summary>
    /// <param name="problem">The formula and its values.</param>
    /// <param name="rate">How far an update goes.</param>
    /// <exception cref="BoardException">The graph is too large to be drawn.</exception>
    public static Lesson Of(Problem problem, double rate)
    {
        ArgumentNullException.ThrowIfNull(problem);
        BoardLimits.CheckGraph(problem.Output);
        return new(problem, rate);
    }

    /// <summary>Computes all numbers anew: the problem's values, or the rate, have changed.</summary>
    public void Update() => text.Update(Explain());

    /// <summary>A step in words.</summary>
    /// <param name="index">The step, from 0; one that there is not becomes the first or the last.</param>
    public LessonStep Step(int index) => Step(index, BoardParts.None);

    /// <summary>The board at a step.</summary>
    /// <param name="step">The step, from 0; one that there is not becomes the first or the last.</param>
    /// <param name="hidden">What is hidden: "?" stands for it.</param>
    public BoardView At(int step, BoardParts hidden = BoardParts.None) => views.Write(Step(step, hidden), hidden);

    /// <summary>The picture with blocks folded.</summary>
    /// <param name="open">
    /// The names of the blocks that are not folded; <see langword="null"/> lets the size of the graph say. Names of no block are of no
    /// account.
    /// </param>
    public Folding Fold(IReadOnlyCollection<string>? open)
    {
        openByDefault ??= Folding.OpenByDefault(At(0), Blocks);
        var names = open is null ? openByDefault : Blocks.Select(block => block.Name).Intersect(open).ToHashSet();
        return folding?.Open.SetEquals(names) == true ? folding : folding = new(At(0), Blocks, names, openByDefault);
    }

    /// <summary>The id of the node with a name, as an <see cref="Explanation"/> has it; none where it is not drawn.</summary>
    public string? NodeId(string name) => views.Id(name);

    /// <summary>How one cell of a product of matrices comes about, or its gradient: the sum of products that makes it.</summary>
    /// <param name="node">The id of a node that <see cref="BoardView.Products"/> lists.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    /// <exception cref="BoardException">There is no such product or no such cell.</exception>
    public string CellStory(string node, int row, int column) =>
        new CellStory(text.Formulas, text.Explanation, views.Tensor(node)).At(row, column);

    /// <summary>What a step does, and the name of the result or parameter that it does it to; none where it concerns all.</summary>
    internal (LessonPhase Phase, string? Name) Subject(int index)
    {
        var step = plan.Steps[Math.Clamp(index, 0, Count - 1)];
        return (step.Phase, step.Node is { } node && step.Phase != LessonPhase.After ? Derivation.Names[node] : null);
    }

    private LessonStep Step(int index, BoardParts hidden)
    {
        index = Math.Clamp(index, 0, Count - 1);
        var (step, writer) = (plan.Steps[index], new StepText(plan, text));
        var asked = writer.Asked(step, hidden);
        return new(index, step.Phase, asked ?? writer.Line(step), asked is null ? writer.Why(step, hidden) : null, views.Nodes(step),
            views.Edges(step));
    }

    private Explanation Explain() => Derivation.Explain(new ExplainOptions { LearningRate = Rate });

    /// <summary>
    /// The ids of what the statements name, as far as the output is made of it. A statement that only gives another name has none.
    /// </summary>
    private Dictionary<string, string> StatementIds() => Problem.Named
        .Where(named => named.Value.Inputs.Length > 0 && named.Value.Name == named.Key && Derivation.Tensors.Contains(named.Value))
        .ToDictionary(named => named.Key, named => views.Id(Derivation.Names[named.Value])!);
}
