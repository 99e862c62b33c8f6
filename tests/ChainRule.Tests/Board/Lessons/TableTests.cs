using ChainRule.Board;
using ChainRule.Formulas;
using ChainRule.Training;

namespace ChainRule.Tests.Board;

public class TableTests
{
    [Theory]
    [InlineData("x\ty\n1.5\t2\n-3\t4e1")]
    [InlineData("x\ty\n1,5\t2\n-3\t40")] // a spreadsheet with decimal commas
    [InlineData("x;y\r\n1,5;2\r\n-3;40\r\n")]
    [InlineData("x,y\n1.5,2\n-3,40")]
    [InlineData("x, y\n1.5, 2\n-3, 40")]
    [InlineData("x   y\n  1.5 2\n−3   40  \n\n")]
    [InlineData("x y\n1,5 2\n-3 40")]
    [InlineData("\"x\",\"y\"\n\"1.5\",\"2\"\n-3,40")]
    [InlineData("\uFEFFx;y\n1.5;2\n-3;40")]
    [InlineData("1.5 2\n-3 40")]
    public void A_table_is_read_as_it_is_pasted(string text)
    {
        var table = PastedTable.Parse(text);

        Assert.Equal(["x", "y"], table.Columns.Select(column => column.Name));
        Assert.Equal([1.5, -3], table.Columns[0].Values);
        Assert.Equal([2, 40], table.Columns[1].Values);
    }

    [Theory]
    [InlineData("x y\n1 2\n3 four", "line 3, column 2 (y): 'four' is not a number such as 2.5, 2,5, -3 or 1e-4")]
    [InlineData("x,y\n1,2\n3,", "line 3, column 2 (y): the cell is empty; give a number, or leave the line out")]
    [InlineData("x;y\n1;2\n\n3;1.234,5",
        "line 4, column 2 (y): '1.234,5' has a comma and a point; write it without a sign between thousands")]
    [InlineData("x;y\n1;2\n3;inf", "line 3, column 2 (y): 'inf' is not a number such as 2.5, 2,5, -3 or 1e-4")]
    [InlineData("x;y\n1;2\n3;4\0", "line 3, column 2 (y): '4\0' is not a number such as 2.5, 2,5, -3 or 1e-4")]
    [InlineData("x y\n1 2\n3", "line 3 has 1 cell, but line 1 has 2 cells; every line needs as many")]
    [InlineData("x y", "line 1 holds names and no line holds numbers; paste the numbers below it")]
    [InlineData(" \n\n", "the table is empty; paste lines of numbers, with the columns' names above them if there are any")]
    public void An_error_says_where(string text, string message) =>
        Assert.Equal(message, Assert.Throws<BoardException>(() => PastedTable.Parse(text)).Message);

    [Fact]
    public void A_table_is_bounded()
    {
        Assert.Contains("at most 5000", Refused(string.Concat(Enumerable.Repeat("1 2\n", PastedTable.MaxRows + 1))));
        Assert.Contains("at most 50", Refused(string.Join(' ', Enumerable.Repeat("1", PastedTable.MaxColumns + 1))));
        Assert.Contains("at most 200000", Refused(new string('1', PastedTable.MaxLength + 1)));
        Assert.Equal(PastedTable.MaxRows, PastedTable.Parse(string.Concat(Enumerable.Repeat("1 2\n", PastedTable.MaxRows))).Rows);

        static string Refused(string text) => Assert.Throws<BoardException>(() => PastedTable.Parse(text)).Message;
    }

    [Fact]
    public void Titles_become_names_for_formulas()
    {
        var table = PastedTable.Parse(
            "height (cm);2nd try;;pi;a\n;height_cm\n1;2;3;4;5".Replace("\n;", ";", StringComparison.Ordinal) + ";6");

        Assert.Equal(["height_cm", "c_2nd_try", "column3", "c_pi", "a", "height_cm_2"], table.Columns.Select(column => column.Name));
        Assert.Equal("height (cm)", table.Columns[0].Title);
    }

    /// <summary>The least squares line of (0, 1), (1, 3), (2, 4) by the normal equations: slope 3/2, intercept 7/6.</summary>
    [Fact]
    public void Steps_lead_to_the_least_squares_line()
    {
        var fit = Line();
        for (var i = 0; i < 400 && fit.Step(); i++) { }

        Assert.Equal([1.5, 7.0 / 6], fit.Parameters.Select(parameter => parameter.Value.Item()), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(fit.Losses.OrderDescending(), fit.Losses);
    }

    [Fact]
    public void A_search_finds_it_at_once_and_reset_goes_back()
    {
        var fit = Line();

        var result = fit.Search();

        Assert.Equal(1.0 / 18, result.Loss, 1e-9); // residuals −1/6, 1/3, −1/6
        Assert.Equal(1 - 1.0 / 18 / (14.0 / 9), fit.Metrics().R2!.Value, 1e-9);
        fit.Reset();
        Assert.Equal([1, 1], fit.Parameters.Select(parameter => parameter.Value.Item()));
        Assert.Single(fit.Losses);
    }

    [Theory]
    [InlineData("loss = (w*x + b - y)^2",
        "the formula reads every column, so none is left to be predicted; write the prediction alone, as in y = w*x + b: the loss is added by itself")]
    [InlineData("w*t + b", "no name of the formula is a column: the names are w, t, b, the columns x, y")]
    [InlineData("2*x", "every name of the formula is a column, so there is no parameter to find; write one, as in w*x + b")]
    [InlineData("y = w*x; z = y^2", "the formula computes y, the target, but goes on to z; end it with y = …")]
    [InlineData("w*sum(x)*[1, 2]", "the formula gives a result of shape [2], but one number a row is wanted: [3]")]
    public void A_formula_that_does_not_fit_the_table_is_told_why(string formula, string message) =>
        Assert.Equal(message,
            Assert.Throws<BoardException>(() => TableFit.Create(Formula.Parse(formula), PastedTable.Parse("x y\n0 1\n1 3\n2 4"))).Message);

    [Fact]
    public void Classes_are_told_apart_by_the_sign_of_a_logit()
    {
        var fit = TableFit.Create(Formula.Parse("a*x + b"), PastedTable.Parse("x y\n-2 0\n-1 0\n1 1\n2 1\n0.5 0\n-0.5 1"),
            loss: FitLoss.Logistic);
        for (var i = 0; i < 200; i++) fit.Step();

        Assert.Equal(4.0 / 6, fit.Metrics().Accuracy!.Value, 1e-12);
        Assert.Contains("66.7 % of the rows are told right", fit.ToSvg());
        Assert.Contains("0 or 1",
            Assert.Throws<BoardException>(
                () => TableFit.Create(Formula.Parse("a*x"), PastedTable.Parse("x y\n1 3\n2 1"), loss: FitLoss.Logistic)).Message);
    }

    private static TableFit Line() => TableFit.Create(Formula.Parse("y = w*x + b"), PastedTable.Parse("x y\n0 1\n1 3\n2 4"));
}
