using ChainRule.Explanations;
using ChainRule.Graph;

namespace ChainRule.Board;

/// <summary>
/// Makes the view of a step: what is found by then has its text, and the rest is "—". What does not change with the values is made once,
/// since a view follows a drag.
/// </summary>
internal sealed class ViewWriter
{
    private readonly string formula;
    private readonly NodeNames names;
    private readonly LessonPlan plan;
    private readonly LessonText text;
    private readonly TableWriter ledger;
    private readonly Dictionary<Tensor, string> ids = [];
    private readonly List<NodeWriter> nodes = [];
    private readonly List<EdgeWriter> edges;
    private readonly List<BoardProduct> products;

    public ViewWriter(string formula, LessonPlan plan, LessonText text)
    {
        var derivation = text.Explanation.Derivation;
        (this.formula, names, this.plan, this.text) = (formula, derivation.Names, plan, text);
        // Numbers stand in the formulas and are no nodes.
        foreach (var node in derivation.Tensors.Where(names.Has))
        {
            ids[node] = $"n{ids.Count}";
            nodes.Add(new(node, ids[node], plan, text));
        }
        var steps = derivation.Steps.ToDictionary(edge => (edge.Of, edge.Input));
        edges = [.. nodes.SelectMany(
            node =>
                InputsOf(node.Tensor).Select(
                    i => new EdgeWriter(node.Tensor, i, steps.GetValueOrDefault((node.Tensor, i)), ids, plan, text)))];
        products = [.. nodes
            .Select(node => node.Tensor)
            .Where(CellStory.IsProduct)
            .Select(t => new BoardProduct(ids[t], ids[t.Inputs[0]], ids[t.Inputs[1]]))];
        ledger = new TableWriter(plan, text, ids);
    }

    /// <summary>The tensor of a node.</summary>
    public Tensor? Tensor(string id) => nodes.Find(node => node.Id == id)?.Tensor;

    /// <summary>The id of the node that explanations call by a name.</summary>
    public string? Id(string name) => nodes.Find(node => names[node.Tensor] == name)?.Id;

    /// <summary>The ids of the nodes that a step is about.</summary>
    public IReadOnlyList<string> Nodes(PlannedStep step) => step switch
    {
        { Edge: { } edge } => [ids[edge.Of], ids[edge.From]],
        { Node: { } node } => [ids[node]],
        _ => [.. nodes.Where(node => node.Tensor is Leaf).Select(node => node.Id)],
    };

    /// <summary>The ids of the edges that a step is about.</summary>
    public IReadOnlyList<string> Edges(PlannedStep step) => step switch
    {
        { Edge: { } edge } => [EdgeId(ids, edge.Of, edge.Input)],
        { Phase: LessonPhase.Forward, Node: { } node } => [.. InputsOf(node).Select(i => EdgeId(ids, node, i))],
        _ => [],
    };

    /// <summary>The board at a step.</summary>
    public BoardView Write(LessonStep step, BoardParts hidden)
    {
        var frame = new ViewFrame(step, hidden);
        return new()
        {
            Step = step,
            Steps = plan.Steps.Count,
            Formula = formula,
            Nodes = nodes.ConvertAll(node => node.Write(frame)),
            Edges = edges.ConvertAll(edge => edge.Write(frame)),
            Products = products,
            Ledger = ledger.Rows(frame),
            Notes = frame.Hides(BoardParts.Values | BoardParts.Local | BoardParts.Chain) ? [] : text.Notes,
        };
    }

    /// <summary>The id of the edge by which a tensor takes one of its inputs.</summary>
    public static string EdgeId(IReadOnlyDictionary<Tensor, string> ids, Tensor of, int input) => $"{ids[of]}i{input}";

    private IEnumerable<int> InputsOf(Tensor of) => Enumerable.Range(0, of.Inputs.Length).Where(i => ids.ContainsKey(of.Inputs[i]));
}
