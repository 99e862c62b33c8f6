using System.Collections;
using System.Runtime.CompilerServices;

namespace ChainRule.Networks;

/// <summary>
/// Layers and functions one after the other. What a layer owns is named by its place: <c>0.weight</c>; a function takes a place as well.
/// </summary>
/// <example><code>
/// var model = new Sequential { new Linear(64, 32), Relu, new Linear(32, 10) };
/// </code></example>
public sealed class Sequential : Layer, IReadOnlyList<Layer>
{
    private readonly List<Layer> layers = [];

    /// <summary>Nothing yet: x itself.</summary>
    public Sequential() { }

    /// <summary>The given layers.</summary>
    public Sequential(params IEnumerable<Layer> layers)
    {
        foreach (var layer in layers) Add(layer);
    }

    /// <inheritdoc/>
    public int Count => layers.Count;

    /// <inheritdoc/>
    public Layer this[int index] => layers[index];

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members => [new(layers, "")];

    /// <summary>Puts a layer at the end.</summary>
    public void Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        layers.Add(layer);
    }

    /// <summary>Puts a function at the end.</summary>
    /// <param name="function">What makes one tensor of another, such as <c>Relu</c> or <c>x =&gt; LeakyRelu(x, 0.2)</c>.</param>
    /// <param name="written">The expression for it, by which it is printed.</param>
    public void Add(Func<Tensor, Tensor> function, [CallerArgumentExpression(nameof(function))] string written = "")
    {
        ArgumentNullException.ThrowIfNull(function);
        layers.Add(new Call(function, written));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => layers.Aggregate(x, (value, layer) => layer.Forward(value));

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"Sequential({string.Join(", ", layers)})";

    /// <summary>A function in a layer's place.</summary>
    private sealed class Call(Func<Tensor, Tensor> function, string written) : PlainLayer
    {
        public override Tensor Forward(Tensor x) => function(x);

        public override string ToString() => written;
    }
}
