using ChainRule.Graph;
using ChainRule.Planning;

namespace ChainRule;

/// <summary>
/// A graph made ready to run: a flat list of steps over one arena. It prints what each step does, reads and writes, how much, and where
/// that came from, for who looks for what takes the time.
/// </summary>
public sealed class Plan
{
    private readonly PlanCost cost;

    internal Plan(TensorType[] slots, BufferSpec[] buffers, PlanStep[] steps, Operand[] outputs, int[] destinations, long arenaBytes)
    {
        (Slots, Buffers, Steps, Outputs, Destinations, ArenaBytes) = (slots, buffers, steps, outputs, destinations, arenaBytes);
        cost = new PlanCost(this);
    }

    private Plan(Plan plan, PlanLabels labels)
        : this(plan.Slots, plan.Buffers, plan.Steps, plan.Outputs, plan.Destinations, plan.ArenaBytes) =>
            (Sources, Labels) = (plan.Sources, labels);

    internal TensorType[] Slots { get; }

    internal BufferSpec[] Buffers { get; }

    internal PlanStep[] Steps { get; }

    internal Operand[] Outputs { get; }

    /// <summary>The buffers outside the arena in which the last outputs are wanted, in their order.</summary>
    internal int[] Destinations { get; }

    /// <summary>Which nodes of the structure steps and buffers are for.</summary>
    internal PlanSources Sources { get; init; } = PlanSources.None;

    /// <summary>The tensors that the structure's nodes stand for, where a plan is one graph's.</summary>
    internal PlanLabels? Labels { get; }

    /// <summary>How many steps a run takes.</summary>
    public int StepCount => Steps.Length;

    /// <summary>The arena that a run needs, in bytes; leaves, and the new values of variables, are not in it.</summary>
    public long ArenaBytes { get; }

    /// <summary>
    /// The operations on floating-point numbers of a run: a multiplication and an addition for each term of a product or a convolution,
    /// and one for each element of everything else, whatever it is.
    /// </summary>
    public long Operations => cost.Operations;

    /// <summary>What all steps of a run read and write, in bytes, each operand of a step once.</summary>
    public long BytesMoved => cost.BytesMoved;

    /// <summary>
    /// What no plan for the same computation could leave out, in bytes: each leaf read once, each output written once.
    /// </summary>
    public long CompulsoryBytes => cost.CompulsoryBytes;

    /// <summary>What one step computes, in operations on numbers.</summary>
    internal long OperationsOf(int step) => PlanCost.OperationsOf(Steps[step]);

    /// <summary>What one step reads and writes, in bytes.</summary>
    internal long BytesOf(int step) => cost.BytesOf(Steps[step]);

    /// <summary>Buffers are numbered after the slots.</summary>
    internal bool IsSlot(int buffer) => buffer < Slots.Length;

    /// <summary>The same plan, with the words for one of the graphs that share it.</summary>
    internal Plan For(PlanLabels labels) => new(this, labels);

    /// <summary>The totals, and the steps, each with its operands on a line of their own.</summary>
    public override string ToString() => PlanText.Of(this, cost);
}
