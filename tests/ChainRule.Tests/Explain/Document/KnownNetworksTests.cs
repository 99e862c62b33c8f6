using ChainRule.Explanations;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

/// <summary>Worked examples that others published, with their numbers.</summary>
public class KnownNetworksTests
{
    /// <summary>Matt Mazur, "A Step by Step Backpropagation Example", 2015.</summary>
    [Fact]
    public void A_network_of_two_layers_learns_what_its_author_worked_out()
    {
        var w = new double[] { 0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55 }
            .Select((value, i) => new Parameter(value, $"w{i + 1}"))
            .ToArray();
        Tensor i1 = Tensor.Constant(0.05, "i1"), i2 = Tensor.Constant(0.10, "i2");
        Tensor b1 = Tensor.Constant(0.35, "b1"), b2 = Tensor.Constant(0.60, "b2");
        Tensor h1 = Sigmoid(w[0] * i1 + w[1] * i2 + b1).Named("h1"), h2 = Sigmoid(w[2] * i1 + w[3] * i2 + b1).Named("h2");
        Tensor o1 = Sigmoid(w[4] * h1 + w[5] * h2 + b2).Named("o1"), o2 = Sigmoid(w[6] * h1 + w[7] * h2 + b2).Named("o2");
        var total = (0.5 * Square(0.01 - o1) + 0.5 * Square(0.99 - o2)).Named("E");

        var explanation = Explain.Gradient(total, new ExplainOptions { Wrt = w, LearningRate = 0.5 });

        Assert.Equal(0.298371109, explanation.Value, 1e-9);
        Assert.Equal(0.75136507, explanation.Forward.Single(row => row.Result.Name == "o1").Value.Item(), 1e-8);
        Assert.Equal(0.082167041, explanation.Parameters[4].Gradient.Item(), 1e-9);
        Assert.Equal(
            [0.149780716, 0.19956143, 0.24975114, 0.29950229, 0.35891648, 0.408666186, 0.511301270, 0.561370121],
            explanation.Parameters.Select(p => p.After.Item()), (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.Equal(2, explanation.Parameters[0].Paths.Count);
        Assert.Equal(0.036350306, Contributions(explanation, "h1").Sum(), 1e-9);
        // The article's 0.291027924 comes from rounded weights.
        Assert.Equal(0.291027774, explanation.OutputAfter, 1e-9);
    }

    /// <summary>A. Karpathy, micrograd, README.</summary>
    [Fact]
    public void A_formula_with_many_paths_has_the_published_gradients()
    {
        Parameter a = new(-4.0, "a"), b = new(2.0, "b");
        Tensor c = a + b, d = a * b + Pow(b, 3);
        c = c + (c + 1);
        c = c + (1 + c + -a);
        d = d + (d * 2 + Relu(b + a));
        d = d + (3 * d + Relu(b - a));
        var f = Square(c - d);
        var g = (f / 2 + 10 / f).Named("g");

        var explanation = Explain.Gradient(g, a, b);

        Assert.Equal(24.7041, explanation.Value, 1e-4);
        Assert.Equal(138.8338, explanation.Parameters[0].Gradient.Item(), 1e-4);
        Assert.Equal(645.5773, explanation.Parameters[1].Gradient.Item(), 1e-4);
        Assert.All(explanation.Parameters, p => Assert.Equal(p.Gradient.Item(), p.Paths.Sum(path => path.Product), 1e-9));
        Assert.All(explanation.Parameters, p => Assert.Equal(1, p.Paths.Sum(path => path.Share), 1e-9));
        Assert.All(explanation.Parameters, p => Assert.True(p.Check!.Difference < 1e-5));
    }

    private static IEnumerable<double> Contributions(Explanation explanation, string wrt) =>
        explanation.Local.Where(row => row.Step.From.Name == wrt).Select(row => row.Contribution.Item());
}
