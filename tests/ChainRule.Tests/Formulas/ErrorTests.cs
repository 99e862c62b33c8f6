using ChainRule.Formulas;

namespace ChainRule.Tests.Formulas;

/// <summary>What is wrong, where, and what would be right: each message as the user sees it.</summary>
public class ErrorTests
{
    [Theory]
    [InlineData("y = 2 *", """
        expected a number, a name, '(' or '[' after '*', found end of formula: write what follows '*', or leave it out
          y = 2 *
                 ^
        """)]
    [InlineData("y = 2 *   # to be done\nz = 3", """
        line 1, column 8: expected a number, a name, '(' or '[' after '*', found end of line: write what follows '*', or leave it out
          y = 2 *   # to be done
                 ^
        """)]
    [InlineData("y = (1 + 2", """
        expected ')' to close the '(' at column 5, found end of formula
          y = (1 + 2
              ^     ^
        """)]
    [InlineData("y = (1 + 2\nz = 3", """
        line 2, column 1: expected ')' to close the '(' at line 1, column 5, found 'z'
          z = 3
          ^
        """)]
    [InlineData("y = x y", """
        an operator is missing between 'x' and 'y': for a product write x*y
          y = x y
              ^~~
        """)]
    [InlineData("y = 1 + * 2", """
        expected a number, a name, '(' or '[' after '+', found '*': leave one of the two out
          y = 1 + * 2
                  ^
        """)]
    [InlineData("y = sin(x", """
        expected ',' or ')' to close the '(' at column 8, found end of formula
          y = sin(x
                 ^ ^
        """)]
    [InlineData("y = sin(x,)", """
        expected a number, a name, '(' or '[' after ',', found ')': leave the comma out
          y = sin(x,)
                    ^
        """)]
    [InlineData("y = [1, 2; 3", """
        expected ',', ';' or ']' to close the '[' at column 5, found end of formula
          y = [1, 2; 3
              ^       ^
        """)]
    [InlineData("y = (1, 2)", """
        expected ')' to close the '(' at column 5, found ','
          y = (1, 2)
              ^ ^
        """)]
    [InlineData("y = (1]", """
        expected ')' to close the '(' at column 5, found ']'
          y = (1]
              ^ ^
        """)]
    [InlineData("= 3", """
        expected a number, a name, '(' or '[', found '=': write a name before it, as in y = 3
          = 3
          ^
        """)]
    [InlineData("y =", """
        expected a number, a name, '(' or '[' after '=', found end of formula: write what it is, as in y = 3
          y =
             ^
        """)]
    [InlineData("y = 3 $ 4", """
        unexpected character '$': leave it out
          y = 3 $ 4
                ^
        """)]
    [InlineData("y = \u202Ex", """
        unexpected character U+202E
          y = �x
              ^
        """)]
    [InlineData("y = )", """
        expected a number, a name, '(' or '[' after '=', found ')'
          y = )
              ^
        """)]
    [InlineData("y = 1, 2", """
        expected an operator, a new line or ';' after '1', found ','
          y = 1, 2
               ^
        """)]
    [InlineData("y = f(x, n=)", """
        expected a number, a list such as [0, 1], true or false after '=', found ')'
          y = f(x, n=)
                     ^
        """)]
    [InlineData("y = f(n=1, x)", """
        an argument without a name must stand before 'n='
          y = f(n=1, x)
                     ^
        """)]
    [InlineData("y = f(n=1, n=2)", """
        the argument 'n' is given twice
          y = f(n=1, n=2)
                     ^
        """)]
    [InlineData("y = f(n=[1, x])", """
        expected a number after ',', found 'x'
          y = f(n=[1, x])
                      ^
        """)]
    [InlineData("y = [1, 2; 3]", """
        rows must have the same length: this one has 1, the first has 2
          y = [1, 2; 3]
                     ^
        """)]
    [InlineData("y = [[1, 2], [3]]", """
        rows must have the same length: this one has 1, the first has 2
          y = [[1, 2], [3]]
                       ^~~
        """)]
    [InlineData("y = [[1, 2], 3]", """
        either all elements are lists, or none is
          y = [[1, 2], 3]
                       ^
        """)]
    [InlineData("y = [[1, 2]; [3, 4]]", """
        write rows either as [1, 2; 3, 4] or as [[1, 2], [3, 4]], not both at once
          y = [[1, 2]; [3, 4]]
               ^~~~~~
        """)]
    [InlineData("y = []", """
        an array needs at least one element
          y = []
              ^~
        """)]
    [InlineData("y = a < b < c", """
        comparisons cannot be chained: write (a < b)*(b < c)
          y = a < b < c
                    ^
        """)]
    [InlineData("y = x.t", """
        expected T (transpose) after '.', found 't': write .T
          y = x.t
                ^
        """)]
    [InlineData("y = 2.", """
        a digit is missing after '2.': write 2
          y = 2.
              ^~
        """)]
    [InlineData("y = 1.2.3", """
        '1.2.3' is not a number: it has more than one decimal point or a fraction in its exponent
          y = 1.2.3
              ^~~~~
        """)]
    [InlineData("y = 1e999", """
        this number is too large: the largest is about 1.8e308
          y = 1e999
              ^~~~~
        """)]
    [InlineData("a = b = c", """
        only a name at the start of a statement can be assigned; to compare write '=='
          a = b = c
                ^
        """)]
    [InlineData("x = 1\nx = 2", """
        line 2, column 1: 'x' is assigned twice: choose another name
          x = 2
          ^
        """)]
    [InlineData("x = x + 1", """
        'x' is used in its own definition: give the new value another name
          x = x + 1
              ^
        """)]
    [InlineData("y = x\nx = 2", """
        line 2, column 1: 'x' is used above, before it is assigned here: move this statement up
          x = 2
          ^
        """)]
    [InlineData("pi = 3", """
        'pi' is the number 3.14159…: choose another name
          pi = 3
          ^~
        """)]
    [InlineData("x + 1\ny = 2", """
        line 1, column 1: only the last statement may stand without a name: write name = … before this one
          x + 1
          ^~~~~
        """)]
    [InlineData("# nothing", """
        the formula is empty: write for example loss = (w*x - y)^2
          # nothing
          ^
        """)]
    [InlineData("ŷ = x\u0304 + * 損", """
        expected a number, a name, '(' or '[' after '+', found '*': leave one of the two out
          ŷ = x̄ + * 損
                  ^
        """)]
    [InlineData("\ta =\t2 +\t)", """
        expected a number, a name, '(' or '[' after '+', found ')': write what follows '+', or leave it out
           a = 2 + )
                   ^
        """)]
    [InlineData("a = 1\nb = (a +\n  2\nc = 3", """
        line 4, column 1: expected ')' to close the '(' at line 2, column 5, found 'c'
          c = 3
          ^
        """)]
    public void Renders(string formula, string expected) =>
        Assert.Equal(expected, Assert.Throws<FormulaException>(() => FormulaSyntax.Parse(formula)).Render());

    [Theory]
    [InlineData("a = 1\nlöss = 2*ŷ*x\u0304 + ?", 2, 16)]
    [InlineData("𝑥 + ?", 1, 5)]
    [InlineData("\r\n\r# a\n ?", 4, 2)]
    public void Columns_count_characters_as_a_reader_does(string formula, int line, int column)
    {
        var error = Assert.Throws<FormulaException>(() => FormulaSyntax.Parse(formula));
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Equal(new TextSpan(formula.IndexOf('?', StringComparison.Ordinal), 1), error.Span);
    }

    [Fact]
    public void Long_lines_are_cut_around_the_place()
    {
        var terms = string.Join(" + ", Enumerable.Repeat("abc", 100));
        var error = Assert.Throws<FormulaException>(() => FormulaSyntax.Parse($"{terms} + € + {terms}"));
        Assert.Equal(
            """
            unexpected character '€'
              …+ abc + abc + abc + abc + abc + abc + abc + abc + € + abc + abc + abc + abc + abc + abc + abc + abc …
                                                                 ^
            """,
            error.Render());
        Assert.Equal(
            """
            unexpected character '€'
              ...+ abc + abc + abc + abc + abc + abc + abc + abc + € + abc + abc + abc + abc + abc + abc + abc + abc ...
                                                                   ^
            """,
            error.Render(ascii: true));
    }

    [Fact]
    public void Nothing_a_terminal_would_obey_is_echoed()
    {
        var error = Assert.Throws<FormulaException>(() => FormulaSyntax.Parse("a = \u001b[31m + \u202e\ud800 # \u0007"));
        Assert.Equal("unexpected character U+001B\n  a = �[31m + �� # �\n      ^", error.Render());
    }

    [Fact]
    public void Long_names_are_cut_in_messages()
    {
        var error = Assert.Throws<FormulaException>(() => FormulaSyntax.Parse($"y {new string('x', 1000)}"));
        Assert.Equal(new string('x', 29) + "…", error.Message.Split('*')[^1]);
    }
}
