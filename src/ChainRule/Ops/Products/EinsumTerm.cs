using ChainRule.Shapes;
using static ChainRule.Functions;

namespace ChainRule.Ops;

/// <summary>A tensor whose axes have names of one letter.</summary>
internal sealed record EinsumTerm(string Axes, Tensor Tensor)
{
    /// <summary>Of axes with one name the diagonal.</summary>
    public EinsumTerm OnDiagonals()
    {
        for (var first = 0; first < Axes.Length; first++)
        {
            var second = Axes.IndexOf(Axes[first], first + 1);
            if (second < 0) continue;
            // The diagonal comes out as the last axis.
            return new EinsumTerm(Axes.Remove(second, 1).Remove(first, 1) + Axes[first], Diagonal(Tensor, 0, first, second)).OnDiagonals();
        }
        return this;
    }

    /// <summary>Summed over the axes that nobody wants.</summary>
    public EinsumTerm SummedTo(string wanted)
    {
        IntList gone = [.. Enumerable.Range(0, Axes.Length).Where(axis => !wanted.Contains(Axes[axis]))];
        return gone.Count == 0 ? this : new(Kept(Axes, wanted), Sum(Tensor, gone));
    }

    /// <summary>The axes in the order of their names in <paramref name="axes"/>.</summary>
    public EinsumTerm InOrder(string axes) =>
        axes == Axes ? this : new(axes, Tensor.Transpose([.. axes.Select(name => Axes.IndexOf(name))]));

    /// <summary>The product with another term, summed over the shared names that are not wanted: one batched matrix product.</summary>
    public EinsumTerm Times(EinsumTerm other, string wanted)
    {
        var shared = Kept(Axes, other.Axes);
        var (batch, summed) = (Kept(shared, wanted), Without(shared, wanted));
        var (left, right) = (Without(Axes, shared), Without(other.Axes, shared));
        var (a, b) = (InOrder(batch + left + summed), other.InOrder(batch + summed + right));
        int[] outer = [.. a.Sizes(batch), .. a.Sizes(left), .. b.Sizes(right)];
        var product = summed.Length == 0
            ? a.Tensor.Reshape([.. a.Sizes(batch), .. a.Sizes(left), .. right.Select(_ => 1)])
                * b.Tensor.Reshape([.. a.Sizes(batch), .. left.Select(_ => 1), .. b.Sizes(right)])
            : MatMul(a.Tensor.Reshape([a.Size(batch), a.Size(left), a.Size(summed)]),
                b.Tensor.Reshape([a.Size(batch), a.Size(summed), b.Size(right)]));
        return new(batch + left + right, product.Reshape([.. outer]));
    }

    private IEnumerable<int> Sizes(string names) => names.Select(name => Tensor.Shape[Axes.IndexOf(name)]);

    private int Size(string names) => Sizes(names).Aggregate(1, (product, size) => product * size);

    private static string Kept(string names, string those) => string.Concat(names.Where(name => those.Contains(name)));

    private static string Without(string names, string those) => string.Concat(names.Where(name => !those.Contains(name)));
}

/// <summary>Reads the equation of an Einstein sum.</summary>
internal static class EinsumEquation
{
    /// <summary>The axes of each operand and of the result.</summary>
    /// <exception cref="ShapeException">The equation is malformed, or does not fit the operands.</exception>
    public static (string[] Inputs, string Output) Parse(string equation, IReadOnlyList<Tensor> operands)
    {
        var arrow = equation.IndexOf("->", StringComparison.Ordinal);
        var inputs = (arrow < 0 ? equation : equation[..arrow]).Split(',').Select(term => term.Replace(" ", "")).ToArray();
        var all = string.Concat(inputs);
        var output = arrow < 0
            ? string.Concat(all.Order().Where(name => all.IndexOf(name) == all.LastIndexOf(name)))
            : equation[(arrow + 2)..].Replace(" ", "");
        RequireNames(equation, all + output);
        RequireOutput(equation, all, output, arrow + 2);
        RequireSizes(equation, inputs, operands);
        return (inputs, output);
    }

    private static void RequireNames(string equation, string names)
    {
        foreach (var name in names)
            if (!char.IsAsciiLetter(name)) throw Error(equation, equation.IndexOf(name), $"axes have names of one letter, not '{name}'");
    }

    private static void RequireOutput(string equation, string all, string output, int from)
    {
        for (var i = 0; i < output.Length; i++)
        {
            var place = equation.IndexOf(output[i], Math.Max(0, from));
            if (!all.Contains(output[i])) throw Error(equation, place, $"no operand has an axis '{output[i]}'");
            if (output.IndexOf(output[i]) < i)
                throw Error(equation, equation.IndexOf(output[i], place + 1), $"the result has two axes '{output[i]}'");
        }
    }

    private static void RequireSizes(string equation, string[] inputs, IReadOnlyList<Tensor> operands)
    {
        if (inputs.Length != operands.Count)
            throw new ShapeException($"Einsum \"{equation}\" names {inputs.Length} operands, but {operands.Count} are given");
        var sizes = new Dictionary<char, int>();
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Length != operands[i].Rank)
                throw new ShapeException(
                    $"Einsum \"{equation}\" gives operand {i} the axes '{inputs[i]}', but {operands[i].Describe()} has "
                    + $"shape {operands[i].Shape}");
            for (var axis = 0; axis < inputs[i].Length; axis++)
                if (!sizes.TryAdd(inputs[i][axis], operands[i].Shape[axis]) && sizes[inputs[i][axis]] != operands[i].Shape[axis])
                    throw new ShapeException(
                        $"Einsum \"{equation}\": axis '{inputs[i][axis]}' has size {sizes[inputs[i][axis]]} before, "
                        + $"but {operands[i].Shape[axis]} in {operands[i].Describe()} of shape {operands[i].Shape}");
        }
    }

    private static ShapeException Error(string equation, int place, string what) =>
        new($"Einsum \"{equation}\", character {place + 1}: {what}");
}
