using ChainRule.Differentiation;
using static ChainRule.Functions;

namespace ChainRule;

/// <summary>
/// Derivatives of expressions, which are expressions again: evaluate them, put them into other expressions, or differentiate
/// them once more, to any order.
/// </summary>
public static class Gradient
{
    /// <summary>
    /// ∂output/∂wrt for a scalar output; it has the shape of <paramref name="wrt"/>, and is zero where nothing leads there.
    /// </summary>
    /// <exception cref="ShapeException">The output is not a scalar: sum it, or use Vjp.</exception>
    public static Tensor Of(Tensor output, Tensor wrt) => Of(output, [wrt])[0];

    /// <summary>∂output/∂wrt for each of <paramref name="wrt"/>, in one walk.</summary>
    /// <exception cref="ShapeException">The output is not a scalar: sum it, or use Vjp.</exception>
    public static Tensor[] Of(Tensor output, IReadOnlyList<Tensor> wrt) => Vjp(output, Seed(output, "Gradient.Of"), wrt);

    /// <summary>The vector-Jacobian product: Σ cotangent·∂output/∂wrt, for each of <paramref name="wrt"/>.</summary>
    /// <exception cref="ShapeException">The cotangent does not have the output's shape and dtype.</exception>
    public static Tensor[] Vjp(Tensor output, Tensor cotangent, IReadOnlyList<Tensor> wrt) =>
        Vjp(new[] { (output, cotangent) }, wrt);

    /// <summary>The vector-Jacobian product of several outputs together.</summary>
    /// <exception cref="ShapeException">A cotangent does not have its output's shape and dtype.</exception>
    public static Tensor[] Vjp(IReadOnlyList<(Tensor Output, Tensor Cotangent)> outputs, IReadOnlyList<Tensor> wrt)
    {
        foreach (var (output, cotangent) in outputs) RequireLike(cotangent, output, "a cotangent");
        var walk = ReverseWalk.Run(outputs, [.. wrt]);
        return [.. wrt.Select(tensor => walk.Cotangent(tensor) ?? Zero(tensor).BroadcastTo(tensor.Shape))];
    }

    /// <summary>
    /// The steps by which ∂output/∂wrt of a scalar output comes about: the very tensors that
    /// <see cref="Of(Tensor, IReadOnlyList{Tensor})"/> makes, with their places in the chain rule.
    /// </summary>
    /// <exception cref="ShapeException">The output is not a scalar: sum it, or give a cotangent.</exception>
    public static GradientTrace Trace(Tensor output, params IReadOnlyList<Tensor> wrt) =>
        Trace(output, Seed(output, "Gradient.Trace"), wrt);

    /// <summary>
    /// The same for an output of any shape and its cotangent, as for <see cref="Vjp(Tensor, Tensor, IReadOnlyList{Tensor})"/>.
    /// </summary>
    /// <exception cref="ShapeException">The cotangent does not have the output's shape and dtype.</exception>
    public static GradientTrace Trace(Tensor output, Tensor cotangent, IReadOnlyList<Tensor> wrt)
    {
        ArgumentNullException.ThrowIfNull(wrt);
        RequireLike(cotangent, output, "a cotangent");
        return new(output, [.. wrt], ReverseWalk.Run([(output, cotangent)], [.. wrt]));
    }

    /// <summary>
    /// One step of reverse mode: what one operand of a tensor gets of an upstream gradient, by the rule of the tensor's op.
    /// </summary>
    /// <param name="of">The tensor.</param>
    /// <param name="input">The place of the operand in <see cref="Tensor.Inputs"/>.</param>
    /// <param name="upstream">A gradient of the tensor's shape and dtype.</param>
    /// <exception cref="ShapeException">The upstream does not have the tensor's shape and dtype.</exception>
    /// <exception cref="ArgumentException">The tensor's op has no derivative by that operand.</exception>
    public static GradientStep Step(Tensor of, int input, Tensor upstream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, of.Inputs.Length);
        RequireLike(upstream, of, "an upstream gradient");
        return of.Op.IsDifferentiable(input)
            ? ReverseWalk.Step(of, input, upstream)
            : throw new ArgumentException($"{of.Op.Info.Name} has no derivative by operand {input}", nameof(input));
    }

    /// <summary>
    /// The Jacobian-vector product: how the output moves when each tensor moves along its tangent. It has the output's shape.
    /// </summary>
    /// <exception cref="ShapeException">A tangent does not have its tensor's shape and dtype.</exception>
    public static Tensor Jvp(Tensor output, params IReadOnlyList<(Tensor Wrt, Tensor Tangent)> directions) => Jvp([output], directions)[0];

    /// <summary>The Jacobian-vector products of several outputs, in one walk.</summary>
    /// <exception cref="ShapeException">A tangent does not have its tensor's shape and dtype.</exception>
    public static Tensor[] Jvp(IReadOnlyList<Tensor> outputs, IReadOnlyList<(Tensor Wrt, Tensor Tangent)> directions)
    {
        foreach (var (wrt, tangent) in directions) RequireLike(tangent, wrt, "a tangent");
        var tangents = ForwardWalk.Run(outputs, directions.ToDictionary(d => d.Wrt, d => d.Tangent));
        return [.. outputs.Select((output, i) => tangents[i] ?? Zero(output).BroadcastTo(output.Shape))];
    }

    /// <summary>The Hessian-vector product ∂²output/∂wrt²·direction, by forward mode over reverse mode, without the Hessian.</summary>
    /// <exception cref="ShapeException">
    /// The output is not a scalar, or the direction does not have the shape of <paramref name="wrt"/>.
    /// </exception>
    public static Tensor Hvp(Tensor output, Tensor wrt, Tensor direction) => Jvp(Of(output, wrt), [(wrt, direction)]);

    /// <summary>∂output/∂wrt, of shape [output's sizes…, sizes of wrt…], one reverse walk a row.</summary>
    public static Tensor Jacobian(Tensor output, Tensor wrt)
    {
        RequireFloat(output);
        var shape = Shape.Create([.. output.Shape, .. wrt.Shape]);
        if (output.Shape.Size == 0) return Zero(output).Cast(wrt.DType).BroadcastTo(shape);
        var flat = output.Reshape(-1);
        var rows = Enumerable.Range(0, output.Shape.Size).Select(i => Of(At(flat, i), wrt).Reshape(1, wrt.Shape.Size));
        return Concat([.. rows], 0).Reshape(shape);
    }

    /// <summary>∂²output/∂wrt² of a scalar output, of shape [sizes of wrt…, sizes of wrt…].</summary>
    /// <exception cref="ShapeException">The output is not a scalar.</exception>
    public static Tensor Hessian(Tensor output, Tensor wrt) => Jacobian(Of(output, wrt), wrt);

    private static Tensor Seed(Tensor output, string caller)
    {
        RequireFloat(output);
        return output.Shape.Size == 1
            ? One(output).BroadcastTo(output.Shape)
            : throw new ShapeException(
                $"{caller} needs a scalar, but {output.Describe()} has shape {output.Shape}; Sum(…) or Mean(…) of it is one, and "
                + $"Gradient.Vjp takes a cotangent of that shape");
    }

    private static void RequireFloat(Tensor output)
    {
        if (!output.DType.IsFloat())
            throw new ShapeException($"{output.Describe()} is {output.DType}, and only floating-point numbers have gradients");
    }

    private static void RequireLike(Tensor given, Tensor like, string what)
    {
        RequireFloat(like);
        if (given.Type != like.Type)
            throw new ShapeException($"{what} of {like.Describe()} must be {like.Type}, but {given.Describe()} is {given.Type}");
    }
}
