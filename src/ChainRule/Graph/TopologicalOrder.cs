namespace ChainRule.Graph;

/// <summary>
/// Lists a graph so that inputs come before what they go into. The order follows from the graph's structure alone, so that
/// equal structures are listed alike. No recursion: a graph may be 100,000 nodes deep.
/// </summary>
public static class TopologicalOrder
{
    /// <summary>Every tensor that the outputs are made of, each once, inputs first.</summary>
    public static List<Tensor> Of(params IEnumerable<Tensor> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return Of(outputs, new HashSet<Tensor>().Add);
    }

    /// <summary>The same, of those tensors alone that <paramref name="isNew"/> says are to be entered; it is asked at every use.</summary>
    internal static List<Tensor> Of(IEnumerable<Tensor> outputs, Func<Tensor, bool> isNew)
    {
        var order = new List<Tensor>();
        var path = new Stack<(Tensor Tensor, int NextInput)>();
        foreach (var output in outputs)
        {
            if (isNew(output)) path.Push((output, 0));
            while (path.TryPop(out var here))
            {
                if (here.NextInput == here.Tensor.Inputs.Length)
                {
                    order.Add(here.Tensor);
                    continue;
                }
                path.Push((here.Tensor, here.NextInput + 1));
                var input = here.Tensor.Inputs[here.NextInput];
                if (isNew(input)) path.Push((input, 0));
            }
        }
        return order;
    }
}
