namespace ChainRule.Board;

/// <summary>A cell of the ledger.</summary>
/// <param name="Text">What it says; nothing until it is visible.</param>
/// <param name="From">The first step at which it is visible.</param>
/// <param name="IsVisible">Whether it is visible at this step.</param>
/// <param name="MathMl">The same as MathML, if there is any.</param>
public sealed record LedgerCell(string Text, int From, bool IsVisible, string? MathMl = null);

/// <summary>What the ledger says of one edge.</summary>
/// <param name="Edge">The edge's id.</param>
/// <param name="Formula">The local derivative: <c>∂L/∂s = 2s</c>.</param>
/// <param name="Numbers">Its numbers, and what is constant: <c>= 2(−1) = −2</c>; may be empty.</param>
/// <param name="Product">Upstream × local: <c>∂L/∂s = 1·(−2) = −2</c>.</param>
/// <param name="IsCurrent">Whether the step is about it.</param>
public sealed record LedgerLocal(string Edge, LedgerCell Formula, LedgerCell Numbers, LedgerCell Product, bool IsCurrent);

/// <summary>What the ledger says of one result.</summary>
/// <param name="Node">The node's id.</param>
/// <param name="Formula">What it is: <c>ŷ = w·x</c>.</param>
/// <param name="Numbers">The numbers put in: <c>= 1·1</c>; may be empty.</param>
/// <param name="Value">The value: <c>= 1</c>.</param>
/// <param name="Locals">The edges into it that a gradient goes along.</param>
/// <param name="IsCurrent">Whether the step is about it.</param>
public sealed record LedgerRow(string Node, LedgerCell Formula, LedgerCell Numbers, LedgerCell Value, IReadOnlyList<LedgerLocal> Locals,
    bool IsCurrent);
