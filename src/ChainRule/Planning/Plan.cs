using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Planning;
using ChainRule.Shapes;

namespace ChainRule.Planning
{
    /// <summary>A piece of memory that a plan writes to, and when: from its first step to its last.</summary>
    internal sealed record BufferSpec(TensorType Type, int FirstStep, int LastStep)
    {
        /// <summary>Where it lies in the arena, in bytes.</summary>
        public long Offset { get; init; }

        /// <summary>Whether it is not in the arena: it is written where the new value of a variable is wanted.</summary>
        public bool IsDestination { get; init; }
    }

    /// <summary>One thing to do.</summary>
    internal abstract record PlanStep
    {
        /// <summary>The operands that the step reads.</summary>
        public abstract IEnumerable<Operand> Reads { get; }

        /// <summary>The operands that the step writes.</summary>
        public abstract IEnumerable<Operand> Writes { get; }
    }

    /// <summary>Sets every element to a literal's number, or to 0.</summary>
    /// <param name="To">What is set.</param>
    /// <param name="Number">The literal's slot; −1 for 0.</param>
    internal sealed record FillStep(Operand To, int Number) : PlanStep
    {
        public override IEnumerable<Operand> Reads => [];

        public override IEnumerable<Operand> Writes => [To];

        public override string ToString() => $"fill {To.View.Shape}";
    }

    /// <summary>Copies elements from where one view finds them to where another one does.</summary>
    internal sealed record CopyStep(Operand From, Operand To) : PlanStep
    {
        public override IEnumerable<Operand> Reads => [From];

        public override IEnumerable<Operand> Writes => [To];

        public override string ToString() => $"copy {From.View.Shape}";
    }

    /// <summary>Runs an op's own kernel, whose parts may share a piece of memory for the time of the step.</summary>
    internal sealed record KernelStep(IKernelOp Op, DType Compute, Operand[] Inputs, Operand Output, Operand? Shared, KernelWork Work)
        : PlanStep
    {
        public override IEnumerable<Operand> Reads => Inputs;

        public override IEnumerable<Operand> Writes => Shared is null ? [Output] : [Output, Shared];

        public override string ToString() => $"{Op} {string.Join(", ", Inputs.Select(i => i.View.Shape))} → {Output.View.Shape}";
    }

    /// <summary>
    /// A place where a pass finds or puts the values of one tile: a register of the pass, or a tile of a dense buffer. A place of rows
    /// holds one number for each row of the tile.
    /// </summary>
    internal readonly record struct Place(bool IsRegister, int Index, bool OfRows = false);

    /// <summary>What a pass does with each tile, in order.</summary>
    internal abstract record TileStep
    {
        /// <summary>The places that it reads.</summary>
        public abstract Place[] Reads { get; }

        /// <summary>The place that it writes, if it is not a buffer of its own.</summary>
        public virtual Place? Writes => null;
    }

    /// <summary>Brings a buffer's elements into a register, following strides; what is the same in all tiles comes once a chunk.</summary>
    /// <param name="From">The buffer; <see langword="null"/> for a literal.</param>
    /// <param name="Number">A literal's slot; −1 for a buffer.</param>
    /// <param name="Sizes">The index space, or that of rows, neighbouring axes merged where the strides allow it.</param>
    /// <param name="Strides">One for each size.</param>
    /// <param name="Register">Where to.</param>
    /// <param name="OfRows">Whether the register is one of rows.</param>
    internal sealed record Load(Operand? From, int Number, int[] Sizes, int[] Strides, int Register, bool OfRows) : TileStep
    {
        /// <summary>Whether all elements are the same one.</summary>
        public bool IsSplat => From is null || Array.TrueForAll(Strides, stride => stride == 0);

        /// <summary>The register as a place.</summary>
        public Place To => new(true, Register, OfRows);

        public override Place[] Reads => [];

        public override Place? Writes => To;
    }

    /// <summary>Applies an elementwise op to a tile, or to its row values.</summary>
    internal sealed record Instruction(ElementwiseOp Op, Place[] Inputs, Place Output) : TileStep
    {
        public override Place[] Reads => Inputs;

        public override Place? Writes => Output;
    }

    /// <summary>Writes a register of zeros and ones to a mask.</summary>
    internal sealed record StoreMask(Place From, Operand To) : TileStep
    {
        public override Place[] Reads => [From];
    }

    /// <summary>Brings the elements of a tile together into an output that has stride 0 along the reduced axes.</summary>
    internal sealed record Accumulate(Combine Combine, Place From, Operand To, int[] Sizes, int[] Strides) : TileStep
    {
        /// <summary>A buffer with a row for each chunk, where chunks share results; else −1.</summary>
        public int Partials { get; init; } = -1;

        public override Place[] Reads => [From];
    }

    /// <summary>Brings each row of a tile together into a row value.</summary>
    internal sealed record ReduceRows(Combine Combine, Place From, Place To) : TileStep
    {
        public override Place[] Reads => [From];

        public override Place? Writes => To;
    }

    /// <summary>Fills each row of a tile with its row value.</summary>
    internal sealed record BroadcastRow(Place From, Place To) : TileStep
    {
        public override Place[] Reads => [From];

        public override Place? Writes => To;
    }

    /// <summary>Applies a row op to the rows of a tile, or to their row values; an op with indices reads one for each row.</summary>
    internal sealed record RowInstruction(IRowOp Op, Place From, Operand? Index, Place To) : TileStep
    {
        public override Place[] Reads => [From];

        public override Place? Writes => To;
    }

    /// <summary>
    /// Elementwise ops over one index space, and the reductions that end them, in one pass over tiles that stay in the L1 cache. Where
    /// steps are about rows, tiles are whole rows.
    /// </summary>
    /// <param name="Compute">The float type of the registers.</param>
    /// <param name="Sizes">The index space, neighbouring axes merged where all strides allow it.</param>
    /// <param name="Direct">The dense buffers that instructions read and write where they lie.</param>
    /// <param name="Loads">What is brought into registers once a chunk: what is the same in all tiles.</param>
    /// <param name="Steps">What is done with each tile.</param>
    /// <param name="Registers">How many tiles of scratch memory a worker needs.</param>
    /// <param name="RowRegisters">How many registers with a number for each row of a tile it needs beside them.</param>
    /// <param name="Row">The length of a row; 1 where there are no steps about rows.</param>
    /// <param name="Chunk">
    /// How many elements one worker takes at a time; it depends on sizes alone, so that results do not depend on threads.
    /// </param>
    internal sealed record ElementwisePass(DType Compute, int[] Sizes, Operand[] Direct, Load[] Loads, TileStep[] Steps, int Registers,
        int RowRegisters, int Row, int Chunk)
        : PlanStep
    {
        /// <summary>The number of elements that the pass goes over.</summary>
        public int Size { get; } = Sizes.Aggregate(1, (product, size) => product * size);

        /// <summary>How many pieces the pass is cut into.</summary>
        public int Chunks => Math.Max(1, (int)(((long)Size + Chunk - 1) / Chunk));

        /// <summary>Those of <see cref="Direct"/> that are written.</summary>
        public required Operand[] Stored { get; init; }

        public IEnumerable<Accumulate> Reductions => Steps.OfType<Accumulate>();

        public override IEnumerable<Operand> Reads
        {
            get
            {
                var written = new HashSet<int>();
                foreach (var operand in Stored) written.Add(operand.Buffer);
                foreach (var operand in Direct)
                    if (!written.Contains(operand.Buffer)) yield return operand;
                foreach (var load in Loads)
                    if (ReadBy(load) is { } from) yield return from;
                foreach (var step in Steps)
                    if (ReadBy(step) is { } from) yield return from;
            }
        }

        public override IEnumerable<Operand> Writes
        {
            get
            {
                foreach (var operand in Stored) yield return operand;
                foreach (var step in Steps)
                {
                    if (step is StoreMask mask) yield return mask.To;
                    if (step is Accumulate reduction) yield return reduction.To;
                }
            }
        }

        /// <summary>The buffers that hold chunks' own results.</summary>
        public IEnumerable<int> Partials => Reductions.Where(r => r.Partials >= 0).Select(r => r.Partials);

        public override string ToString() =>
            $"pass over [{string.Join(", ", Sizes.Select(size => $"{size}"))}]: {string.Join(" ", Steps.Select(Word).OfType<string>())}";

        private static Operand? ReadBy(TileStep step) => step switch
        {
            Load load => load.From,
            RowInstruction instruction => instruction.Index,
            _ => null,
        };

        private static string? Word(TileStep step) => step switch
        {
            Instruction i => i.Op.Info.Name,
            Accumulate a => $"→{a.Combine}",
            StoreMask => "→mask",
            ReduceRows r => $"Row{r.Combine}",
            RowInstruction i => i.Op.Info.Name,
            _ => null,
        };
    }
}

namespace ChainRule
{
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
}
