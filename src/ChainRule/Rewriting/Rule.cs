using System.Collections.Immutable;
using ChainRule.Graph;

namespace ChainRule.Rewriting;

/// <summary>One row of the table: a tensor of a certain form is worth the same as a simpler one.</summary>
/// <param name="Reason">Why they are the same.</param>
internal abstract record Rule(string Reason)
{
    /// <summary>The simpler tensor, or <see langword="null"/> where the row does not apply.</summary>
    public abstract Tensor? Rewrite(Tensor tensor, Rewriter rewriter);
}

/// <summary>
/// A row written as two expressions with wildcards. A literal in the pattern matches that number in any dtype. The operands of
/// + and · match in either order.
/// </summary>
/// <param name="Pattern">What is looked for.</param>
/// <param name="Replacement">What takes its place.</param>
/// <param name="Reason">Why they are the same.</param>
/// <param name="Grows">Whether it makes two ops of two, so that it must not apply where the inner one is needed elsewhere too.</param>
internal sealed record PatternRule(Tensor Pattern, Tensor Replacement, string Reason, bool Grows = false) : Rule(Reason)
{
    public override Tensor? Rewrite(Tensor tensor, Rewriter rewriter)
    {
        var bindings = new Bindings();
        return MatchesInputs(Pattern, tensor, rewriter, ref bindings) && (!Grows || IsOnlyUser(tensor, rewriter, ref bindings))
            ? Build(Replacement, isRoot: true, tensor, rewriter, ref bindings)
            : null;
    }

    /// <summary>Whether nothing else needs the inputs that the replacement takes apart: those for which no wildcard stands.</summary>
    private static bool IsOnlyUser(Tensor tensor, Rewriter rewriter, ref Bindings bindings)
    {
        for (var i = 0; i < tensor.Inputs.Length; i++)
            if (!bindings.Hold(tensor.Inputs[i]) && !rewriter.IsUnshared(i)) return false;
        return true;
    }

    private static bool Matches(Tensor pattern, Tensor tensor, Rewriter rewriter, ref Bindings bindings) => pattern switch
    {
        Wildcard wildcard => wildcard.Takes(tensor, ref bindings),
        { Op: LiteralOp number } => tensor.Op is LiteralOp found && found.Value == number.Value,
        _ => pattern.Op.Equals(tensor.Op) && !rewriter.IsOpaque(tensor) && MatchesInputs(pattern, tensor, rewriter, ref bindings),
    };

    private static bool MatchesInputs(Tensor pattern, Tensor tensor, Rewriter rewriter, ref Bindings bindings)
    {
        var before = bindings;
        if (Matches(pattern.Inputs, tensor.Inputs, swapped: false, rewriter, ref bindings)) return true;
        bindings = before;
        return ArithmeticRules.IsCommutative(pattern.Op) && Matches(pattern.Inputs, tensor.Inputs, swapped: true, rewriter, ref bindings);
    }

    private static bool Matches(ImmutableArray<Tensor> patterns, ImmutableArray<Tensor> tensors, bool swapped, Rewriter rewriter,
        ref Bindings bindings)
    {
        for (var i = 0; i < patterns.Length; i++)
            if (!Matches(patterns[i], tensors[swapped ? patterns.Length - 1 - i : i], rewriter, ref bindings)) return false;
        return true;
    }

    private static Tensor? Build(Tensor form, bool isRoot, Tensor like, Rewriter rewriter, ref Bindings bindings)
    {
        if (form is Wildcard wildcard) return bindings[wildcard.Slot];
        if (form.Op is LiteralOp number) return Tensor.Literal(number.Value, like.DType);
        var inputs = new Tensor[form.Inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (Build(form.Inputs[i], isRoot: false, like, rewriter, ref bindings) is not { } input) return null;
            inputs[i] = input;
        }
        var built = Tensor.Apply(form.Op, inputs);
        return isRoot ? built : InnerForm(rewriter.Improve(built));
    }

    /// <summary>Numbers brought together must become one ordinary number: nothing may overflow or vanish that did not before.</summary>
    private static Tensor? InnerForm(Tensor built) => built.Op switch
    {
        LiteralOp { Value: var value } => double.IsNormal(value) ? built : null,
        _ => built.Inputs.All(input => input.Op is LiteralOp) ? null : built,
    };
}

/// <summary>A row for an op with attributes, written as a function.</summary>
/// <param name="Form">The simpler tensor for a tensor and its op, or <see langword="null"/>.</param>
/// <param name="Reason">Why they are the same.</param>
internal sealed record OpRule<TOp>(Func<Tensor, TOp, Rewriter, Tensor?> Form, string Reason) : Rule(Reason) where TOp : Op
{
    public override Tensor? Rewrite(Tensor tensor, Rewriter rewriter) => tensor.Op is TOp op ? Form(tensor, op, rewriter) : null;
}
