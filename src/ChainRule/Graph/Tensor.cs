using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using ChainRule.Graph;

namespace ChainRule;

/// <summary>
/// An expression: an op with its inputs, immutable, and shared with every equal expression. It has a dtype and a shape from the
/// moment it is built, and values when it is evaluated.
/// </summary>
public partial class Tensor
{
    /// <summary>A leaf: it is equal to nothing but itself.</summary>
    private protected Tensor(Op op, TensorType type, string? name)
        : this(op, [], type, name, 0)
    {
        Hash = System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
        if (Origins.IsRecording) Origins.Note(this);
    }

    private Tensor(Op op, ImmutableArray<Tensor> inputs, TensorType type, string? name, int hash) =>
        (Op, Inputs, Type, Name, Hash) = (op, inputs, type, name, hash);

    /// <summary>The user's name for it, if there is one.</summary>
    public string? Name { get; private set; }

    /// <summary>The sizes along the axes.</summary>
    public Shape Shape => Type.Shape;

    /// <summary>The type of the elements.</summary>
    public DType DType => Type.DType;

    /// <summary>How many axes there are.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The operation whose result this is.</summary>
    public Op Op { get; }

    /// <summary>The operands of the operation, in its order; none for a leaf or a number.</summary>
    public ImmutableArray<Tensor> Inputs { get; }

    internal TensorType Type { get; }

    internal int Hash { get; }

    /// <summary>The tensor that <paramref name="op"/> makes of <paramref name="inputs"/>.</summary>
    /// <exception cref="ShapeException">The operands do not fit; the message names them.</exception>
    internal static Tensor Apply(Op op, params ReadOnlySpan<Tensor> inputs) => Apply(op, inputs, []);

    /// <summary>The same, with the caller's expressions for the operands, for the message.</summary>
    internal static Tensor Apply(Op op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<string?> labels)
    {
        foreach (var input in inputs) ArgumentNullException.ThrowIfNull(input);
        var type = op.Infer(new Operands(inputs, labels));
        return Intern(op, inputs, type, name: null);
    }

    /// <summary>The same expression under a name, by which messages and explanations call it.</summary>
    /// <exception cref="InvalidOperationException">A leaf is named where it is made.</exception>
    public Tensor Named(string name) =>
        name == Name ? this
        : Inputs.Length == 0 ? throw new InvalidOperationException($"{Describe()} is a leaf: give its name where it is made")
        : Intern(Op, Inputs.AsSpan(), Type, name);

    /// <summary>
    /// Gives a leaf another name: the path by which its owner knows it. A leaf is equal to nothing but itself, whatever it is called.
    /// </summary>
    private protected void Rename(string name) => Name = name;

    /// <summary>For messages, where there is no name: the op and its operands' names.</summary>
    internal string Describe() => Name is { } name ? $"'{name}'"
        : Op is LiteralOp literal ? literal.Value.ToString("R", CultureInfo.InvariantCulture)
        : $"the result of {Op.Info.Name}({string.Join(", ", Inputs.Select(i => i.Name ?? "…"))})";

    /// <summary>Structural, and worked out when the tensor is built; equality is identity, since equal expressions are one.</summary>
    public sealed override int GetHashCode() => Hash;

    /// <summary>The op, the operands' names, the type.</summary>
    public override string ToString() => $"{Describe()}: {Type}";

    private static Tensor Intern(Op op, ReadOnlySpan<Tensor> inputs, TensorType type, string? name)
    {
        var hash = HashCode.Combine(op, name);
        foreach (var input in inputs) hash = HashCode.Combine(hash, input.Hash);
        var tensor = InternTable.Shared.GetOrAdd(new InternKey(op, inputs, type, name, hash));
        if (Origins.IsRecording) Origins.Note(tensor);
        return tensor;
    }

    /// <summary>What makes two expressions the same.</summary>
    internal readonly ref struct InternKey(Op op, ReadOnlySpan<Tensor> inputs, TensorType type, string? name, int hash)
    {
        private readonly ReadOnlySpan<Tensor> inputs = inputs;

        public int Hash { get; } = hash;

        public bool Is(Tensor other)
        {
            if (other.Hash != Hash || other.Inputs.Length != inputs.Length || other.Name != name || other.DType != type.DType
                || !other.Op.Equals(op))
                return false;
            for (var i = 0; i < inputs.Length; i++)
                if (!ReferenceEquals(inputs[i], other.Inputs[i])) return false;
            return true;
        }

        public Tensor Make() => new(op, ImmutableCollectionsMarshal.AsImmutableArray(inputs.ToArray()), type, name, Hash);
    }
}
