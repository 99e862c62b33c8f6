using ChainRule.Explanations;
using ChainRule.Graph;

namespace ChainRule.Board;

/// <summary>Makes the view of a step: what is found by then has its text, and the rest is "—".</summary>
internal sealed class ViewWriter
{
    private readonly string formula;
    private readonly Derivation derivation;
    private readonly LessonPlan plan;
    private readonly List<Tensor> nodes;
    private readonly Dictionary<Tensor, string> ids = [];
    private readonly Dictionary<(Tensor Of, int Input), Edge> steps;
    private readonly List<BoardProduct> products;
    private readonly LedgerMath math;
    private readonly Dictionary<Tensor, string> formulas;

    public ViewWriter(string formula, Derivation derivation, LessonPlan plan)
    {
        (this.formula, this.derivation, this.plan, math) = (formula, derivation, plan, new LedgerMath(derivation));
        // Numbers stand in the formulas and are no nodes.
        nodes = [.. derivation.Forward.Where(t => derivation.Names.Word(Style.Pretty, t) is not null)];
        var writer = new RowWriter(derivation, Style.Pretty);
        formulas = nodes.ToDictionary(node => node, node => node.Inputs.Length == 0 ? "" : writer.Expression(node));
        foreach (var node in nodes) ids[node] = $"n{ids.Count}";
        steps = derivation.Edges.ToDictionary(edge => (edge.Of, edge.Step.Input));
        products = [.. nodes.Where(CellStory.IsProduct).Select(t => new BoardProduct(ids[t], ids[t.Inputs[0]], ids[t.Inputs[1]]))];
    }

    /// <summary>The tensor of a node.</summary>
    public Tensor? Tensor(string id) => nodes.Find(node => ids[node] == id);

    /// <summary>The id of the node that explanations call by a name.</summary>
    public string? Id(string name) => nodes.Find(node => derivation.Names[node] == name) is { } node ? ids[node] : null;

    /// <summary>The ids of the nodes that a step is about.</summary>
    public IReadOnlyList<string> Nodes(PlannedStep step) => step switch
    {
        { Edge: { } edge } => [ids[edge.Of], ids[edge.From]],
        { Node: { } node } => [ids[node]],
        _ => [.. nodes.Where(node => node is Leaf).Select(node => ids[node])],
    };

    /// <summary>The ids of the edges that a step is about.</summary>
    public IReadOnlyList<string> Edges(PlannedStep step) => step switch
    {
        { Edge: { } edge } => [EdgeId(edge.Of, edge.Step.Input)],
        { Phase: LessonPhase.Forward, Node: { } node } => [.. Enumerable.Range(0, node.Inputs.Length).Where(i => ids.ContainsKey(node.Inputs[i])).Select(i => EdgeId(node, i))],
        _ => [],
    };

    /// <summary>The board at a step.</summary>
    public BoardView Write(LessonStep step, LessonText text, BoardParts hidden)
    {
        var frame = new Frame(step, text, hidden, [.. step.Nodes], [.. step.Edges]);
        return new()
        {
            Step = step,
            Steps = plan.Steps.Count,
            Formula = formula,
            Nodes = [.. nodes.Select(node => Node(node, frame))],
            Edges = [.. nodes.SelectMany(node => Edges(node, frame))],
            Products = products,
            Ledger = new LedgerWriter(derivation, plan, text, math, hidden, ids, step).Rows(),
            Notes = text.Notes,
        };
    }

    private string EdgeId(Tensor of, int input) => $"{ids[of]}i{input}";

    private sealed record Frame(LessonStep Step, LessonText Text, BoardParts Hidden, HashSet<string> Nodes, HashSet<string> Edges)
    {
        public bool Hides(BoardParts part) => (Hidden & part) != 0;

        /// <summary>A text if it is there by now; a sign for what is to come, or is hidden.</summary>
        public string Shown(int from, BoardParts part, string none, Func<string> write) =>
            Step.Index < from ? none : Hides(part) ? "?" : write();
    }

    private BoardNode Node(Tensor node, Frame frame)
    {
        var computed = plan.Computed(node);
        var gradient = GradientBy(node, frame.Step.Index);
        var value = derivation.Value(node);
        return new()
        {
            Id = ids[node],
            Name = frame.Text.Name(node),
            Kind = Kind(node),
            Op = node.Inputs.Length == 0 ? "" : node.Op.Info.Name,
            Formula = node.Inputs.Length > 0 && frame.Hides(BoardParts.Formulas) ? "?" : formulas[node],
            Shape = node.Rank == 0 ? "" : node.Shape.ToString(),
            Rows = Grids.RowsOf(node.Shape),
            Columns = Grids.ColumnsOf(node.Shape),
            Value = frame.Shown(computed, node is Leaf ? BoardParts.None : BoardParts.Values, "—", () => LessonText.Short(value)),
            GradientName = frame.Text.Gradient(node),
            Gradient = !derivation.IsReached(node) ? "" : gradient is null ? "—" : frame.Hides(BoardParts.Chain) ? "?" : LessonText.Short(gradient),
            After = After(node, frame),
            ValueGrid = frame.Step.Index >= computed && !(frame.Hides(BoardParts.Values) && node is not Leaf) ? Grids.Of(value) : null,
            GradientGrid = gradient is not null && !frame.Hides(BoardParts.Chain) ? Grids.Of(gradient) : null,
            IsCurrent = frame.Nodes.Contains(ids[node]),
        };
    }

    private NodeKind Kind(Tensor node) =>
        ReferenceEquals(node, derivation.Output) ? NodeKind.Output
        : node.Inputs.Length > 0 ? NodeKind.Result
        : derivation.Wrt.Contains(node) ? NodeKind.Parameter
        : node.Name is null ? NodeKind.Constant : NodeKind.Data;

    /// <summary>The gradient as far as it has come together by a step; <see langword="null"/> before anything has come.</summary>
    private TensorData? GradientBy(Tensor node, int step)
    {
        if (ReferenceEquals(node, derivation.Output)) return step >= plan.Of(LessonPhase.Seed, node) ? derivation.Gradient(node) : null;
        var parts = plan.Into(node).ToList();
        var counted = parts.Count(edge => plan.Counted(edge) <= step);
        return counted == 0 ? null : counted == parts.Count && derivation.IsReached(node) ? derivation.Gradient(node) : Sums.Of(derivation, parts.Take(counted));
    }

    private string? After(Tensor node, Frame frame)
    {
        var index = derivation.Wrt.ToList().IndexOf(node);
        var from = index >= 0 ? plan.Of(LessonPhase.Update, node) : plan.Of(LessonPhase.After, node);
        if (frame.Step.Index < from) return null;
        if (frame.Hides(BoardParts.Meaning)) return "?";
        return index >= 0 ? LessonText.Short(frame.Text.Explanation.Parameters[index].After) : Style.Short.Number(frame.Text.Explanation.OutputAfter);
    }

    private IEnumerable<BoardEdge> Edges(Tensor of, Frame frame) =>
        Enumerable.Range(0, of.Inputs.Length).Where(i => ids.ContainsKey(of.Inputs[i])).Select(i => Edge(of, i, frame));

    private BoardEdge Edge(Tensor of, int input, Frame frame)
    {
        var (from, id) = (of.Inputs[input], EdgeId(of, input));
        var edge = new BoardEdge
        {
            Id = id,
            From = ids[from],
            To = ids[of],
            Forward = frame.Shown(plan.Computed(from), from is Leaf ? BoardParts.None : BoardParts.Values, "—", () => LessonText.Short(derivation.Value(from))),
            IsCurrent = frame.Edges.Contains(id),
        };
        if (!steps.TryGetValue((of, input), out var step)) return edge;
        var (multiplied, at) = (plan.Of(LessonPhase.Multiply, step), frame.Step.Index);
        return edge with
        {
            HasGradient = true,
            IsProduct = step.Local is null,
            LocalName = derivation.Names.Partial(Style.Pretty, step.Local is null ? derivation.Output : of, from),
            Relation = step.Local is null && plan.Merges(step) ? "+=" : "=",
            Local = frame.Shown(plan.Of(LessonPhase.Local, step), BoardParts.Local, "", () => frame.Text.ShortLocal(step, asNumber: at >= plan.Numbered(step))),
            Chain = frame.Shown(multiplied, BoardParts.Chain, "", () => LessonText.Short(derivation.Contribution(step))),
            IsReached = at >= multiplied,
        };
    }
}
