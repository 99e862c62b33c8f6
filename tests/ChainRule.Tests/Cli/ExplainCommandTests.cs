using System.Text.Json;

namespace ChainRule.Tests.Cli;

public class ExplainCommandTests : CommandLine
{
    private const string Lecture = "yhat = w*x; s = yhat - y; loss = s^2";

    [Fact]
    public void Explains_the_lecture()
    {
        var text = Run("explain", Lecture, "w=1", "x=1", "y=2").Text;
        Assert.Contains("(−2)(1)(1) = −2", text, StringComparison.Ordinal);
        Assert.Contains("increase w", text, StringComparison.Ordinal);
        Assert.Contains("data    x, y: names that begin with x or y are data; --wrt x,y differentiates by them", text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_how_it_read_another_notation()
    {
        var result = Run("explain", "ŷ = w·x; L = (ŷ − y)²", "w=1", "x=1", "y=2");
        Assert.StartsWith("read as ŷ = w*x; L = (ŷ - y)^2\n\n", result.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("increase w", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("read as", Run("explain", Lecture, "w=1", "x=1", "y=2").Text, StringComparison.Ordinal);
        var json = Run("explain", "2w", "w=1", "--format", "json");
        Assert.Equal("read as 2*w\n", json.Error.ReplaceLineEndings("\n"));
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(json.Out).RootElement.ValueKind);
    }

    [Theory]
    [InlineData("e^w", "w=0", "read as exp(w)")]
    [InlineData("e^w", "w=2 e=3", "9")]
    [InlineData("(ŷ − 1)²", "yhat=3", "read as (yhat - 1)^2")]
    public void A_given_name_counts_in_reading(string formula, string values, string expected) =>
        Assert.Contains(expected, Run(["explain", formula, .. values.Split(' '), "--wrt", values.Split('=')[0]]).Text,
            StringComparison.Ordinal);

    [Fact]
    public void Hints_at_a_product_that_looks_like_a_name()
    {
        Assert.Equal("error: the formula has no name w; its names are wx, b; if wx means w*x, write it so",
            Mistake(Run("explain", "wx + b", "w=1", "x=2", "b=1")).Trim());
        Assert.Equal("error: wx has no value: give it as wx=1; if wx means w*x, write it so",
            Mistake(Run("explain", "wx + b", "b=1")).Trim());
        Assert.DoesNotContain("write it so", Mistake(Run("explain", "wx + b", "wx=1")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csharp", "C#")]
    [InlineData("pytorch", "Python")]
    public void What_no_program_can_hold_is_the_users_to_change(string format, string language)
    {
        // A value given by hand has at most 10,000 numbers, a program 100,000.
        var values = $"[{string.Join(',', Enumerable.Repeat("1", 10_000))}]";
        string[] names = [.. Enumerable.Range(1, 11).Select(i => $"w{i}")];
        Assert.Equal(
            $"error: the values are 110000 numbers, and a program in {language} holds at most 100000: explain it with smaller data",
            Mistake(Run(
                ["explain", string.Join(" + ", names.Select(name => $"sum({name})")), .. names.Select(name => $"{name}={values}"),
                    "--format", format])).Trim());
    }

    [Fact]
    public void Results_that_are_too_large_are_refused()
    {
        Assert.Equal("""
            error: this result has 3,200,000,000 bytes (shape [20000, 20000]), and at most 268,435,456 are allowed: give smaller arrays, or raise the limit (maxBytes; --max-memory on the command line)
              sum(broadcast_to(w, shape=[20000,20000]))
                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
            """.Trim(), Mistake(Run("explain", "sum(broadcast_to(w, shape=[20000,20000]))", "w=1")).Trim(),
            ignoreLineEndingDifferences: true);
        Assert.StartsWith("error: this result has 80 bytes (shape [10]), and at most 79 are allowed",
            Mistake(Run("explain", "sum(broadcast_to(w, shape=[10]))", "w=1", "--max-memory", "79")), StringComparison.Ordinal);
        Assert.Contains("decrease w", Run("explain", "sum(broadcast_to(w, shape=[10]))", "w=1", "--max-memory", "1K").Text,
            StringComparison.Ordinal);
    }

    /// <summary>The formula's results fit, and with the gradients they are too many.</summary>
    [Fact]
    public void Gradients_that_are_too_large_are_refused() =>
        Assert.StartsWith("error: the explanation has ",
            Mistake(Run("explain", "sum(sin(broadcast_to(w, shape=[10])))", "w=1", "--max-memory", "200")), StringComparison.Ordinal);

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("1.5G")]
    [InlineData("12X")]
    [InlineData("12KM")]
    [InlineData("9999999999G")]
    public void A_memory_that_is_no_size_is_refused(string size) =>
        Assert.Equal($"error: --max-memory takes a size such as 512M or 2G, not {size}",
            Mistake(Run("explain", "w^2", "w=1", $"--max-memory={size}")).Trim());

    [Theory]
    [InlineData("8")]
    [InlineData("8B")]
    [InlineData("1k")]
    [InlineData("1KB")]
    [InlineData("2M")]
    [InlineData("3GB")]
    public void A_memory_has_a_unit_or_is_in_bytes(string size) =>
        Assert.Contains("decrease w",
            Run("explain", "w^2", "w=1", "--max-memory", size == "8" || size == "8B" ? "8000" + size[1..] : size).Text,
            StringComparison.Ordinal);

    [Fact]
    public void Json_holds_the_gradient()
    {
        var json = JsonDocument.Parse(Run("explain", Lecture, "w=1", "x=1", "y=2", "--format", "json").Text).RootElement;
        Assert.Equal(-2, json.GetProperty("gradients").GetProperty("w").GetDouble());
        Assert.Equal("w", Assert.Single(json.GetProperty("gradients").EnumerateObject()).Name);
    }

    [Fact]
    public void Wrt_overrides_what_is_data()
    {
        var json = JsonDocument.Parse(Run("explain", Lecture, "w=1", "x=1", "y=2", "--wrt", "y,w", "--format", "json").Text).RootElement;
        Assert.Equal(2, json.GetProperty("gradients").GetProperty("y").GetDouble());
        Assert.Equal(-2, json.GetProperty("gradients").GetProperty("w").GetDouble());
    }

    [Fact]
    public void Data_alone_is_differentiated_by() =>
        Assert.Contains("decrease x", Run("explain", "x^2", "x=3").Text, StringComparison.Ordinal);

    [Fact]
    public void Takes_the_step_that_is_asked_for() =>
        Assert.Contains("= 2,", Run("explain", Lecture, "w=1", "x=1", "y=2", "--step", "0.5").Text, StringComparison.Ordinal);

    [Fact]
    public void Ascii_is_ascii() =>
        Assert.All(Run("explain", Lecture, "w=1", "x=1", "y=2", "--ascii").Text, c => Assert.True(char.IsAscii(c), $"'{c}'"));

    [Fact]
    public void Reads_the_formula_from_standard_input() =>
        Assert.Contains("= −2", Run(new Settings("yhat = w*x\ns = yhat - y\nloss = s^2\n"), "explain", "-", "w=1", "x=1", "y=2").Text,
            StringComparison.Ordinal);

    [Fact]
    public void A_formula_may_begin_with_a_minus() =>
        Assert.Contains("−2", Run("explain", "-k*x", "k=1", "x=2").Text, StringComparison.Ordinal);

    [Fact]
    public void Values_may_be_lists() => Assert.Contains("3", Run("explain", "sum(w*x)", "w=1", "x=[1, 2]").Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("auto", false, null, null, false)]
    [InlineData("auto", true, null, null, true)]
    [InlineData("auto", true, "NO_COLOR", "1", false)]
    [InlineData("auto", true, "TERM", "dumb", false)]
    [InlineData("never", true, null, null, false)]
    [InlineData("always", false, "NO_COLOR", "1", true)]
    public void Colours_only_where_they_are_wanted(string color, bool onTerminal, string? variable, string? value, bool expected)
    {
        var settings = new Settings(OnTerminal: onTerminal, Variables: variable is null ? [] : new() { [variable] = value! });
        var text = Run(settings, "explain", Lecture, "w=1", "x=1", "y=2", "--color", color).Text;
        Assert.Equal(expected, text.Contains('\u001b', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x has no value: give it as x=1", "w*x", "w=1")]
    [InlineData("w, x have no value: give them as w=1 x=1", "w*x")]
    [InlineData("x is given twice", "w*x", "w=1", "x=1", "x=2")]
    [InlineData("the formula has no name wieght; did you mean weight?", "weight*x", "wieght=1", "x=1")]
    [InlineData("s is computed by the formula", "s = w*x; s^2", "s=1", "w=1", "x=1")]
    [InlineData("--wrt: the formula has no name q", "w*x", "w=1", "x=1", "--wrt", "q")]
    [InlineData("--wrt: s is computed by the formula", "s = w*x; s^2", "w=1", "x=1", "--wrt", "s")]
    [InlineData("found end of formula: write what follows '+', or leave it out\n  w*x +\n       ^", "w*x +")]
    [InlineData("found '*'\n  w*y\n   ^", "w*x", "w*y")]
    [InlineData("sum(…) or the mean(…)", "w*x", "w=1", "x=[1,2]")]
    [InlineData("Add cannot combine 'w' of shape [3] and 'x' of shape [2]", "w + x", "w=[1,2,3]", "x=[1,2]")]
    [InlineData("'maybe'", "w*x", "w=1", "x=1", "--color", "maybe")]
    [InlineData("--step", "w*x", "w=1", "x=1", "--step", "nan")]
    [InlineData("'--wat'", "w*x", "w=1", "x=1", "--wat")]
    [InlineData("FORMULA")]
    public void Says_what_is_wrong(string expected, params string[] args) =>
        Assert.Contains(expected, Mistake(Run(["explain", .. args])), StringComparison.Ordinal);
}
