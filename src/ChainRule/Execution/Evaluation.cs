using ChainRule.Execution;
using ChainRule.Graph;
using ChainRule.Planning;
using ChainRule.Rewriting;

namespace ChainRule.Execution
{
    /// <summary>Some tensors prepared to be computed together, again and again, with other values of the leaves if wanted.</summary>
    internal sealed class Evaluation
    {
        private readonly IReadOnlyList<Tensor> tensors;
        private readonly DirectEvaluation? direct;
        private (GraphStructure Structure, Leaf[] Leaves)? lowered;

        public Evaluation(IReadOnlyList<Tensor> tensors)
        {
            this.tensors = Simplifier.Simplify(tensors);
            direct = DirectEvaluation.Of(this.tensors);
        }

        /// <summary>The plan that computes them.</summary>
        public Plan Plan => PlanCache.Shared.Find(Lowered.Structure);

        private (GraphStructure Structure, Leaf[] Leaves) Lowered => lowered ??= Lower();

        /// <summary>The tensors' values, in one run. Overrides stand in for leaves' own values.</summary>
        public static TensorData[] Run(IReadOnlyList<Tensor> tensors, IReadOnlyDictionary<Tensor, TensorData>? overrides = null) =>
            new Evaluation(tensors).Run(overrides);

        /// <summary>The tensors' values. Overrides stand in for leaves' own values.</summary>
        public TensorData[] Run(IReadOnlyDictionary<Tensor, TensorData>? overrides = null)
        {
            if (direct is not null) return direct.Run(leaf => Value(leaf, overrides));
            var (structure, leaves) = Lowered;
            var session = PlanCache.Shared.Rent(structure);
            for (var slot = 0; slot < leaves.Length; slot++) session.Bind(slot, Value(leaves[slot], overrides));
            session.Run();
            var results = new TensorData[structure.Outputs.Length];
            for (var i = 0; i < results.Length; i++) results[i] = session.Output(i);
            session.Unbind();
            PlanCache.Shared.Return(structure, session);
            return results;
        }

        private (GraphStructure Structure, Leaf[] Leaves) Lower()
        {
            var (structure, leaves, _) = GraphStructure.Of(Lowering.Lower(tensors));
            return (structure, leaves);
        }

        private static TensorData Value(Leaf leaf, IReadOnlyDictionary<Tensor, TensorData>? overrides)
        {
            if (overrides?.GetValueOrDefault(leaf) is not { } other) return leaf.Data;
            return other.Type == leaf.Type ? other : throw new ShapeException($"{leaf.Describe()} is {leaf.Type}; a value of {other.Type} cannot stand in for it");
        }
    }
}

namespace ChainRule
{
    public partial class Tensor
    {
        /// <summary>Computes the values.</summary>
        public TensorData Evaluate() => Evaluation.Run([this])[0];

        /// <summary>Computes the values of several tensors in one run.</summary>
        public static TensorData[] Evaluate(params IReadOnlyList<Tensor> tensors) => Evaluation.Run(tensors);

        /// <summary>Computes the one value, as a double.</summary>
        /// <exception cref="ShapeException">There is more than one element, or none.</exception>
        public double Item() => Shape.Size == 1
            ? Evaluate().Item()
            : throw new ShapeException($"Item() needs a tensor of one element; {Describe()} has shape {Shape}. Evaluate() gives them all");
    }
}
