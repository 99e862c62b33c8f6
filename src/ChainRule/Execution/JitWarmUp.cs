using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Planning;
using ChainRule.Rewriting;

namespace ChainRule.Execution;

/// <summary>
/// Makes the JIT compile the methods that a step will need, on another thread, while the step is still being traced and planned: JIT
/// compilation takes most of the time of a process's first step. Each kind of op, and each pair of elementwise ops, is planned and run once
/// per process, by itself, on zeros.
/// </summary>
internal static class JitWarmUp
{
    private const int LongestKernel = 1 << 28; // operations
    private const int LargestOperand = 1 << 22; // elements

    private static readonly Queue<Tensor[]> queue = [];
    private static readonly HashSet<Tensor> pairs = [];
    private static readonly HashSet<(object Op, DType From, DType To)> kinds = [];

    private static int networks;

    /// <summary>Whether a warm-up is in progress.</summary>
    public static bool IsOn { get; private set; }

    /// <summary>The last warm-up failure. The op itself will throw again when it runs, so only tests read this.</summary>
    public static Exception? Failure { get; private set; }

    /// <summary>Begins with what every network needs, while the first module of a process is constructed.</summary>
    public static void BeginForNetworks()
    {
        if (Interlocked.Exchange(ref networks, 1) == 0) Begin(WarmUpGraph.OfNetworks);
    }

    /// <summary>
    /// Begins to warm up the ops of graphs. Does nothing with a single thread, or where nothing is compiled at run time.
    /// </summary>
    /// <param name="outputs">Gives the graphs; not called if no warm-up is done.</param>
    public static void Begin(Func<Tensor[]> outputs)
    {
        if (!RuntimeFeature.IsDynamicCodeCompiled || ThreadTeam.Shared.Count == 1) return;
        var graphs = outputs();
        lock (queue)
        {
            queue.Enqueue(graphs);
            if (IsOn) return;
            IsOn = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(_ => WarmUpAll(), null);
    }

    private static void WarmUpAll()
    {
        while (Next() is { } outputs)
            foreach (var tensor in TopologicalOrder.Of(outputs))
                if (IsNew(tensor)) TryRun(tensor);
    }

    private static Tensor[]? Next()
    {
        lock (queue)
        {
            IsOn = queue.Count > 0;
            return IsOn ? queue.Dequeue() : null;
        }
    }

    /// <summary>
    /// Whether a tensor's op needs a warm-up. Kernels of custom ops are never run for a warm-up: they may have side effects.
    /// </summary>
    public static bool IsNew(Tensor tensor) => tensor.Op switch
    {
        { IsCustom: true } => false,
        ElementwiseOp => pairs.Add(WarmUpGraph.Of(tensor)),
        IKernelOp kernel when kernel.Operations([.. tensor.Inputs.Select(input => input.Shape)], tensor.Shape) > LongestKernel => false,
        IKernelOp or IReduction or IPlacement => tensor.Inputs.All(input => input.Shape.Size < LargestOperand)
            && kinds.Add((tensor.Op is IReduction ? tensor.Op : tensor.Op.GetType(), tensor.Inputs[0].DType, tensor.DType)),
        _ => false, // leaves, numbers, views and updates compute nothing
    };

    /// <summary>Plans and runs one op on zeros.</summary>
    public static void Run(Tensor tensor)
    {
        var graph = GraphStructure.Of(Lowering.Lower(Simplifier.Simplify([WarmUpGraph.Of(tensor)])));
        var session = new Session(Planner.Plan(graph.Structure));
        session.Bind(graph.Numbers);
        for (var slot = 0; slot < graph.Leaves.Length; slot++) session.Bind(slot, graph.Leaves[slot].Data);
        session.Run();
    }

    private static void TryRun(Tensor tensor)
    {
        try { Run(tensor); }
#pragma warning disable CA1031 // Nobody waits for this thread, and a warm-up must not end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure = e;
        }
    }
}
