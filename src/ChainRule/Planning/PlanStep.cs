using ChainRule.Graph;

namespace ChainRule.Planning;

/// <summary>One step of a plan.</summary>
internal abstract record PlanStep
{
    /// <summary>The operands that the step reads.</summary>
    public abstract IEnumerable<Operand> Reads { get; }

    /// <summary>The operands that the step writes.</summary>
    public abstract IEnumerable<Operand> Writes { get; }
}

/// <summary>Sets every element to a literal's number, or to 0.</summary>
/// <param name="To">The elements to set.</param>
/// <param name="Number">The literal's slot; −1 for 0.</param>
internal sealed record FillStep(Operand To, int Number) : PlanStep
{
    public override IEnumerable<Operand> Reads => [];

    public override IEnumerable<Operand> Writes => [To];

    public override string ToString() => $"fill {To.View.Shape}";
}

/// <summary>Copies the elements of one view to another.</summary>
internal sealed record CopyStep(Operand From, Operand To) : PlanStep
{
    public override IEnumerable<Operand> Reads => [From];

    public override IEnumerable<Operand> Writes => [To];

    public override string ToString() => $"copy {From.View.Shape}";
}

/// <summary>Runs an op's own kernel. Its parts may share memory during the step.</summary>
internal sealed record KernelStep(IKernelOp Op, DType Compute, Operand[] Inputs, Operand Output, Operand? Shared, KernelWork Work)
    : PlanStep
{
    public override IEnumerable<Operand> Reads => Inputs;

    public override IEnumerable<Operand> Writes => Shared is null ? [Output] : [Output, Shared];

    public override string ToString() => $"{Op} {string.Join(", ", Inputs.Select(i => i.View.Shape))} → {Output.View.Shape}";
}
