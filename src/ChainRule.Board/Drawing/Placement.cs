namespace ChainRule.Board.Drawing;

/// <summary>
/// Gives the vertices of ordered layers their heights: as near as the order and the room of each allow to where their edges would be
/// straight.
/// </summary>
internal static class Placement
{
    private const double Gap = 18, BendWeight = 4;
    private const int Rounds = 6;

    public static void Place(IReadOnlyList<List<Vertex>> layers)
    {
        foreach (var layer in layers) Settle(layer, _ => 0);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var layer in layers.Reverse()) Settle(layer, FromRight);
            foreach (var layer in layers) Settle(layer, round < Rounds - 1 ? FromLeft : FromBoth);
        }
        foreach (var layer in layers.Reverse()) Settle(layer, FromBoth);
        var top = layers.Min(layer => layer.Min(vertex => vertex.Y - vertex.Height / 2));
        foreach (var vertex in layers.SelectMany(layer => layer)) vertex.Y -= top;
    }

    private static double FromRight(Vertex vertex) => Mean(vertex, vertex.Out.Select(ByTo));

    private static double FromLeft(Vertex vertex) => Mean(vertex, vertex.In.Select(ByFrom));

    private static double FromBoth(Vertex vertex) => Mean(vertex, vertex.In.Select(ByFrom).Concat(vertex.Out.Select(ByTo)));

    private static (double, double) ByTo(Link link) => (link.To.Y + link.Port, Weight(link));

    private static (double, double) ByFrom(Link link) => (link.From.Y - link.Port, Weight(link));

    /// <summary>A long edge that is straight is worth more.</summary>
    private static double Weight(Link link) => (link.From.Id is null ? BendWeight : 1) * (link.To.Id is null ? BendWeight : 1);

    private static double Mean(Vertex vertex, IEnumerable<(double Y, double Weight)> wanted)
    {
        var (sum, weight) = wanted.Aggregate((Sum: 0d, Weight: 0d),
            (total, one) => (total.Sum + one.Y * one.Weight, total.Weight + one.Weight));
        return weight == 0 ? vertex.Y : sum / weight;
    }

    /// <summary>
    /// The places nearest to the wanted ones, in least squares, that keep order and distance: those that would overlap become one block,
    /// which stands at the mean of what its members want.
    /// </summary>
    private static void Settle(List<Vertex> layer, Func<Vertex, double> wanted)
    {
        var offsets = Offsets(layer);
        var blocks = new Stack<(double Sum, int Count)>();
        for (var i = 0; i < layer.Count; i++)
        {
            var block = (Sum: wanted(layer[i]) - offsets[i], Count: 1);
            while (blocks.TryPeek(out var above) && above.Sum / above.Count > block.Sum / block.Count)
            {
                blocks.Pop();
                block = (block.Sum + above.Sum, block.Count + above.Count);
            }
            blocks.Push(block);
        }
        var at = 0;
        foreach (var (sum, count) in blocks.Reverse())
            for (var end = at + count; at < end; at++) layer[at].Y = sum / count + offsets[at];
    }

    /// <summary>How far below the first each one is if all stand as close as they can.</summary>
    private static double[] Offsets(List<Vertex> layer)
    {
        var offsets = new double[layer.Count];
        for (var i = 1; i < layer.Count; i++) offsets[i] = offsets[i - 1] + (layer[i - 1].Height + layer[i].Height) / 2 + Gap;
        return offsets;
    }
}
