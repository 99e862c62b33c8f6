namespace ChainRule.Tests;

/// <summary>
/// The two tiers of tests. <c>dotnet test</c> runs small cases of everything within minutes; <c>.ci/long</c> runs the same tests with
/// many more cases, and the tests that are too slow for every change.
/// </summary>
internal static class TestTier
{
    /// <summary>The environment variable that chooses the tier: <c>.ci/long</c> sets it to 1.</summary>
    public const string Variable = "CHAINRULE_LONG_TESTS";

    /// <summary>Whether this run is the long one.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>The number of cases to try in this tier.</summary>
    public static int Cases(int small, int @long) => IsLong ? @long : small;

    /// <summary>Skips the calling test in the small tier.</summary>
    /// <param name="reason">What makes the test too slow for every change.</param>
    public static void RequireLong(string reason) => Assert.SkipUnless(IsLong, $"{reason}; run by .ci/long");
}
