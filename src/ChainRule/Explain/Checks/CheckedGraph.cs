using ChainRule.Differentiation;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>A graph and what the checks ask of it, worked out once.</summary>
internal sealed class CheckedGraph
{
    public CheckedGraph(Tensor loss)
    {
        Loss = loss;
        Order = TopologicalOrder.Of(loss);
        FromParameters = Followed(leaf => leaf is Parameter, (_, _) => true);
        FromData = Followed(leaf => leaf is Input or Constant { Shape.Size: > 1 }, (_, _) => true);
        Moved = Followed(leaf => leaf is Parameter { IsFrozen: false }, ReverseWalk.Passes);
        Reached = ReachedFromLoss();
    }

    public Tensor Loss { get; }

    /// <summary>Every tensor, inputs first.</summary>
    public IReadOnlyList<Tensor> Order { get; }

    /// <summary>The tensors that parameters are part of, by whatever ops.</summary>
    public HashSet<Tensor> FromParameters { get; }

    /// <summary>The tensors that data are part of, by whatever ops.</summary>
    public HashSet<Tensor> FromData { get; }

    /// <summary>The tensors that training moves: those to which a gradient may have to come.</summary>
    public HashSet<Tensor> Moved { get; }

    /// <summary>The tensors to which a gradient can come.</summary>
    public HashSet<Tensor> Reached { get; }

    private HashSet<Tensor> Followed(Func<Leaf, bool> begins, Func<Tensor, int, bool> follows)
    {
        var found = new HashSet<Tensor>();
        foreach (var tensor in Order)
        {
            var isPart = tensor is Leaf leaf && begins(leaf);
            for (var i = 0; !isPart && i < tensor.Inputs.Length; i++) isPart = found.Contains(tensor.Inputs[i]) && follows(tensor, i);
            if (isPart) found.Add(tensor);
        }
        return found;
    }

    private HashSet<Tensor> ReachedFromLoss()
    {
        var reached = new HashSet<Tensor> { Loss };
        for (var at = Order.Count - 1; at >= 0; at--)
        {
            if (!reached.Contains(Order[at])) continue;
            for (var i = 0; i < Order[at].Inputs.Length; i++)
                if (ReverseWalk.Passes(Order[at], i)) reached.Add(Order[at].Inputs[i]);
        }
        return reached;
    }
}
