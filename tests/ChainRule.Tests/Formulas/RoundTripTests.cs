using ChainRule.Formulas;
using CsCheck;

namespace ChainRule.Tests.Formulas;

public class RoundTripTests
{
    [Fact]
    public void What_is_printed_reads_back_as_the_same_tree() =>
        RandomFormulas.Expressions.Sample(
            tree =>
            {
                var back = Parse(ExpressionPrinter.Print(tree));
                return tree.Equals(back) && tree.GetHashCode() == back.GetHashCode();
            },
            iter: 2000,
            print: ExpressionPrinter.Print);

    [Fact]
    public void No_pair_of_parentheses_is_superfluous() =>
        RandomFormulas.Expressions.Sample(
            tree =>
            {
                var text = ExpressionPrinter.Print(tree);
                return PairsOfParentheses(text).All(pair => !ParsesTo(tree, Without(text, pair)));
            },
            iter: 500,
            print: ExpressionPrinter.Print);

    [Theory]
    [InlineData("(w*x - y)^2")]
    [InlineData("-x^2/(-y)^2")]
    [InlineData("a - (b - c) + (d + e)*f")]
    [InlineData("(A @ B).T @ [1, 2; 3, 4]")]
    [InlineData("[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]")]
    [InlineData("[[1, 2]]")]
    [InlineData("(a < b)*(c >= d)")]
    [InlineData("sum(x, axis=[0, 1], keepdims=true)")]
    [InlineData("rand(seed=1) + zeros()")]
    [InlineData("2*pi*1e-20")]
    public void Prints_as_a_person_would_write(string text) => Assert.Equal(text, ExpressionPrinter.Print(Parse(text)));

    [Fact]
    public void A_chain_of_any_length_is_visited_printed_compared_and_hashed_without_recursion()
    {
        var text = string.Join(" + ", Enumerable.Repeat("x", 50_000));
        var (one, other) = (Parse(text), Parse(text));
        Assert.Equal(99_999, one.PostOrder().Count);
        Assert.Equal(text, one.ToString());
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, Parse(text + " + y"));
    }

    [Fact]
    public void Post_order_visits_children_first_and_from_left_to_right() =>
        Assert.Equal(["a", "b", "a*b", "c", "f(c)", "a*b - f(c)"], Parse("a*b - f(c)").PostOrder().Select(node => node.ToString()));

    private static Expression Parse(string text) => FormulaSyntax.Parse(text).Assignments.Single().Value;

    private static bool ParsesTo(Expression tree, string text)
    {
        try
        {
            return tree.Equals(Parse(text));
        }
        catch (FormulaException)
        {
            return false;
        }
    }

    // Those of calls belong to the call.
    private static IEnumerable<(int Open, int Close)> PairsOfParentheses(string text)
    {
        var open = new Stack<int>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') open.Push(i);
            else if (text[i] == ')' && open.Pop() is var start && (start == 0 || !char.IsLetter(text[start - 1]))) yield return (start, i);
        }
    }

    private static string Without(string text, (int Open, int Close) pair) => text.Remove(pair.Close, 1).Remove(pair.Open, 1);
}
