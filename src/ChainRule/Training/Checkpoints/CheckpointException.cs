using ChainRule.Formulas;

namespace ChainRule.Training;

/// <summary>
/// A file that does not hold what it should: cut off, changed, damaged, or made for another model. Nothing was loaded of it.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="problem">What is wrong with it, and with which tensor.</param>
/// <param name="cause">What was met first, if there is more to know.</param>
public sealed class CheckpointException(string path, string problem, Exception? cause = null)
    : Exception($"{path}: {TokenText.Shorten(problem, LongestProblem)}", cause)
{
    private const int LongestProblem = 10_000; // which a stranger's file could make as long as itself

    /// <summary>The file.</summary>
    public string Path { get; } = path;
}
