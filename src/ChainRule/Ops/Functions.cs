namespace ChainRule;

/// <summary>
/// The functions that expressions are made of, for <c>using static ChainRule.Functions;</c>. Each stands in the file of its
/// family, beside the op that it builds.
/// </summary>
public static partial class Functions;
