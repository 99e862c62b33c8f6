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
    public static Tensor[] Of(Tensor output, IReadOnlyList<Tensor> wrt)
    {
        RequireFloat(output);
        if (output.Shape.Size != 1)
            throw new ShapeException(
                $"Gradient.Of needs a scalar, but {output.Describe()} has shape {output.Shape}; Sum(…) or Mean(…) of it is one, and "
                + $"Gradient.Vjp takes a cotangent of that shape");
        return Vjp(output, One(output).BroadcastTo(output.Shape), wrt);
    }

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
