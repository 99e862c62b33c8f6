using ChainRule.Graph;
using static ChainRule.Functions;

namespace ChainRule.Training;

/// <summary>
/// The parameters in which a prediction is linear, the others held still. Their best values for the squared error are
/// found at once, so that a search has only the others to search for (Golub and Pereyra, "The differentiation of
/// pseudo-inverses and nonlinear least squares problems whose variables separate", 1973).
/// </summary>
internal sealed class LinearPart
{
    private readonly Step normalEquations;
    private readonly double[,] matrix;
    private readonly double[] right;

    private LinearPart(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> columns, FitProblem problem)
    {
        Parameters = parameters;
        (matrix, right) = (new double[parameters.Count, parameters.Count], new double[parameters.Count]);
        var residual = Aim(problem) - problem.Prediction;
        normalEquations = new Step(
            [.. columns.Select(c => Sum(c * residual)), .. columns.SelectMany((a, i) => columns.Take(i + 1).Select(b => Sum(a * b)))]);
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Takes as many of the parameters as are linear together: no one's derivative may contain another.</summary>
    public static LinearPart Of(FitProblem problem, IEnumerable<Parameter> candidates)
    {
        var (chosen, columns, inDerivatives) = (new List<Parameter>(), new List<Tensor>(), new HashSet<Tensor>());
        foreach (var parameter in candidates.Where(p => p.Rank == 0))
        {
            var column = Gradient.Jvp(problem.Prediction, (parameter, One(parameter)));
            var reached = TopologicalOrder.Of(column);
            if (inDerivatives.Contains(parameter) || reached.Contains(parameter) || reached.Any(chosen.Contains)) continue;
            chosen.Add(parameter);
            columns.Add(column);
            inDerivatives.UnionWith(reached);
        }
        return new LinearPart(chosen, columns, problem);
    }

    /// <summary>Gives the linear parameters their best values for the values that the others have.</summary>
    public void Solve()
    {
        if (Parameters.Count == 0) return;
        Array.Clear(right);
        Assign(); // the prediction at zero is what the columns add to
        normalEquations.Run();
        for (var i = 0; i < right.Length; i++)
        {
            right[i] = normalEquations.Scalar(i);
            for (var j = 0; j <= i; j++) matrix[i, j] = normalEquations.Scalar(right.Length + i * (i + 1) / 2 + j);
        }
        Cholesky.Solve(matrix, right);
        Assign();
    }

    private void Assign()
    {
        for (var i = 0; i < right.Length; i++) Parameters[i].Value.Elements<double>()[0] = right[i];
    }

    /// <summary>What the prediction should be; a logit that stands for its class, where classes are told apart.</summary>
    private static Tensor Aim(FitProblem problem) => problem.Kind == FitLoss.Logistic ? 4 * problem.Target - 2 : problem.Target;
}
