namespace ChainRule.Board;

/// <summary>A place on the way of gradient descent.</summary>
/// <param name="Step">How many steps led there.</param>
/// <param name="Parameters">The elements of all parameters, one parameter after the other.</param>
/// <param name="Loss">The loss there.</param>
public sealed record DescentPoint(int Step, IReadOnlyList<double> Parameters, double Loss);
