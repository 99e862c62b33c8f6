using System.Globalization;
using System.Text;
using ChainRule.Graph;

namespace ChainRule.Planning;

/// <summary>Formats a plan as text.</summary>
internal sealed class PlanText
{
    private const int MaxOperands = 8;
    private const int MaxLetters = 160; // of what a step does; a pass may hold hundreds of ops
    private static readonly string[] Thousands = ["", "k", "M", "G", "T"];
    private readonly Plan plan;
    private readonly PlanCost cost;
    private readonly StringBuilder text = new();

    private PlanText(Plan plan, PlanCost cost) => (this.plan, this.cost) = (plan, cost);

    /// <summary>
    /// The totals, then for each step a line with what it does and how much, and one with what it reads and writes and where in the code
    /// that came from. Buffers have the names of the tensors in them; those without are b0, b1, …
    /// </summary>
    public static string Of(Plan plan, PlanCost cost)
    {
        var writing = new PlanText(plan, cost);
        writing.Totals();
        for (var i = 0; i < plan.Steps.Length; i++) writing.Step(i);
        return writing.text.ToString();
    }

    private void Totals()
    {
        var inArena = plan.Buffers.Where(buffer => !buffer.IsDestination).ToList();
        text.Append(CultureInfo.InvariantCulture,
            $"{Count(plan.Steps.Length, "step")}: {Amount(cost.Operations, "FLOP")}, {Amount(cost.BytesMoved, "B")} read and written, of "
            + $"which no plan could save {Amount(cost.CompulsoryBytes, "B")}\n");
        text.Append(CultureInfo.InvariantCulture,
            $"memory: {Count(plan.Slots.Length, "leaf", "leaves")} of {Amount(plan.Slots.Sum(slot => slot.Bytes), "B")}");
        if (plan.Destinations.Length > 0)
            text.Append(CultureInfo.InvariantCulture,
                $"; {Count(plan.Destinations.Length, "new value")} "
                + $"of {Amount(plan.Destinations.Sum(buffer => plan.Buffers[buffer - plan.Slots.Length].Type.Bytes), "B")}");
        text.Append(CultureInfo.InvariantCulture,
            $"; {Count(inArena.Count, "buffer")} of {Amount(inArena.Sum(buffer => buffer.Type.Bytes), "B")} in an arena "
            + $"of {Amount(plan.ArenaBytes, "B")}");
    }

    private void Step(int index)
    {
        var step = plan.Steps[index];
        text.Append(CultureInfo.InvariantCulture,
            $"\n{index + 1,4}  {Shortened(step.ToString())}  "
            + $" {Amount(PlanCost.OperationsOf(step), "FLOP")}, {Amount(cost.BytesOf(step), "B")}");
        text.Append(CultureInfo.InvariantCulture, $"\n        {Operands(step.Reads)} → {Operands(step.Writes)}");
        if (plan.Labels is { } labels
            && index < plan.Sources.Steps.Count
            && labels.Origins(plan.Sources.Steps[index]) is { Length: > 0 } origins)
            text.Append(CultureInfo.InvariantCulture, $"   from {origins}");
    }

    private static string Shortened(string text) => text.Length <= MaxLetters ? text : $"{text[..text.LastIndexOf(' ', MaxLetters)]} …";

    private string Operands(IEnumerable<Operand> operands)
    {
        var all = PlanCost.Distinct(operands).ToList();
        var shown = string.Join(", ",
            all.Take(MaxOperands).Select(operand => $"{Name(operand.Buffer)} {Amount(cost.BytesOf(operand), "B")}"));
        return all.Count <= MaxOperands
            ? shown
            : $"{shown} and {all.Count - MaxOperands} more, {Amount(all.Skip(MaxOperands).Sum(cost.BytesOf), "B")}";
    }

    private string Name(int buffer)
    {
        if (Array.IndexOf(plan.Destinations, buffer) is >= 0 and var destination)
            return $"new {plan.Labels?.Updated(destination) ?? $"value {destination}"}";
        var node = buffer < plan.Sources.Buffers.Count ? plan.Sources.Buffers[buffer] : -1;
        var name = node >= 0 ? plan.Labels?.Name(node) : null;
        return name ?? (plan.IsSlot(buffer) ? $"leaf{buffer}" : $"b{buffer - plan.Slots.Length}");
    }

    private static string Count(int count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count} {many ?? one + "s"}";

    /// <summary>A number with three digits and a prefix: <c>1.61 MB</c>.</summary>
    private static string Amount(long number, string unit)
    {
        double value = number;
        var prefix = 0;
        for (; value >= 999.5 && prefix < Thousands.Length - 1; prefix++) value /= 1000;
        var digits = prefix == 0 || value >= 99.95 ? "F0" : value >= 9.995 ? "F1" : "F2";
        return $"{value.ToString(digits, CultureInfo.InvariantCulture)} {Thousands[prefix]}{unit}";
    }
}
