using System.Diagnostics;
using ChainRule.Execution;
using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Planning;
using ChainRule.Rewriting;

namespace ChainRule;

/// <summary>
/// A graph planned once and run again and again, each time with the values that its variables and inputs have then. After
/// the outputs are computed it can update variables: forward, backward and update are one plan. A run allocates nothing.
/// A step holds the buffers of one run: a second run that begins before the first has ended throws. While a step runs that updates
/// variables, nothing else may read or update them.
/// </summary>
public sealed class Step
{
    private readonly Session session;
    private readonly Leaf[] leaves;
    private readonly Variable[] updated;
    private readonly TensorData[] next;
    private Occupancy occupancy;

    /// <summary>
    /// Plans the computation of <paramref name="outputs"/>, and of new values for variables: those given, and those that the outputs
    /// carry (<see cref="Tensor.Updating"/>).
    /// </summary>
    /// <param name="outputs">The tensors to compute.</param>
    /// <param name="updates">Variables with the tensors whose values they take at the end of a run, all at once.</param>
    /// <exception cref="ShapeException">A new value does not have its variable's shape and dtype.</exception>
    public Step(IReadOnlyList<Tensor> outputs, IReadOnlyList<(Variable Variable, Tensor Value)>? updates = null)
    {
        updates ??= [];
        foreach (var (variable, value) in updates)
            if (value.Type != variable.Type)
                throw new ShapeException(
                    $"{variable.Describe()} is {variable.Type}, but its new value, {value.Describe()}, is {value.Type}");
        var given = updates.Select(update => update.Variable).ToHashSet();
        var carried = CarriedUpdates.Of([.. outputs, .. updates.Select(update => update.Value)]);
        updates = [.. updates, .. carried.Where(update => !given.Contains(update.Variable))];
        updated = [.. updates.Select(update => update.Variable)];
        Computed = [.. outputs, .. updates.Select(update => update.Value)];
        JitWarmUp.Begin(() => Computed);
        next = [.. updated.Select(variable => TensorData.Zeros(variable.Shape, variable.DType))];
        var start = Stopwatch.GetTimestamp();
        var graph = GraphStructure.Of(Lowering.Lower(Simplifier.Simplify(Computed)), updated.Length);
        leaves = graph.Leaves;
        Plan = PlanCache.Shared.Find(graph.Structure).For(new PlanLabels(graph.Tensors, updated));
        session = new Session(Plan);
        session.Bind(graph.Numbers);
        PlanningTime = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>How long it took to simplify and to plan.</summary>
    internal TimeSpan PlanningTime { get; }

    /// <summary>What a run computes, as it was given: the outputs, then the new values of <see cref="Updated"/>.</summary>
    internal Tensor[] Computed { get; }

    /// <summary>The variables that a run gives new values.</summary>
    internal IReadOnlyList<Variable> Updated => updated;

    /// <summary>What a run does; it prints itself.</summary>
    public Plan Plan { get; }

    /// <summary>Builds what the step computes again, so that a message about a tensor of it can name the line of code.</summary>
    internal Action? Rebuild { get; init; }

    /// <summary>
    /// Computes the outputs and then gives each updated variable its new value, in place. A run that throws has changed no variable.
    /// </summary>
    /// <exception cref="InvalidOperationException">The step is running already, on another thread for example.</exception>
    /// <exception cref="IndexException">An index among the values has no place on its axis.</exception>
    public void Run() => Run([]);

    /// <summary>The same, and adds to each step of the plan the time it took, in the clock's ticks, where there is room for it.</summary>
    internal void Run(Span<long> ticks)
    {
        occupancy.Begin(nameof(Step));
        var succeeded = false;
        try
        {
            Bind();
            if (ticks.IsEmpty) session.Run();
            else session.Run(ticks);
            // Every new value is there before any variable changes, since one may be read for another.
            Commit();
            succeeded = true;
        }
        catch (IndexOutOfRangeException e)
        {
            if (IndexFailure.Of(Computed, null, Rebuild, e) is { } failure) throw failure;
            throw;
        }
        finally
        {
            occupancy.End(succeeded);
        }
    }

    private void Bind()
    {
        for (var slot = 0; slot < leaves.Length; slot++) session.Bind(slot, leaves[slot].Data);
        for (var i = 0; i < next.Length; i++) session.BindDestination(i, next[i]);
    }

    /// <summary>Gives each updated variable its new value; its old one is kept until the next run.</summary>
    private void Commit() => ExchangeValues();

    /// <summary>
    /// Takes the last run back: each updated variable has the value again that it had before it. A second call commits the run again.
    /// </summary>
    internal void Undo() => ExchangeValues();

    /// <summary>Each updated variable gives its value to the memory that a run writes, and takes the one that is there.</summary>
    private void ExchangeValues()
    {
        for (var i = 0; i < updated.Length; i++) next[i].Exchange(updated[i].Value);
    }

    /// <summary>An output of the last run, which has one element.</summary>
    /// <exception cref="ShapeException">The output has more than one element, or none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">The step has not run yet, is running, or its last run failed.</exception>
    public double Scalar(int output = 0)
    {
        var type = Finished(output, out var run);
        if (type.View.Shape.Size != 1)
            throw new ShapeException($"output {output} has shape {type.View.Shape}, not one element; use Output({output})");
        if (type.DType != DType.Float32)
        {
            Span<double> value = stackalloc double[1];
            Copy(output, value, run);
            return value[0];
        }
        Span<float> single = stackalloc float[1];
        Copy(output, single, run);
        return single[0];
    }

    /// <summary>Copies an output of the last run, row-major, to where it is wanted.</summary>
    /// <exception cref="ArgumentException">The destination is not as long as the output, or of another type of element.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">The step has not run yet, is running, or its last run failed.</exception>
    public void CopyOutput<T>(int output, Span<T> destination) where T : unmanaged
    {
        var type = Finished(output, out var run);
        if (DTypes.TryOf<T>() != type.DType || type.View.Shape.Size != destination.Length)
            throw new ArgumentException(
                $"output {output} is {type.DType} {type.View.Shape}; a destination of {destination.Length} {typeof(T).Name} does not fit",
                nameof(destination));
        Copy(output, destination, run);
    }

    /// <summary>An output of the last run, as data of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">The step has not run yet, is running, or its last run failed.</exception>
    public TensorData Output(int output)
    {
        Finished(output, out var run);
        var copy = session.Output(output);
        occupancy.RequireUnchanged(nameof(Step), run);
        return copy;
    }

    private void Copy<T>(int output, Span<T> destination, int run) where T : unmanaged
    {
        session.CopyOutput(output, destination);
        occupancy.RequireUnchanged(nameof(Step), run);
    }

    /// <summary>Where the last run left an output, and the number of that run.</summary>
    private Operand Finished(int output, out int run)
    {
        if ((uint)output >= (uint)Plan.Outputs.Length)
            throw new ArgumentOutOfRangeException(nameof(output), output, $"the step has the outputs 0 to {Plan.Outputs.Length - 1}");
        run = occupancy.RequireResults(nameof(Step));
        return Plan.Outputs[output];
    }
}
