using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Ops
{
    /// <summary>
    /// Its first input, which carries along what a state becomes when a step computes it. A step collects the updates that its
    /// outputs carry; evaluating changes nothing. Rewriting takes the op out before anything is planned.
    /// </summary>
    /// <param name="State">What changes.</param>
    internal sealed record UpdateOp(State State) : GeneralOp
    {
        private static readonly OpInfo TheInfo = new("Update",
            "the value itself; what is remembered beside it has no part in the derivative")
        {
            Hints = new() { IsItself = true },
        };

        public static IReadOnlyList<Example> Examples =>
            [new(new UpdateOp(new State(TensorData.Zeros([2], DType.Float64), "state")), SampleRange.Real, [2, 3], [2])];

        public override OpInfo Info => TheInfo;

        internal override bool IsMultilinear => true;

        /// <inheritdoc/>
        public override bool IsDifferentiable(int input) => input == 0;

        internal override TensorType Infer(Operands operands) => operands[0].Type;

        internal override Tensor Vjp(int input, Tensor cotangent, Tensor output) => cotangent;
    }

    /// <summary>Finds the updates of states that tensors carry.</summary>
    internal static class CarriedUpdates
    {
        /// <summary>
        /// Every state that <paramref name="outputs"/> update, with its next value; a second update goes on from the first.
        /// </summary>
        public static IEnumerable<(Variable Variable, Tensor Value)> Of(IEnumerable<Tensor> outputs)
        {
            var next = new Dictionary<State, Tensor>();
            var seen = new HashSet<(State, Tensor)>();
            foreach (var tensor in TopologicalOrder.Of(outputs))
            {
                if (tensor.Op is not UpdateOp { State: var state } || !seen.Add((state, tensor.Inputs[1]))) continue;
                next[state] = next.TryGetValue(state, out var before)
                    ? Substitution.Replace(tensor.Inputs[1], state, before)
                    : tensor.Inputs[1];
            }
            return next.Select(update => ((Variable)update.Key, update.Value));
        }
    }
}

namespace ChainRule
{
    public partial class Tensor
    {
        /// <summary>
        /// The same values, which make every <see cref="Step"/> that computes them give <paramref name="state"/> its next value as well:
        /// running statistics, the state of chance. Evaluating changes nothing.
        /// </summary>
        /// <param name="state">What is to change.</param>
        /// <param name="next">
        /// What it becomes at the end of a run, an expression of its value before. A second update of one state in a step goes on from the
        /// first.
        /// </param>
        /// <exception cref="ShapeException">The next value does not have the state's shape and dtype.</exception>
        public Tensor Updating(State state, Tensor next)
        {
            if (next.Type != state.Type)
                throw new ShapeException($"{state.Describe()} is {state.Type}, but its next value, {next.Describe()}, is {next.Type}");
            return Apply(new UpdateOp(state), this, next);
        }
    }
}
