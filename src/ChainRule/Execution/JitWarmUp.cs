using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Planning;
using ChainRule.Rewriting;

namespace ChainRule.Execution;

/// <summary>
/// Has the methods compiled that a step will need, by another thread, while the step is still being traced and planned: most of a process's
/// first step is the compiler's work. Each kind of op, and each pair of elementwise ops, is planned and run once, by itself, on
/// zeros. What has been rehearsed in a process is not again.
/// </summary>
internal static class JitWarmUp
{
    private const int LongestKernel = 1 << 28; // operations
    private const int LargestOperand = 1 << 22; // elements

    private static readonly Queue<Tensor[]> queue = [];
    private static readonly HashSet<Tensor> pairs = [];
    private static readonly HashSet<(object Op, DType From, DType To)> kinds = [];

    private static int networks;

    /// <summary>Whether something is still being rehearsed.</summary>
    public static bool IsOn { get; private set; }

    /// <summary>The last that went wrong. Whoever runs the op meets it too, so nobody is told but the tests.</summary>
    public static Exception? Failure { get; private set; }

    /// <summary>Begins with what every network needs, while the first module of a process is made.</summary>
    public static void BeginForNetworks()
    {
        if (Interlocked.Exchange(ref networks, 1) == 0) Begin(WarmUpGraph.OfNetworks);
    }

    /// <summary>
    /// Begins to rehearse what graphs are made of. With a single thread, or where nothing is compiled at run time, it would be of no use.
    /// </summary>
    /// <param name="outputs">Gives the graphs; not called where they are of no use.</param>
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
    /// Whether a tensor's op is to be rehearsed. Users' own kernels run when their users want them to, and at no other time.
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
#pragma warning disable CA1031 // Nobody waits for this thread, and a rehearsal must not end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure = e;
        }
    }
}
