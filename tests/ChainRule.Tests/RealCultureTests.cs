using System.Globalization;

namespace ChainRule.Tests;

/// <summary>
/// Text and numbers are the same in every culture: the suites that write and read them run again in processes with real ones.
/// </summary>
public class RealCultureTests
{
    private const string ChildMark = "CHAINRULE_CULTURE";

    private static readonly string[] Suites =
        ["Formulas.*", "Explanations.*", "Cli.*", "Data.*", "Training.Checkpoints.*", "Training.Data.*", "Training.Progress.*", "Board.*",
            "Graph.*", "Shapes.*"];

    /// <summary>What runs with every change.</summary>
    private static readonly string[] Selection = ["Formulas.ValueSyntaxTests", "Explanations.JsonTests", "Data.CsvTableTests"];

    [Theory]
    [InlineData("tr")] // the capital of i is İ
    [InlineData("sv")] // −5
    [InlineData("de", true)] // 0,5
    [InlineData("fa", true)] // a mark before the minus sign, and it is U+2212
    [InlineData("ar", true)] // a mark before the minus sign
    public async Task The_same_tests_pass_in_every_culture(string culture, bool isLong = false)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(ChildMark) is null, "this is such a process already");
        if (isLong) TestTier.RequireLong("a process for each of five cultures");
        var chosen = (TestTier.IsLong ? Suites : Selection)
            .Append(nameof(RealCultureTests))
            .SelectMany(name => new[] { "-class", $"ChainRule.Tests.{name}" });
        // More random cases would not find more about a culture, so that the processes run the small tier.
        var environment = new Dictionary<string, string>
        {
            [ChildMark] = culture,
            ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0",
            [TestTier.Variable] = "0",
        };
        var (exit, output) = await ChildRun.OfTests(["-culture", culture, .. chosen], environment, TestContext.Current.CancellationToken);
        Assert.SkipWhen(output.Contains("valid ICU package", StringComparison.Ordinal),
            "no culture data: .NET finds no ICU on this machine (libicu in Debian)");
        Assert.True(exit == 0, output);
        Assert.Matches("Total: [1-9][0-9]+, Errors: 0, Failed: 0,", output);
    }

    [Fact]
    public void Every_suite_has_tests()
    {
        var classes = typeof(RealCultureTests).Assembly.GetTypes().Select(type => type.FullName!).ToList();
        Assert.All(Suites.Concat(Selection), suite =>
            Assert.Contains(classes, name => name.StartsWith($"ChainRule.Tests.{suite.TrimEnd('*')}", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_process_with_a_culture_writes_numbers_as_that_does()
    {
        var name = Environment.GetEnvironmentVariable(ChildMark);
        Assert.SkipWhen(name is null, "only for processes that the test above starts");
        var culture = CultureInfo.CurrentCulture;
        Assert.Equal(name, culture.Name);
        Assert.NotEqual("-0.5", (-0.5).ToString(culture));
    }

    [Fact]
    public void A_process_without_a_culture_writes_numbers_as_nobody_does()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(ChildMark) is null, "this process has a real culture");
        Assert.Equal("−0,5 no number", string.Create(CultureInfo.CurrentCulture, $"{-0.5} {double.NaN}"));
        Assert.Equal("-0.5 NaN", $"{-0.5} {double.NaN}");
        Assert.Equal("(-0.5, (-1, x)) -2 [] -1.50", $"{(-0.5, (-1, 'x'))} {(int?)-2} [{(int?)null}] {-1.5:F2}");
    }
}
