using System.Diagnostics;
using System.Text;
using ChainRule.Formulas;
using CsCheck;

namespace ChainRule.Tests.Formulas;

/// <summary>Formulas come from strangers: whatever they send, it is a formula or a <see cref="FormulaException"/>, and soon.</summary>
/// <remarks>Runs alone, since it looks at the clock.</remarks>
[Collection(nameof(HostileInputTests))]
[CollectionDefinition(nameof(HostileInputTests), DisableParallelization = true)]
public class HostileInputTests
{
    private const int Many = 100_000;

    public static TheoryData<string, string, string> Breaking { get; } = new()
    {
        { "parentheses", new string('(', Many), "nested too deeply" },
        { "closed parentheses", new string('(', Many / 2) + "x" + new string(')', Many / 2), "nested too deeply" },
        { "brackets", new string('[', Many), "nested too deeply" },
        { "calls", Repeat("f(", 60_000), "nested too deeply" },
        { "signs", new string('-', Many), "nested too deeply" },
        { "plus signs", new string('+', Many) + "x", "nested too deeply" },
        { "powers", string.Join('^', Enumerable.Repeat("x", Many)), "nested too deeply" },
        { "powers of signs", Repeat("x^-", 60_000), "nested too deeply" },
        { "closing parentheses", "x" + new string(')', Many), "closes nothing" },
        { "length", new string('x', 10_000_000), "at most 1,000,000 characters" },
        { "length in lines", new string('\n', 10_000_000), "at most 1,000,000 characters" },
        { "tokens", Repeat("x+", 120_000), "at most 200,000" },
        { "elements", $"[{Repeat("1,", 10_000)}1]", "too many elements" },
        { "elements in rows", $"[{Repeat("1,1;", 5_000)}1,1]", "too many elements" },
        { "elements in lists", $"[{Repeat("[1,1],", 5_000)}[1,1]]", "too many elements" },
        { "list of an option", $"f(a=[{Repeat("1,", 10_000)}1])", "too many elements" },
        { "arguments", $"f({Repeat("1,", 10_000)}1)", "too many arguments" },
        { "combining marks", "x + ?" + new string('\u0302', 900_000), "unexpected character" },
        { "a long number", new string('9', 900_000), "too large" },
        { "roots", new string('√', Many) + "x", "nested too deeply" },
        { "bars", new string('|', Many), "nested too deeply" },
        { "functions", Repeat("sin ", Many) + "x", "nested too deeply" },
        { "fractions", Repeat("\\frac{", 60_000), "nested too deeply" },
        { "superscripts", "x" + new string('²', 900_000), "too large" },
        { "primes", "x + ?" + new string('′', 900_000), "unexpected character" },
        { "modules", "np" + Repeat(".nn", 100_000) + "?", "unexpected character" },
        { "definitions", Repeat("f(x,", 40_000), "nested too deeply" },
        { "sums", Repeat("Σᵢ (", 60_000), "nested too deeply" },
        { "sums of sums", Repeat("Σᵢ -", 60_000) + "vᵢ", "nested too deeply" },
        { "unlike signs of sums", Repeat("Σᵢ maxᵢ ", 20_000) + "vᵢ", "two ways" },
        { "cases", "{1" + Repeat(" if x, 1", 40_000) + " otherwise}", "nested too deeply" },
        { "cases in cases", Repeat("{", 60_000), "nested too deeply" },
        { "half surrogates", new string('\ud835', Many), "unexpected character" },
    };

    public static TheoryData<string, string> Allowed { get; } = new()
    {
        { "a long sum", string.Join('+', Enumerable.Repeat("x", 50_000)) },
        { "a long product", string.Join('*', Enumerable.Repeat("x", Many)) },
        { "transposes", "x" + Repeat(".T", 90_000) },
        { "as deep as allowed", new string('(', 500) + "x" + new string(')', 500) },
        { "calls as deep as allowed", Repeat("f(", 500) + "x" + new string(')', 500) },
        { "arrays as deep as allowed", new string('[', 500) + "x" + new string(']', 500) },
        { "a long name", new string('x', 1_000_000) },
        { "blank lines", "x" + Repeat("\r\n", 400_000) },
        { "a long comment", "x#" + new string('#', 900_000) },
        { "statements", Repeat("x0 = 1; ", 1) + string.Concat(Enumerable.Range(1, 40_000).Select(i => $"x{i}=x{i - 1};")) },
        { "elements", $"[{Repeat("1,", 9_999)}1]" },
        { "products without signs", "2" + Repeat("(x)", 60_000) },
        { "signs", string.Join("·", Enumerable.Repeat("x²", 40_000)) },
        { "a long name with accents", Repeat("yhat_", 150_000) },
        { "many names", string.Join(" + ", Enumerable.Range(0, 60_000).Select(i => $"ŷ{i}")) },
        { "modules", "np" + Repeat(".nn", 60_000) + ".exp(x)" },
        { "sums", string.Join(" + ", Enumerable.Repeat("Σᵢ ((v)ᵢ·vᵢ)", 15_000)) },
        { "a sum of many factors", "Σᵢ " + string.Join("·", Enumerable.Repeat("(vᵢ)", 40_000)) },
        { "cases as deep as allowed", "{1" + Repeat(" if x, 1", 490) + " otherwise}" },
        { "definitions", $"f({string.Join(",", Enumerable.Repeat("x", 5_000))}) = x" },
    };

    [Theory]
    [MemberData(nameof(Breaking), DisableDiscoveryEnumeration = true)]
    public void Breaking_a_bound_is_an_ordinary_error(string what, string text, string message) =>
        OnAStackOf(256, () =>
        {
            var error = Assert.Throws<FormulaException>(() => ParseInBoundedTime(what, text));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.InRange(error.Span.End, 0, text.Length);
            Assert.InRange(error.Render().Length, 1, 1000);
        });

    [Theory]
    [MemberData(nameof(Allowed), DisableDiscoveryEnumeration = true)]
    public void Within_the_bounds_all_is_well(string what, string text) =>
        OnAStackOf(1024, () =>
        {
            var value = ParseInBoundedTime(what, text).Assignments[^1].Value;
            Assert.Equal(value, FormulaSyntax.Parse(ExpressionPrinter.Print(value)).Assignments[^1].Value);
        });

    [Fact]
    public void Any_text_is_a_formula_or_an_error() => Gen.String.Sample(text => ParsesOrIsRefused(text), iter: 5_000);

    [Fact]
    public void Any_row_of_pieces_is_a_formula_or_an_error() =>
        Gen.OneOf(
                "x", "2", "1e", ".", ".T", "(", ")", "[", "]", ",", ";", "\n", "=", "==", "<",
                "+", "-", "^", "**", "@", " ", "#", "f(", "a=", "true", "pi", "'", "\u0302", "²", "\ud835")
            .Array[0, 30].Select(string.Concat).Sample(text => ParsesOrIsRefused(text), iter: 20_000);

    [Fact]
    public void Any_row_of_pieces_of_other_notations_is_a_formula_or_an_error() =>
        Gen.OneOf(
                "x", "2", "w", "e", "e^", "x²", "ⁿ", "⁻¹", "ᵀ", "√", "|", "||", "‖", "ŷ", "yhat", "σ(", "∑(", "∑", "·", "×", "−", "½", "**",
                "np.", "torch.nn.functional.", "F.", "exp", "exp(", "sin ", "sin²", ".^", ".*", "\\frac{", "}{", "}", "{", "\\hat ",
                "\\hat{", "\\cdot", "\\sigma", "\\sqrt{", "\\left(", "\\right)", "\\ln", "\\", "(", ")", "f(x) = ", ";", "=", ",", "+",
                "-", "/", "^", " ", "_", "dim=1")
            .Array[0, 20].Select(string.Concat).Sample(text => ParsesOrIsRefused(text), iter: TestTier.Cases(10_000, 200_000));

    [Fact]
    public void Any_row_of_pieces_of_sums_and_cases_is_a_formula_or_an_error() =>
        Gen.OneOf(
                "Σᵢ ", "Σᵢⱼ", "∑ᵢ", "∑", "Σ", "maxᵢ ", "ᵢ", "ⱼ", "vᵢ", "Mᵢⱼ", "eᵢ", "πᵢ", "sinᵢ", "(v)ᵢ", "(", ")", ")ᵢ", "{", "}", "|",
                " if ", " otherwise", " otherwise}", ", ", " = ", "x > 0", "e^", "exp(", "[1, 2]", "2", "x", "²", "·", "/", " + ", "-",
                "√", ".T", " @ ", "; ")
            .Array[0, 12].Select(string.Concat).Sample(text => ParsesOrIsRefused(text), iter: TestTier.Cases(10_000, 200_000));

    [Fact]
    public void Mutated_formulas_are_formulas_or_errors() =>
        Gen.Select(RandomFormulas.Expressions.Select(ExpressionPrinter.Print), Gen.Int[0, 10_000], Gen.Int[0, 5], Gen.Char)
            .Select((text, place, length, inserted) => Mutate(text, place, length, inserted))
            .Sample(text => ParsesOrIsRefused(text), iter: 5_000);

    private static string Mutate(string text, int place, int length, char inserted)
    {
        var start = place % (text.Length + 1);
        var mutated = new StringBuilder(text).Remove(start, Math.Min(length, text.Length - start));
        return (place % 2 == 0 ? mutated.Insert(start, inserted) : mutated).ToString();
    }

    private static bool ParsesOrIsRefused(string text)
    {
        var isValue = IsAccepted(() => ValueSyntax.Parse(text));
        var isFormula = IsAccepted(() => ReadsBack(FormulaSyntax.Parse(text)));
        return isFormula || !isValue;
    }

    // What it was read as is the same formula again, and there is no more to say of it.
    private static void ReadsBack(FormulaSyntax syntax)
    {
        Assert.NotNull(syntax.OutputName);
        if (syntax.ReadAs is not { } readAs) return;
        var again = FormulaSyntax.Parse(readAs);
        Assert.Null(again.ReadAs);
        Assert.Equal(syntax.Assignments.Select(a => (a.Name, a.Value)), again.Assignments.Select(a => (a.Name, a.Value)));
    }

    private static bool IsAccepted(Action parse)
    {
        try
        {
            parse();
            return true;
        }
        catch (FormulaException error)
        {
            Assert.DoesNotContain('\n', error.Message);
            Assert.True(error.Line >= 1 && error.Column >= 1);
            Assert.Equal(3, error.Render().Split('\n').Length);
            return false;
        }
    }

    // 1024 KB is what a main thread has on Windows. An overflow ends the whole test run.
    private static void OnAStackOf(int kilobytes, Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action), kilobytes * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private static FormulaSyntax ParseInBoundedTime(string what, string text)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            return FormulaSyntax.Parse(text);
        }
        finally
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{what} took {watch.Elapsed}");
        }
    }

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
