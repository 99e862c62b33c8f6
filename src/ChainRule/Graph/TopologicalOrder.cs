namespace ChainRule.Graph;

/// <summary>Lists a graph so that inputs come before what they go into. No recursion: a graph may be 100,000 nodes deep.</summary>
internal static class TopologicalOrder
{
    /// <summary>Every tensor that the outputs are made of, each once, inputs first.</summary>
    public static List<Tensor> Of(params IEnumerable<Tensor> outputs)
    {
        var seen = new HashSet<Tensor>();
        var open = new Stack<Tensor>(outputs.Where(seen.Add));
        while (open.TryPop(out var tensor))
            foreach (var input in tensor.Inputs)
                if (seen.Add(input)) open.Push(input);
        // An input was made before the tensors that use it.
        var all = seen.ToList();
        all.Sort((a, b) => a.Order.CompareTo(b.Order));
        return all;
    }
}
