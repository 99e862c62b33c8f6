using System.Globalization;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>
/// How many elements of a tensor, and how many of its units, have a property. A unit is a feature, or a channel of images.
/// </summary>
internal readonly record struct FlatShare(int Flat, int Count, int FlatUnits, int Units)
{
    public double Share => Count == 0 ? 0 : (double)Flat / Count;

    public bool IsAll => Flat == Count;

    public static FlatShare Of(Shape shape, Func<int, bool> isFlat)
    {
        var axis = shape.Rank == 4 ? 1 : shape.Rank - 1;
        var (units, stride) = shape.Rank == 0 ? (1, 1) : (shape[axis], shape.Strides()[axis]);
        var alive = new bool[units];
        var flat = 0;
        for (var i = 0; i < shape.Size; i++)
        {
            if (isFlat(i)) flat++;
            else alive[i / stride % units] = true;
        }
        return new(flat, shape.Size, alive.Count(a => !a), units);
    }

    /// <summary>How much of a tensor lies where its op is flat: of its elements, or of its rows along the last axis.</summary>
    public static FlatShare Of(Tensor tensor, FlatRange range, Measurements numbers)
    {
        var result = numbers.Value(tensor);
        if (range is FlatRange.OfRows rows)
        {
            var length = Math.Max(tensor.Shape[^1], 1);
            var all = result.ToDoubles();
            return Of([all.Length / length], row => rows.Contains(new ArraySegment<double>(all, row * length, length)));
        }
        var contains = ((FlatRange.OfElements)range).Contains;
        var operand = numbers.Value(tensor.Inputs[0]);
        return Of(tensor.Shape, element => contains(operand[element], result[element]));
    }

    /// <summary>The share and what it is of: <c>100 % of the 32 units</c>.</summary>
    public string Words(string values = "values") =>
        IsAll && Count > Units && Units > 1 ? $"100 % of the {Number(Units)} units"
        : Count == 1 ? $"the one {values.TrimEnd('s')}"
        : $"{Percent} of the {Number(Count)} {values}";

    private string Percent =>
        IsAll ? "100 %" : Share > 0.99 ? "over 99 %" : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100 * Share)} %");

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
