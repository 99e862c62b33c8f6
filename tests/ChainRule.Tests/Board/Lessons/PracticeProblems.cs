using ChainRule.Board;
using ChainRule.Formulas;

namespace ChainRule.Tests.Board;

/// <summary>Problems for the tests of what is practised on the board.</summary>
internal static class PracticeProblems
{
    public static Problem Lecture() => Make("yhat = w*x; s = yhat - y; loss = s^2", "w=1", "x=1", "y=2");

    public static Problem TwoPaths() => Make("e = (y - (w*x + b))^2 + w^2", "w=2", "x=3", "b=1", "y=10");

    public static Problem Make(string formula, params string[] values) =>
        Problem.Create(Formula.Parse(formula),
            values.Select(ValueSyntax.ParseAssignment).ToDictionary(pair => pair.Name, pair => pair.Value), []);
}
