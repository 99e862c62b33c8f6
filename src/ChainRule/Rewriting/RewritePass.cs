using System.Runtime.InteropServices;
using ChainRule.Graph;

namespace ChainRule.Rewriting;

/// <summary>Applies a table of rows to every tensor of a graph, inputs first, each once. Names and leaves stay.</summary>
internal sealed class RewritePass
{
    private readonly Dictionary<Tensor, Site> sites = [];
    private readonly HashSet<Tensor> finals = [];
    private readonly Func<Tensor, bool>? isOpaque;
    private readonly Rewriter rewriter;

    private RewritePass(Func<Op, Rule[]> table, Func<Tensor, bool>? isOpaque) =>
        (this.isOpaque, rewriter) = (isOpaque, new Rewriter(table, isOpaque, finals.Contains));

    /// <summary>A tensor's place in the graph: how often it is used, and its final form once that is known.</summary>
    private record struct Site(int Uses, Tensor? Final);

    /// <summary>The final forms of <paramref name="outputs"/>.</summary>
    /// <param name="outputs">What the graph is for.</param>
    /// <param name="table">The rows for an op.</param>
    /// <param name="isOpaque">Tensors that stay as they are, with all they are made of.</param>
    public static Tensor[] Apply(IReadOnlyList<Tensor> outputs, Func<Op, Rule[]> table, Func<Tensor, bool>? isOpaque = null)
    {
        var pass = new RewritePass(table, isOpaque);
        foreach (var tensor in TopologicalOrder.Of(outputs, pass.IsNew)) pass.Visit(tensor);
        var final = new Tensor[outputs.Count];
        for (var i = 0; i < final.Length; i++) final[i] = pass.Final(outputs[i]);
        return final;
    }

    /// <summary>Counts a use of a tensor, and says whether it is the first.</summary>
    private bool IsNew(Tensor tensor)
    {
        if (tensor.Inputs.Length == 0 || (isOpaque is not null && isOpaque(tensor))) return false;
        return ++CollectionsMarshal.GetValueRefOrAddDefault(sites, tensor, out _).Uses == 1;
    }

    private void Visit(Tensor tensor)
    {
        using var origin = Origins.As(tensor);
        var rebuilt = Rebuild(tensor);
        var final = rewriter.Improve(rebuilt, UnsharedInputs(tensor));
        CollectionsMarshal.GetValueRefOrNullRef(sites, tensor).Final = final;
        finals.Add(final);
    }

    private Tensor Rebuild(Tensor tensor)
    {
        Tensor[]? changed = null;
        for (var i = 0; i < tensor.Inputs.Length; i++)
        {
            var input = Final(tensor.Inputs[i]);
            if (changed is null && ReferenceEquals(input, tensor.Inputs[i])) continue;
            changed ??= [.. tensor.Inputs];
            changed[i] = input;
        }
        if (changed is null) return tensor;
        var rebuilt = Tensor.Apply(tensor.Op, changed);
        return tensor.Name is { } name ? rebuilt.Named(name) : rebuilt;
    }

    private Tensor Final(Tensor tensor) =>
        sites.TryGetValue(tensor, out var site) && site.Final is { } final ? final : tensor;

    private uint UnsharedInputs(Tensor tensor)
    {
        var unshared = 0u;
        for (var i = 0; i < Math.Min(tensor.Inputs.Length, 32); i++)
            if (sites.TryGetValue(tensor.Inputs[i], out var site) && site.Uses == 1) unshared |= 1u << i;
        return unshared;
    }
}
