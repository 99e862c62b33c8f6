using ChainRule.Graph;

namespace ChainRule.Planning;

/// <summary>The operations and the memory traffic of a plan, counted on demand.</summary>
internal sealed class PlanCost(Plan plan)
{
    /// <summary>The operations of all steps.</summary>
    public long Operations => plan.Steps.Sum(OperationsOf);

    /// <summary>The bytes that all steps read and write.</summary>
    public long BytesMoved => plan.Steps.Sum(BytesOf);

    /// <summary>The bytes of all leaves and of all outputs that are not leaves, each once.</summary>
    public long CompulsoryBytes => plan.Slots.Sum(slot => slot.Bytes) + plan.Outputs
        .Where(output => !plan.IsSlot(output.Buffer))
        .DistinctBy(output => output.Buffer)
        .Sum(output => Bytes(output.Buffer));

    /// <summary>The operations of a step.</summary>
    public static long OperationsOf(PlanStep step) => step switch
    {
        ElementwisePass pass => (long)pass.Size * pass.Steps.Count(done => done is Instruction or Accumulate),
        KernelStep kernel => kernel.Op.Operations([.. kernel.Inputs.Select(input => input.View.Shape)], kernel.Output.View.Shape),
        _ => 0,
    };

    /// <summary>The bytes that a step reads and writes.</summary>
    public long BytesOf(PlanStep step) => Distinct(step.Reads).Concat(Distinct(step.Writes)).Sum(BytesOf);

    /// <summary>The bytes of a buffer that an operand reaches: all of it where elements are repeated.</summary>
    public long BytesOf(Operand operand) => Math.Min(Bytes(operand.Buffer), new TensorType(operand.DType, operand.View.Shape).Bytes);

    /// <summary>Each buffer once, by the operand that reaches most of it.</summary>
    public static IEnumerable<Operand> Distinct(IEnumerable<Operand> operands) =>
        operands.GroupBy(operand => operand.Buffer).Select(same => same.MaxBy(operand => operand.View.Shape.Size)!);

    private long Bytes(int buffer) => (plan.IsSlot(buffer) ? plan.Slots[buffer] : plan.Buffers[buffer - plan.Slots.Length].Type).Bytes;
}
