using ChainRule.Execution;

namespace ChainRule.Networks;

/// <summary>
/// A part of a network that owns parameters, states and other modules. It lists them as <see cref="Members"/>, by which they are
/// named: <c>hidden.weight</c> is the weight of the module in the field <c>hidden</c>. Nothing has to be listed to be trained, since
/// a loss is made of its parameters; what is not listed has no name and no place in a checkpoint, and training says so.
/// </summary>
/// <example><code>
/// sealed class Mlp : Layer
/// {
///     private readonly Linear hidden = new(64, 32), output = new(32, 10);
///
///     protected override IEnumerable&lt;Member&gt; Members => [new(hidden), new(output)];
///
///     public override Tensor Forward(Tensor x) => output.Forward(Relu(hidden.Forward(x)));
/// }
/// </code></example>
public abstract class Module
{
    /// <summary>
    /// Held while graphs are built in a mode that is not the modules' own. Modules share children, so there is one for all.
    /// </summary>
    private static readonly Lock tracing = new();

    /// <summary>Makes a module.</summary>
    protected Module() => JitWarmUp.BeginForNetworks();

    /// <summary>Whether graphs are built for training: dropout drops, batch normalization uses the batch. So it is at first.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>The parameters, each under its path, in the order of <see cref="Members"/>.</summary>
    public IReadOnlyList<(string Name, Parameter Value)> NamedParameters =>
        [.. NamedVariables.Where(v => v.Value is Parameter).Select(v => (v.Name, (Parameter)v.Value))];

    /// <summary>The states, each under its path, in the order of <see cref="Members"/>.</summary>
    public IReadOnlyList<(string Name, State Value)> NamedStates =>
        [.. NamedVariables.Where(v => v.Value is State).Select(v => (v.Name, (State)v.Value))];

    /// <summary>
    /// Parameters and states, each under its path: what a checkpoint holds. A variable that is used twice has its first name.
    /// </summary>
    public IReadOnlyList<(string Name, Variable Value)> NamedVariables
    {
        get
        {
            var found = new Dictionary<Variable, string>();
            Collect("", found);
            foreach (var (variable, path) in found) variable.NameAs(path);
            return [.. found.Select(v => (v.Value, v.Key))];
        }
    }

    /// <summary>The parameters, in the order of <see cref="Members"/>.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. NamedParameters.Select(p => p.Value)];

    /// <summary>What the module owns: <c>[new(hidden), new(output)]</c>, each named as it is written there.</summary>
    protected abstract IEnumerable<Member> Members { get; }

    /// <summary>The modules directly inside, with their names.</summary>
    public IEnumerable<(string Name, Module Module)> Children => Members.SelectMany(member => member.Modules);

    /// <summary>The module itself and all modules inside, each under its path; its own is empty.</summary>
    public IEnumerable<(string Path, Module Module)> Descendants()
    {
        yield return ("", this);
        foreach (var (name, child) in Children)
            foreach (var (path, module) in child.Descendants())
                yield return (path.Length == 0 ? name : $"{name}.{path}", module);
    }

    /// <summary>From now on graphs are built for training, here and in all modules inside.</summary>
    public void Train() => SetMode(training: true);

    /// <summary>
    /// From now on graphs are built for use, here and in all modules inside: nothing is dropped, running statistics count.
    /// </summary>
    public void Eval() => SetMode(training: false);

    /// <summary>From the next step of a training on, the parameters are left alone that are here and in all modules inside.</summary>
    public void Freeze() => SetFrozen(true);

    /// <summary>From the next step of a training on, the parameters are moved again that are here and in all modules inside.</summary>
    public void Unfreeze() => SetFrozen(false);

    /// <summary>
    /// Begins the trace of a new graph, here and in all modules inside, so that chance falls alike in every graph of a training,
    /// whichever is traced first.
    /// </summary>
    internal void BeginTrace()
    {
        foreach (var (_, module) in Descendants()) module.OnBeginTrace();
    }

    /// <summary>Builds a new graph for training or for use; the modules' own modes are left as they were.</summary>
    internal T BuildAs<T>(bool training, Func<T> build)
    {
        lock (tracing) return BuildAlone(training, build);
    }

    private T BuildAlone<T>(bool training, Func<T> build)
    {
        var trained = Descendants().Select(place => place.Module).Where(module => module.IsTraining).ToList();
        SetMode(training);
        BeginTrace();
        try
        {
            return build();
        }
        finally
        {
            SetMode(training: false);
            foreach (var module in trained) module.IsTraining = true;
        }
    }

    /// <summary>What a module counts within a trace begins anew.</summary>
    private protected virtual void OnBeginTrace() { }

    /// <summary>Says what the module needs, where a tensor does not fit.</summary>
    /// <param name="x">What came in.</param>
    /// <param name="fits">Whether its shape fits.</param>
    /// <param name="need">What would fit.</param>
    /// <param name="dtype">The type of element that the module needs, if it matters.</param>
    private protected void Require(Tensor x, bool fits, string need, DType? dtype = null)
    {
        if (!fits) throw new ShapeException($"{this} needs {need}, but got {x.Describe()} of shape {x.Shape}");
        if (dtype is { } needed && x.DType != needed)
            throw new ShapeException(
                $"{this} needs {needed}, but got {x.Describe()} of {x.DType}; {x.Name ?? "x"}.Cast(DType.{needed}) would fit");
    }

    private void SetMode(bool training)
    {
        foreach (var (_, module) in Descendants()) module.IsTraining = training;
    }

    private void SetFrozen(bool frozen)
    {
        foreach (var parameter in Parameters) parameter.IsFrozen = frozen;
    }

    private void Collect(string prefix, Dictionary<Variable, string> found)
    {
        foreach (var member in Members)
        {
            if (member.Variable is { } variable) found.TryAdd(variable, prefix + member.Name);
            foreach (var (name, module) in member.Modules) module.Collect($"{prefix}{name}.", found);
        }
    }
}

/// <summary>A module that makes one tensor of another.</summary>
public abstract class Layer : Module
{
    /// <summary>Builds the graph of the layer's result for <paramref name="x"/>.</summary>
    /// <exception cref="ShapeException">The layer cannot take a tensor of that shape.</exception>
    public abstract Tensor Forward(Tensor x);
}
