namespace ChainRule.Board.Drawing;

/// <summary>
/// Orders each layer so that few edges cross: layers are sorted by where their neighbours are, back and forth, and neighbours change places
/// where that helps; the best order is kept. The order of operands stays where nothing is gained.
/// </summary>
internal static class Ordering
{
    private const int Sweeps = 8, MaxLinks = 1_500;

    public static void Improve(IReadOnlyList<List<Vertex>> layers)
    {
        // A graph so large is drawn as its formula says; counting its crossings would take too long.
        if (layers.Sum(layer => layer.Sum(vertex => vertex.In.Count)) > MaxLinks) return;
        var (best, fewest) = (Orders(layers), Crossings(layers));
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            Sweep(layers, leftwards: sweep % 2 == 0);
            Exchange(layers);
            if (Crossings(layers) is var crossings && crossings < fewest) (best, fewest) = (Orders(layers), crossings);
        }
        for (var i = 0; i < layers.Count; i++) Arrange(layers[i], best[i]);
    }

    /// <summary>How often edges cross, over all layers.</summary>
    public static int Crossings(IReadOnlyList<List<Vertex>> layers) =>
        layers.Sum(layer => Crossings([.. layer.SelectMany(vertex => vertex.In)]));

    private static Vertex[][] Orders(IReadOnlyList<List<Vertex>> layers) => [.. layers.Select(layer => layer.ToArray())];

    private static void Sweep(IReadOnlyList<List<Vertex>> layers, bool leftwards)
    {
        foreach (var layer in leftwards ? layers.Reverse() : layers)
            Arrange(layer,
                [.. layer.OrderBy(
                    vertex =>
                        (leftwards ? vertex.Out.Select(Arrival) : vertex.In.Select(link => (double)link.From.Order))
                            .DefaultIfEmpty(vertex.Order)
                            .Average())]);
    }

    private static void Exchange(IReadOnlyList<List<Vertex>> layers)
    {
        foreach (var layer in layers)
            for (var i = 0; i + 1 < layer.Count; i++)
                if (Between(layer[i], layer[i + 1]) > Between(layer[i + 1], layer[i]))
                    Arrange(layer, [.. layer.Take(i), layer[i + 1], layer[i], .. layer.Skip(i + 2)]);
    }

    /// <summary>How often the edges of two vertices cross if one stands above the other.</summary>
    private static int Between(Vertex above, Vertex below)
    {
        var crossings = 0;
        foreach (var a in above.In)
            foreach (var b in below.In)
                if (a.From.Order > b.From.Order) crossings++;
        foreach (var a in above.Out)
            foreach (var b in below.Out)
                if (Arrival(a) > Arrival(b)) crossings++;
        return crossings;
    }

    private static int Crossings(Link[] links)
    {
        var crossings = 0;
        for (var i = 0; i < links.Length; i++)
            for (var j = 0; j < i; j++)
                if ((links[i].From.Order - links[j].From.Order) * (Arrival(links[i]) - Arrival(links[j])) < 0) crossings++;
        return crossings;
    }

    /// <summary>Where an edge arrives: at which vertex, and how far down at it.</summary>
    private static double Arrival(Link link) => link.To.Order + link.Port / (link.To.Height + 1);

    private static void Arrange(List<Vertex> layer, Vertex[] order)
    {
        for (var i = 0; i < order.Length; i++) (layer[i] = order[i]).Order = i;
    }
}
