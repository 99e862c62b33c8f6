namespace ChainRule.Tests;

/// <summary>
/// The only test that Stryker runs. It keeps a copy of the library that Stryker compiled with all mutants, for <c>.ci/mutate.cs</c>;
/// Stryker itself removes that library when it ends.
/// </summary>
public class MutantKeeper
{
    [Fact]
    public void The_library_with_mutants_is_kept()
    {
        var folder = Environment.GetEnvironmentVariable("CHAINRULE_KEEP_MUTANTS");
        Assert.SkipWhen(folder is null, "only for .ci/mutate.cs");
        _ = Shape.Create(2, 3); // a mutant must be reached, or Stryker takes its coverage for broken and tests all mutants
        File.Copy(typeof(Tensor).Assembly.Location, Path.Combine(folder, "ChainRule.dll"), overwrite: true);
    }
}
