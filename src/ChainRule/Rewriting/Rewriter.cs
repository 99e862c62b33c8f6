using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Rewriting;

/// <summary>Applies the rows to one tensor, whose inputs are simple already, until none applies.</summary>
/// <param name="table">The rows for an op.</param>
/// <param name="isOpaque">Tensors that stay as they are.</param>
/// <param name="isThere">Whether the new graph has a tensor, as far as it is known yet.</param>
internal sealed class Rewriter(Func<Op, Rule[]> table, Func<Tensor, bool>? isOpaque, Func<Tensor, bool> isThere)
{
    // A bit for each input of the tensor at hand.
    private uint unshared;

    /// <summary>Whether only the tensor at hand uses an input of its, so that it need not be kept beside its replacement.</summary>
    public bool IsUnshared(int input) => (unshared >> input & 1) == 1;

    /// <summary>Whether a tensor is computed anyway: as far as that is known, since the rows are applied to inputs first.</summary>
    public bool IsThere(Tensor tensor) => isThere(tensor);

    /// <summary>Whether a tensor must be taken as it is, without a look at what it is made of.</summary>
    public bool IsOpaque(Tensor tensor) => isOpaque is not null && isOpaque(tensor);

    /// <summary>The input of a tensor of one input, if it is the result of <typeparamref name="TOp"/>.</summary>
    public Tensor? Inner<TOp>(Tensor tensor) where TOp : Op =>
        tensor.Inputs[0] is { Op: TOp } inner && !IsOpaque(inner) ? inner : null;

    /// <summary>The form of a tensor, under its name, to which no row applies any more.</summary>
    /// <param name="tensor">A tensor whose inputs are simple.</param>
    /// <param name="unsharedInputs">A bit for each input that nothing else uses.</param>
    public Tensor Improve(Tensor tensor, uint unsharedInputs = 0)
    {
        if (tensor.Op is UpdateOp) return Carried(tensor);
        var current = tensor;
        unshared = unsharedInputs;
        while (Next(current) is { } next)
        {
            if (tensor.Name is not null && (next.Inputs.Length == 0 || IsOperand(next, current))) break;
            // Its inputs may be old and shared from here on.
            unshared = 0;
            current = next;
        }
        unshared = 0;
        return tensor.Name is { } name && current.Name != name ? current.Named(name) : current;
    }

    /// <summary>What an update is carried by is the value alone; a step has collected the update by now.</summary>
    private static Tensor Carried(Tensor update) =>
        update.Name is { } name && update.Inputs[0] is { Name: null, Inputs.Length: > 0 } value ? value.Named(name) : update.Inputs[0];

    private Tensor? Next(Tensor tensor)
    {
        foreach (var rule in table(tensor.Op))
            if (rule.Rewrite(tensor, this) is { } next) return next.Type == tensor.Type ? next : Filling(tensor, next, rule);
        return null;
    }

    /// <summary>
    /// A replacement, repeated to the tensor's shape. Only patterns may give a smaller one: x + 0 is x, whatever the shape of the zeros.
    /// </summary>
    private static Tensor Filling(Tensor tensor, Tensor next, Rule rule) => rule is PatternRule && next.DType == tensor.DType
        ? next.BroadcastTo(tensor.Shape)
        : throw new InvalidOperationException($"'{rule.Reason}' replaces {tensor.Type} by {next.Type}: this is a defect of the row");

    /// <summary>
    /// Whether the simpler form is one of the operands. Such a form cannot take the tensor's name: it would be computed twice,
    /// once under each name, so the tensor stays as it is.
    /// </summary>
    private static bool IsOperand(Tensor form, Tensor tensor) =>
        tensor.Inputs.Any(input => ReferenceEquals(input, form) || input.Inputs.Any(inner => ReferenceEquals(inner, form)));
}
