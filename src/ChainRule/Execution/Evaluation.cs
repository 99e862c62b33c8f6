using ChainRule.Execution;
using ChainRule.Graph;
using ChainRule.Planning;
using ChainRule.Rewriting;

namespace ChainRule.Execution
{
    /// <summary>
    /// Tensors that are planned once, to be computed together as often as wanted, with the leaves' own values or with others in their
    /// stead. Any number of threads may run it at once, as long as nothing changes the leaves meanwhile.
    /// </summary>
    public sealed class Evaluation
    {
        private readonly IReadOnlyList<Tensor> built;
        private readonly IReadOnlyList<Tensor> tensors;
        private readonly DirectEvaluation? direct;
        private StructuredGraph? lowered;

        /// <summary>Prepares some tensors.</summary>
        public Evaluation(IReadOnlyList<Tensor> tensors)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            built = tensors;
            this.tensors = Simplifier.Simplify(tensors);
            direct = DirectEvaluation.Of(this.tensors);
        }

        /// <summary>Builds the tensors again, so that a message about one can name the line of code.</summary>
        internal Action? Rebuild { get; init; }

        /// <summary>The plan that computes them.</summary>
        internal Plan Plan => PlanCache.Shared.Find(Lowered.Structure);

        private StructuredGraph Lowered => lowered ??= GraphStructure.Of(Lowering.Lower(tensors));

        /// <summary>The tensors' values, in one run. Overrides stand in for leaves' own values.</summary>
        internal static TensorData[] Run(IReadOnlyList<Tensor> tensors, IReadOnlyDictionary<Tensor, TensorData>? overrides = null) =>
            new Evaluation(tensors).Run(overrides);

        /// <summary>The tensors' values, in their order.</summary>
        /// <param name="overrides">Values that stand in for those of some leaves in this run; each of its leaf's shape and dtype.</param>
        /// <exception cref="ShapeException">An override does not have its leaf's shape and dtype.</exception>
        /// <exception cref="IndexException">An index among the values has no place on its axis.</exception>
        public TensorData[] Run(IReadOnlyDictionary<Tensor, TensorData>? overrides = null)
        {
            if (direct is not null) return direct.Run(leaf => Value(leaf, overrides));
            var (structure, leaves, numbers, _) = Lowered;
            var session = PlanCache.Shared.Rent(structure);
            session.Bind(numbers);
            for (var slot = 0; slot < leaves.Length; slot++) session.Bind(slot, Value(leaves[slot], overrides));
            Run(session, overrides);
            var results = new TensorData[structure.Outputs.Length];
            for (var i = 0; i < results.Length; i++) results[i] = session.Output(i);
            session.Unbind();
            PlanCache.Shared.Return(structure, session);
            return results;
        }

        private void Run(Session session, IReadOnlyDictionary<Tensor, TensorData>? overrides)
        {
            try
            {
                session.Run();
            }
            catch (IndexOutOfRangeException e)
            {
                if (IndexFailure.Of(built, overrides, Rebuild, e) is { } failure) throw failure;
                throw;
            }
        }

        private static TensorData Value(Leaf leaf, IReadOnlyDictionary<Tensor, TensorData>? overrides)
        {
            if (overrides?.GetValueOrDefault(leaf) is not { } other) return leaf.Data;
            return other.Type == leaf.Type
                ? other
                : throw new ShapeException($"{leaf.Describe()} is {leaf.Type}; a value of {other.Type} cannot stand in for it");
        }
    }
}

namespace ChainRule
{
    public partial class Tensor
    {
        /// <summary>
        /// Computes the values. Any number of threads may do so at once, as long as nothing changes the leaves meanwhile.
        /// </summary>
        /// <exception cref="IndexException">An index among the values has no place on its axis.</exception>
        public TensorData Evaluate() => Evaluation.Run([this])[0];

        /// <summary>Computes the values of several tensors in one run.</summary>
        /// <exception cref="IndexException">An index among the values has no place on its axis.</exception>
        public static TensorData[] Evaluate(params IReadOnlyList<Tensor> tensors) => Evaluation.Run(tensors);

        /// <summary>Computes the one value, as a double.</summary>
        /// <exception cref="ShapeException">There is more than one element, or none.</exception>
        /// <exception cref="IndexException">An index among the values has no place on its axis.</exception>
        public double Item() => Shape.Size == 1
            ? Evaluate().Item()
            : throw new ShapeException($"Item() needs a tensor of one element; {Describe()} has shape {Shape}. Evaluate() gives them all");
    }
}
