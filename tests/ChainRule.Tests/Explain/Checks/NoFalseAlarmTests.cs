using ChainRule.Graph;
using ChainRule.Tests.Ops;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

/// <summary>The check passes over every function of the library, with the inputs of the golden file.</summary>
public class NoFalseAlarmTests
{
    [Fact]
    public void No_function_of_the_library_gives_a_finding()
    {
        var complaints = GoldenFile.Cases.Values.SelectMany(Complaints).ToList();
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    private static IEnumerable<string> Complaints(GoldenCase golden)
    {
        var loss = Loss(golden, out var parameters);
        if (parameters.Length == 0) return [];
        return Check
            .Graph(loss, parameters).Findings
            .Where(finding => !IsTrue(finding, golden))
            .Select(finding => $"{golden.Name}: {finding}");
    }

    private static Tensor Loss(GoldenCase golden, out Parameter[] parameters)
    {
        var call = new GoldenCall(golden, DType.Float64);
        var loss = GoldenOps
            .Call(golden.Op, call)
            .Where(output => output.DType.IsFloat())
            .Select(output => Sum(output))
            .Aggregate(Tensor.Constant(0.0), (sum, next) => sum + next);
        var trained = new List<Parameter>();
        foreach (var (name, _) in golden.Gradients)
        {
            var parameter = new Parameter(call.Leaves[name].Value, name);
            loss = Substitution.Replace(loss, call.Leaves[name], parameter);
            trained.Add(parameter);
        }
        parameters = [.. trained];
        return loss;
    }

    /// <summary>A parameter that is not reached must have a golden gradient of 0; an index from the end, and NaN, must be given.</summary>
    private static bool IsTrue(GraphFinding finding, GoldenCase golden) => finding.Kind switch
    {
        FindingKind.Unreached => golden.Gradients.Any(gradient => gradient.Value.ToDoubles().All(g => g == 0)),
        FindingKind.Index => finding.Severity == FindingSeverity.Warning
            && golden.Inputs.Any(json => GoldenCase.Array(json).ToDoubles().Any(index => index < 0)),
        FindingKind.NotFinite => golden.Inputs.Any(json => GoldenCase.Array(json).ToDoubles().Any(double.IsNaN)),
        _ => false,
    };
}
