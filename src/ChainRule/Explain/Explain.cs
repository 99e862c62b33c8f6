using ChainRule.Explanations;
using ChainRule.Graph;

namespace ChainRule
{
    /// <summary>Explains how gradients come about. What is explained is what is computed: the same graph, written out.</summary>
    public static partial class Explain
    {
        /// <summary>Explains ∂output/∂wrt, for all parameters that the output is made of where none is named.</summary>
        /// <exception cref="ShapeException">
        /// The output is not a scalar, or the values are larger than <see cref="ExplainOptions.MaxBytes"/>.
        /// </exception>
        /// <exception cref="ArgumentException">There is nothing to differentiate by, or it is not a leaf.</exception>
        public static Explanation Gradient(Tensor output, params IReadOnlyList<Tensor> wrt) =>
            Gradient(output, new ExplainOptions { Wrt = wrt });

        /// <summary>Explains ∂output/∂wrt as the options say.</summary>
        /// <exception cref="ShapeException">
        /// The output is not a scalar, or the values are larger than <see cref="ExplainOptions.MaxBytes"/>.
        /// </exception>
        /// <exception cref="ArgumentException">There is nothing to differentiate by, or it is not a leaf.</exception>
        public static Explanation Gradient(Tensor output, ExplainOptions options)
        {
            ArgumentNullException.ThrowIfNull(output);
            ArgumentNullException.ThrowIfNull(options);
            RequireScalar("Explain.Gradient", output);
            var wrt = options.Wrt.Count > 0 ? options.Wrt.Distinct().ToList() : [.. TopologicalOrder.Of(output).OfType<Parameter>()];
            if (wrt.Count == 0) throw new ArgumentException($"{output.Describe()} holds no parameter: say what to differentiate it by");
            if (wrt.Find(t => t is not Leaf || !t.DType.IsFloat()) is { } other)
                throw new ArgumentException(
                    $"{other.Describe()} cannot be stepped: name parameters, inputs or constants of floating-point numbers");
            return new ExplanationBuilder(new Derivation(output, wrt, options.MaxBytes), options).Build();
        }
    }
}

// The room's folder is Explain, but a namespace of that name would hide the class for everyone inside ChainRule.
namespace ChainRule.Explanations
{
    /// <summary>Makes the rows of an explanation.</summary>
    internal sealed class ExplanationBuilder(Derivation derivation, ExplainOptions options, Trial trial)
    {
        // Trying an element takes two runs of the graph: this many runs of one op each are worth waiting for.
        private const int TrialBudget = 4_000_000;

        private readonly RowWriter writer = new(derivation, Style.Plain);

        public ExplanationBuilder(Derivation derivation,
            ExplainOptions options) : this(derivation, options, new Trial(derivation.Output)) { }

        public Explanation Build() => Build(
            Parameters(Math.Max(1, TrialBudget / derivation.Forward.Count)),
            [.. derivation.Results.Select(Forward)],
            [.. derivation.Edges.Select(Local)],
            new Notes(derivation, Style.Pretty).All());

        /// <summary>
        /// The parameters alone, without comparing their gradients with what trying finds, and with no more paths than tell whether there
        /// is one: for a reader who has the rows and the notes.
        /// </summary>
        public Explanation BuildMeaning() => Build(Parameters(trials: 0, paths: 2), [], [], []);

        private Explanation Build(List<ParameterRow> parameters, IReadOnlyList<ForwardRow> forward, IReadOnlyList<LocalRow> local,
            IReadOnlyList<string> notes)
        {
            var after = derivation.Wrt.Zip(parameters).ToDictionary(p => p.First, p => p.Second.After);
            return new Explanation(derivation, options)
            {
                Output = derivation.Names[derivation.Output],
                Value = derivation.Value(derivation.Output).Item(),
                Forward = forward,
                Local = local,
                Parameters = parameters,
                OutputAfter = trial.Output(after),
                Notes = notes,
            };
        }

        private ForwardRow Forward(Tensor tensor) =>
            new(derivation.Names[tensor], writer.Expression(tensor), writer.Substituted(tensor), derivation.Value(tensor));

        private LocalRow Local(Edge edge) => new(
            derivation.Names[edge.Of], derivation.Names[edge.From], writer.Formula(edge), writer.SubstitutedFormula(edge),
            edge.Local is { } local ? derivation.Value(local) : derivation.Contribution(edge), derivation.Value(edge.Step.Upstream),
            derivation.Contribution(edge));

        private List<ParameterRow> Parameters(int trials, int paths = ChainPaths.Listed)
        {
            var all = derivation.IsScalar ? new ChainPaths(derivation) : null;
            return [.. derivation.Wrt.Select(wrt => Parameter(wrt, all, paths, ref trials))];
        }

        private ParameterRow Parameter(Tensor wrt, ChainPaths? paths, int most, ref int trials)
        {
            var (value, gradient) = (derivation.Value(wrt), derivation.Gradient(wrt));
            var listed = paths?.From(wrt, most).Select(path => Path(wrt, path, paths)).ToList() ?? [];
            var check = trials > 0 ? trial.Check(wrt, value, gradient) : null;
            trials -= check?.Elements.Count ?? 0;
            return new(derivation.Names[wrt], value, gradient, listed, paths?.CountBeyond(wrt, listed.Count) ?? 0, check,
                [.. gradient.ToDoubles().Select(g => AdviceFor(g, derivation.Value(derivation.Output).Item()))], After(value, gradient));
        }

        private ChainPath Path(Tensor wrt, Edge[] path, ChainPaths paths)
        {
            var (product, magnitude) = (paths.Product(path), paths.Magnitude(wrt));
            return new([derivation.Names[wrt], .. path.Select(edge => derivation.Names[edge.Of])], [.. path.Select(paths.Factor)],
                product, magnitude == 0 ? 0 : Math.Abs(product) / magnitude);
        }

        /// <summary>Where the gradient or the output is undefined, the sign says nothing.</summary>
        private static Advice AdviceFor(double gradient, double output) =>
            gradient == 0 || !double.IsFinite(gradient) || !double.IsFinite(output) ? Advice.Hold
            : gradient < 0 ? Advice.Increase
            : Advice.Decrease;

        /// <summary>w − rate·g; where the gradient is undefined, w stays.</summary>
        private TensorData After(TensorData value, TensorData gradient)
        {
            var after = value.Cast(value.DType);
            for (var i = 0; i < value.Shape.Size; i++)
                if (double.IsFinite(gradient[i])) after.Set(i, value[i] - options.LearningRate * gradient[i]);
            return after;
        }
    }
}
