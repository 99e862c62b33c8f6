using System.Globalization;
using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>Writes values so that <see cref="ValueSyntax"/> reads them back as the same.</summary>
public static class ValueText
{
    /// <summary>A number, <c>[1,2]</c>, <c>[[1,2],[3,4]]</c>; inf and nan count as numbers.</summary>
    public static string Write(ArrayValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Nested(value, 0, 0, value.Data.Length);
    }

    private static string Nested(ArrayValue value, int axis, int from, int count)
    {
        if (axis == value.Shape.Length) return Number(value.Data[from]);
        var size = value.Shape[axis];
        return $"[{string.Join(',', Enumerable.Range(0, size).Select(i => Nested(value, axis + 1, from + i * (count / size), count / size)))}]";
    }

    private static string Number(double number) =>
        double.IsNaN(number) ? "nan"
        : double.IsInfinity(number) ? number < 0 ? "-inf" : "inf"
        : number.ToString("R", CultureInfo.InvariantCulture);
}
