using System.Text.Json;

namespace ChainRule.Tests.Cli;

/// <summary>Tables of every kind, good and bad.</summary>
public class CsvTests : CommandLine
{
    [Theory]
    [InlineData("x,y\n1,2\n2,4\n")]
    [InlineData("x;y\n1;2\n2;4\n")]
    [InlineData("x\ty\n1\t2\n2\t4\n")]
    [InlineData("x,y\r\n1,2\r\n2,4")]
    [InlineData("\uFEFFx,y\n1,2\n2,4\n")]
    [InlineData("\"x\",\"y\"\n\"1\",\"2\"\n\"2\",\"4\"\n")]
    [InlineData("x,y\n\n1,2\n\n\n2,4\n\n")]
    [InlineData(" x , y \n 1 , 2 \n 2 , 4 \n")]
    [InlineData("name,x,y\nhello,1e0,+2\n\"a, \"\"b\"\"\",2.0,.4e1\n")]
    public void Reads(string text)
    {
        var json = JsonDocument.Parse(Run("fit", "w*x", Write("data.csv", text), "--target", "y", "--format", "json").Text).RootElement;
        Assert.Equal(2, json.GetProperty("parameters").GetProperty("w").GetDouble(), 1e-12);
        Assert.Equal(2, json.GetProperty("rows").GetInt32());
    }

    [Theory]
    [InlineData("x,y\n1,2\n3\n", "data.csv:3: this row has 1 cell, but the header has 2 cells")]
    [InlineData("x,y\n1,2\n\n3,4,5\n", "data.csv:4: this row has 3 cells, but the header has 2 cells")]
    [InlineData("x,y\n1,2\n3,abc\n", "data.csv:3:2: column y: 'abc' is no number")]
    [InlineData("x,y\n1,2\n,4\n", "data.csv:3:1: column x: the cell is empty")]
    [InlineData("x;y\n1,5;2\n", "data.csv:2:1: column x: '1,5' is no number; decimals are written with a point")]
    [InlineData("x,y\n1,nan\n", "data.csv:2:2: column y: 'nan' is no finite number")]
    [InlineData("x,y\n1,2\n-Infinity,3\n", "data.csv:3:1: column x: '-Infinity' is no finite number")]
    [InlineData("x,y\n1,1e999\n", "data.csv:2:2: column y: '1e999' is no finite number")]
    [InlineData("", "data.csv is empty")]
    [InlineData("\n\n", "data.csv is empty")]
    [InlineData("x,y\n", "data.csv:2: there is a header, but no row of data")]
    [InlineData("1,2\n3,4\n", "data.csv:1: the first line must name the columns, but it holds numbers: 1, 2")]
    [InlineData("x,y,x\n1,2,3\n", "data.csv:1: two columns are called 'x'")]
    [InlineData("x,y\n1,2\n\"3,4\n", "data.csv:3: ")]
    [InlineData("x\n1\n", "there is no column y for --target; the columns are x")]
    public void Says_where_it_is_wrong(string text, string expected) =>
        Assert.Contains(expected, Mistake(Run("fit", "w*x", Write("data.csv", text), "--target", "y")), StringComparison.Ordinal);

    [Fact]
    public void A_file_must_be_there()
    {
        Assert.Contains("does not exist", Mistake(Run("fit", "w*x", PathOf("no.csv"), "--target", "y")), StringComparison.Ordinal);
        Assert.Contains("is a directory", Mistake(Run("fit", "w*x", PathOf("."), "--target", "y")), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_the_formula_does_not_name_may_hold_anything() =>
        Assert.Contains("w  3", Run("fit", "w*x", Write("data.csv", "x,note,y\n1,?,3\n2,,6\n"), "--target", "y").Text,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("x,y\n1,a\n2,b\n3,c\n", "data.csv:4:2: column y: 'c' is a third class beside a and b")]
    [InlineData("x,y\n1,a\n2,a\n", "every row of the target is a")]
    [InlineData("x,y\n1,a\n2,\n", "data.csv:3:2: column y: the cell is empty")]
    public void Classes_are_two(string text, string expected) =>
        Assert.Contains(expected, Mistake(Run("fit", "w*x", Write("data.csv", text), "--target", "y", "--loss", "logistic")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("no,yes", "yes\n2,no")]
    [InlineData("2,10", "10\n2,2")]
    public void The_greater_class_counts_as_one(string classes, string cells)
    {
        var json = JsonDocument.Parse(
            Run("fit", "w*x + b", Write("data.csv", $"x,y\n3,{cells}\n"), "--target", "y", "--loss", "logistic", "--epochs", "5",
                "--format", "json").Text).RootElement;
        Assert.Equal(classes, string.Join(',', json.GetProperty("classes").EnumerateArray().Select(c => c.GetString())));
        Assert.True(json.GetProperty("parameters").GetProperty("w").GetDouble() > 0);
    }

    [Fact]
    public void Zero_and_one_stay_what_they_are() =>
        Assert.DoesNotContain("counts as",
            Run("fit", "w*x + b", Write("data.csv", "x,y\n1,0\n2,1\n3,0\n4,1\n"), "--target", "y", "--loss", "logistic").Text,
            StringComparison.Ordinal);
}
