using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>Values for the names that have none: 1, or small numbers unlike each other where an array is asked for.</summary>
internal static class ProposedValues
{
    // A network whose weights are all equal learns nothing that can be seen.
    private static readonly double[] Parameters = [0.5, -0.3, 0.8, -0.6, 0.2, 0.4, -0.7, 0.1];
    private static readonly double[] Data = [1, 2, -1, 0.5, 3, -2];

    /// <summary>A value for each free name: the given one or a proposed one.</summary>
    /// <param name="syntax">The formula.</param>
    /// <param name="given">The values that are known. Those of names that the formula does not use are left out.</param>
    public static Dictionary<string, ArrayValue> Fill(FormulaSyntax syntax, IReadOnlyDictionary<string, ArrayValue> given)
    {
        var shapes = ProposedShapes.Of(syntax, given);
        var values = new Dictionary<string, ArrayValue>();
        foreach (var name in syntax.FreeNames) values[name] = given.GetValueOrDefault(name) ?? Of(name, shapes[name], values.Count);
        return values;
    }

    /// <param name="name">Whose value it is: a target is 1 in each row's first place, as the class of an example.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="place">How many names come before it, so that two parameters differ.</param>
    private static ArrayValue Of(string name, int[] shape, int place)
    {
        if (shape.Length == 0) return new([], [1]);
        var numbers = new double[shape.Aggregate(1, (size, extent) => size * extent)];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = name[0] switch
            {
                'y' or 'Y' => i % shape[^1] == 0 ? 1 : 0,
                'x' or 'X' => Data[i % Data.Length],
                _ => Parameters[(i + place) % Parameters.Length],
            };
        return new(shape, numbers);
    }
}
