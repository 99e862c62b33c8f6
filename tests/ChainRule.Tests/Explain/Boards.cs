using System.Globalization;
using ChainRule.Explanations;
using ChainRule.Formulas;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

/// <summary>The networks that the tests explain.</summary>
internal static class Boards
{
    /// <summary>The lecture's: x = 1, y = 2, w = 1.</summary>
    public static Explanation Lecture(ExplainOptions? options = null, string loss = "loss") =>
        Explain("yhat = w*x; s = yhat - y; " + loss + " = s^2", options, "w=1", "x=1", "y=2");

    /// <summary>One weight used twice.</summary>
    public static Explanation TwoPaths(ExplainOptions? options = null) =>
        Explain("e = (y - (w*x + b))^2 + w^2", options, "w=2", "x=3", "b=1", "y=10");

    /// <summary>A formula with its names' values: the first is a parameter, the others are constants.</summary>
    public static Explanation Explain(string formula, ExplainOptions? options, params string[] values)
    {
        var leaves = values.Select(value => value.Split('=')).Select((value, i) => i == 0
            ? new Parameter(double.Parse(value[1], CultureInfo.InvariantCulture), value[0])
            : Tensor.Constant(double.Parse(value[1], CultureInfo.InvariantCulture), value[0]));
        return ChainRule.Explain.Gradient(Formula.Parse(formula).Build(leaves.ToDictionary(leaf => leaf.Name!)), options ?? new());
    }

    /// <summary>A layer with a bias, and the mean of its squared errors.</summary>
    public static Explanation Layer(ExplainOptions? options = null)
    {
        Parameter weight = new(TensorData.Create<double>([0.5, -0.25, 1, 0.75], [2, 2]), "W"), bias = new([0.25, -0.5], "b");
        Tensor x = Tensor.Constant<double>([1, 2], [1, 2], "x"), y = Tensor.Constant<double>([1, 0], [1, 2], "y");
        var yhat = (MatMul(x, weight) + bias).Named("yhat");
        return ChainRule.Explain.Gradient(Mean(Square(yhat - y)).Named("loss"), options ?? new());
    }
}
