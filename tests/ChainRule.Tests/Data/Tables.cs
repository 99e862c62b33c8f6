using ChainRule.Data;

namespace ChainRule.Tests.Data;

/// <summary>Opens tables, until the test is cancelled.</summary>
internal static class Tables
{
    public static CsvTable Load(string path, params string[] categories) =>
        CsvTable.Load(path, categories, cancellation: TestContext.Current.CancellationToken);

    public static CsvTable Open(string path) => CsvTable.Open(path, cancellation: TestContext.Current.CancellationToken);
}
