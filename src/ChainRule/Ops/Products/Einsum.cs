using ChainRule.Ops;

namespace ChainRule;

public static partial class Functions
{
    /// <summary>
    /// Einstein's sums: <c>"ij,jk-&gt;ik"</c> names the axes of each operand and of the result, multiplies what has equal names and sums
    /// over the names that the result does not have. Without an arrow the result has the names that occur once, in the order of the
    /// alphabet.
    /// </summary>
    /// <exception cref="ShapeException">The equation is malformed, or does not fit the operands.</exception>
    public static Tensor Einsum(string equation, params IReadOnlyList<Tensor> operands)
    {
        var (inputs, output) = EinsumEquation.Parse(equation, operands);
        var terms = new Queue<EinsumTerm>(inputs.Zip(operands, (axes, tensor) => new EinsumTerm(axes, tensor).OnDiagonals()));
        var result = terms.Dequeue();
        while (terms.TryDequeue(out var next))
        {
            // A name lives on while the result or a later operand has it.
            var wanted = output + string.Concat(terms.Select(term => term.Axes));
            result = result.SummedTo(wanted + next.Axes).Times(next.SummedTo(wanted + result.Axes), wanted);
        }
        return result.SummedTo(output).InOrder(output).Tensor;
    }
}
