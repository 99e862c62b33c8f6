using ChainRule.Board;
using ChainRule.Explanations;
using ChainRule.Formulas;

namespace ChainRule.Tests.Board;

/// <summary>A formula copied from the board, where yhat is ŷ and s^2 is s², is the formula that stands there.</summary>
public class ReadBackTests
{
    public static TheoryData<string> Ids => [.. Presets.All.Select(preset => preset.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_preset_copied_from_the_board_has_the_same_value_and_gradients(string id)
    {
        var problem = Presets.Find(id).ToProblem();
        var leaves = problem.Formula.FreeNames.ToDictionary(free => free, free => problem.Named[free]);
        var written = string.Join('\n', problem.Formula.Syntax.Assignments.Select(statement =>
            $"{FormulaNotation.Pretty.Name(statement.Name)} = {FormulaNotation.Pretty.Formula(Unnamed(problem.Named[statement.Name]))}"));
        var copied = Formula.Parse(written, leaves.Keys).Build(leaves);
        Assert.Equal(problem.Output.Evaluate().ToDoubles(), copied.Evaluate().ToDoubles());
        foreach (var parameter in problem.Wrt)
            Assert.Equal(Derivative(problem.Output, parameter), Derivative(copied, parameter));
    }

    private static double[] Derivative(Tensor of, Tensor by) => Gradient.Of(of, by).Evaluate().ToDoubles();

    // The formula of a named tensor is its name.
    private static Tensor Unnamed(Tensor tensor) => tensor.Inputs.Length == 0 ? tensor : Tensor.Apply(tensor.Op, tensor.Inputs.AsSpan());
}
