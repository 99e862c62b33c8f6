using ChainRule.Graph;
using ChainRule.Planning;

namespace ChainRule;

/// <summary>
/// A graph prepared to run: a flat list of steps over one arena. <see cref="ToString"/> lists what each step computes, reads and writes,
/// how much of it, and the code that it came from. Use it to find out what takes the time.
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

    /// <summary>The buffers outside the arena that receive the last outputs, in their order.</summary>
    internal int[] Destinations { get; }

    /// <summary>The nodes of the structure that steps and buffers belong to.</summary>
    internal PlanSources Sources { get; init; } = PlanSources.None;

    /// <summary>Names and origins, if the plan belongs to one graph.</summary>
    internal PlanLabels? Labels { get; }

    /// <summary>The number of steps of a run.</summary>
    public int StepCount => Steps.Length;

    /// <summary>The size of the arena in bytes. Leaves and the new values of variables are not in it.</summary>
    public long ArenaBytes { get; }

    /// <summary>
    /// The number of floating-point operations of a run: two for each term of a product or a convolution, and one for each element of any
    /// other result.
    /// </summary>
    public long Operations => cost.Operations;

    /// <summary>The bytes that all steps of a run read and write; each operand of a step counts once.</summary>
    public long BytesMoved => cost.BytesMoved;

    /// <summary>
    /// The bytes that every plan for this computation must move: each leaf read once, each output written once.
    /// </summary>
    public long CompulsoryBytes => cost.CompulsoryBytes;

    /// <summary>The number of floating-point operations of one step.</summary>
    internal long OperationsOf(int step) => PlanCost.OperationsOf(Steps[step]);

    /// <summary>The bytes that one step reads and writes.</summary>
    internal long BytesOf(int step) => cost.BytesOf(Steps[step]);

    /// <summary>Buffers are numbered after the slots.</summary>
    internal bool IsSlot(int buffer) => buffer < Slots.Length;

    /// <summary>The same plan with the names and origins of one of the graphs that share it.</summary>
    internal Plan For(PlanLabels labels) => new(this, labels);

    /// <summary>The totals, then each step with its operands.</summary>
    public override string ToString() => PlanText.Of(this, cost);
}
