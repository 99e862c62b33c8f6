namespace ChainRule.Board.Drawing;

/// <summary>A part of a drawing, and the steps at which it shows.</summary>
/// <param name="Markup">The part.</param>
/// <param name="From">The first step.</param>
/// <param name="To">The last step.</param>
internal sealed record Span(string Markup, int From, int To);

/// <summary>All drawings of a lesson as one: every part once, with the steps at which it shows.</summary>
internal sealed class Timeline
{
    private readonly List<Moving> groups = [];
    private int steps;

    /// <summary>A group with what shows in its slots, and the steps that are about it.</summary>
    internal sealed record Moving(string Attributes, string Style, List<Span>[] Slots, List<int> Current);

    public IReadOnlyList<Moving> Groups => groups;

    /// <summary>Adds the drawing of the next step: the same groups in the same order.</summary>
    public void Add(IEnumerable<SvgGroup> drawing)
    {
        var index = 0;
        foreach (var group in drawing)
        {
            if (steps == 0) groups.Add(new(group.Attributes, group.Style, [.. group.Slots.Select(_ => new List<Span>())], []));
            var moving = groups[index++];
            if (group.IsCurrent) moving.Current.Add(steps);
            for (var slot = 0; slot < group.Slots.Length; slot++) Extend(moving.Slots[slot], group.Slots[slot]);
        }
        steps++;
    }

    private void Extend(List<Span> spans, string markup)
    {
        if (markup.Length == 0) return;
        if (spans.Count > 0 && spans[^1] is var last && last.To == steps - 1 && last.Markup == markup) spans[^1] = last with { To = steps };
        else spans.Add(new(markup, steps, steps));
    }
}
