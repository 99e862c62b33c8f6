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
    private readonly Derivation derivation;
    private readonly LessonPlan plan;
    private readonly LessonText text;
    private readonly TableWriter ledger;
    private readonly Dictionary<Tensor, string> ids = [];
    private readonly List<NodeWriter> nodes = [];
    private readonly List<EdgeWriter> edges;
    private readonly List<BoardProduct> products;

    public ViewWriter(string formula, Derivation derivation, LessonPlan plan, LessonText text)
    {
        (this.formula, this.derivation, this.plan, this.text) = (formula, derivation, plan, text);
        var formulas = new RowWriter(derivation, Style.Pretty);
        // Numbers stand in the formulas and are no nodes.
        foreach (var node in derivation.Forward.Where(t => derivation.Names.Word(Style.Pretty, t) is not null))
        {
            ids[node] = $"n{ids.Count}";
            nodes.Add(new(node, ids[node], derivation, plan, text, formulas));
        }
        var steps = derivation.Edges.ToDictionary(edge => (edge.Of, edge.Step.Input));
        edges = [.. nodes.SelectMany(
            node =>
                InputsOf(node.Tensor).Select(
                    i => new EdgeWriter(node.Tensor, i, steps.GetValueOrDefault((node.Tensor, i)), ids, derivation, plan, text)))];
        products = [.. nodes
            .Select(node => node.Tensor)
            .Where(CellStory.IsProduct)
            .Select(t => new BoardProduct(ids[t], ids[t.Inputs[0]], ids[t.Inputs[1]]))];
        ledger = new TableWriter(derivation, plan, text, ids);
    }

    /// <summary>The tensor of a node.</summary>
    public Tensor? Tensor(string id) => nodes.Find(node => node.Id == id)?.Tensor;

    /// <summary>The id of the node that explanations call by a name.</summary>
    public string? Id(string name) => nodes.Find(node => derivation.Names[node.Tensor] == name)?.Id;

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
        { Edge: { } edge } => [EdgeId(ids, edge.Of, edge.Step.Input)],
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
            Notes = text.Notes,
        };
    }

    /// <summary>The id of the edge by which a tensor takes one of its inputs.</summary>
    public static string EdgeId(IReadOnlyDictionary<Tensor, string> ids, Tensor of, int input) => $"{ids[of]}i{input}";

    private IEnumerable<int> InputsOf(Tensor of) => Enumerable.Range(0, of.Inputs.Length).Where(i => ids.ContainsKey(of.Inputs[i]));
}
