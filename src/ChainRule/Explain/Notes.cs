using ChainRule.Differentiation;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>What an explanation must say besides its numbers: where they are undefined, unreachable or a matter of convention.</summary>
internal sealed class Notes(Derivation derivation, Style style)
{
    private readonly RowWriter writer = new(derivation, style);

    public IReadOnlyList<string> All() => [.. Undefined().Concat(derivation.Wrt.SelectMany(Unreached)).Concat(Kinks()).Concat(Choices())];

    /// <summary>
    /// The first place where a number that is not finite comes out of finite ones. An infinity that is written in the expression is meant.
    /// </summary>
    private IEnumerable<string> Undefined()
    {
        var undefined = derivation.Wrt.FirstOrDefault(wrt => !IsFinite(derivation.Gradient(wrt)));
        var what = undefined is not null ? Partial(derivation.Output, undefined) : Name(derivation.Output);
        if (derivation.Forward.FirstOrDefault(t => t.Op is not LiteralOp && !IsFinite(derivation.Value(t))) is { } tensor)
        {
            if (undefined is null && IsFinite(derivation.Value(derivation.Output))) what = Name(tensor);
            return [tensor is Leaf
                ? $"{Name(tensor)} is {Value(tensor)}"
                : $"{what} is undefined at {Name(tensor)} = {writer.Substituted(tensor)}"];
        }
        return derivation.Edges.FirstOrDefault(edge => !IsFinite(derivation.Contribution(edge))) is { } edge
            ? [$"{what} is undefined at {Partial(edge.Of, edge.From)} = {writer.SubstitutedFormula(edge)}"] : [];
    }

    private IEnumerable<string> Unreached(Tensor wrt)
    {
        if (derivation.IsReached(wrt)) yield break;
        var output = Name(derivation.Output);
        yield return derivation.IsUsed(wrt)
            ? $"nothing leads from {Name(wrt)} to {output} but steps that pass no gradient on, so {Partial(derivation.Output, wrt)} is 0"
            : $"nothing leads from {Name(wrt)} to {output}, so {Partial(derivation.Output, wrt)} is 0";
    }

    private IEnumerable<string> Kinks() =>
        from edge in derivation.Edges
        where edge.Of.Op is ElementwiseOp
        let what = Kink.At(edge, derivation.Value)
        where what is not null
        select $"{Name(edge.Of)} = {writer.Expression(edge.Of)} {what} {Name(edge.From)} = {Value(edge.From)}; by "
            + $"convention: {style.Sentence(edge.Step.Rule)}";

    /// <summary>Choices that equal numbers leave open, if the output has a kink or a jump there.</summary>
    private IEnumerable<string> Choices()
    {
        var active = ReverseWalk.Active(derivation.Forward, derivation.Wrt);
        var open = derivation.Forward
            .Where(t => t.Inputs.Any(active.Contains) && t.Op.IsUndecided([.. t.Inputs.Select(derivation.Value)]))
            .ToList();
        return open.Count == 0 || !new Trial(derivation.Output).HasKink(derivation.Wrt, derivation.Value) ? [] : open.Select(Choice);
    }

    /// <summary>
    /// What is chosen by an index or a mask passes on what <c>where</c> does; the greatest and the least have a rule of their own.
    /// </summary>
    private string Choice(Tensor open)
    {
        var rule = (open.Op.IsDifferentiable(0) ? open.Op : Ops.Arithmetic.Where).Info.Reason;
        return $"{Name(derivation.Output)} has a kink where {Name(open)} = {writer.Expression(open)} changes, "
            + $"at {writer.Substituted(open)}; by convention: {style.Sentence(rule)}";
    }

    private string Name(Tensor tensor) => derivation.Names.In(style, tensor);

    private string Partial(Tensor of, Tensor wrt) => derivation.Names.Partial(style, of, wrt);

    private string Value(Tensor tensor) =>
        tensor.Shape.Size <= RowWriter.SmallSize ? style.Numbers(derivation.Value(tensor)) : $"some of its {tensor.Shape.Size} elements";

    private static bool IsFinite(TensorData data)
    {
        for (var i = 0; i < data.Shape.Size; i++)
            if (!double.IsFinite(data[i])) return false;
        return true;
    }
}
