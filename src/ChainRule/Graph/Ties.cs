using ChainRule.Shapes;

namespace ChainRule.Graph;

/// <summary>Equal numbers, where an op compares or orders them. Infinities are left out: no small change makes them differ.</summary>
internal static class Ties
{
    /// <summary>Whether two numbers that are compared, with broadcasting, are equal.</summary>
    public static bool Between(TensorData a, TensorData b)
    {
        var whole = Broadcasting.Combine(a.Shape, b.Shape)!;
        for (var i = 0; i < whole.Size; i++)
            if (a[Broadcasting.Place(a.Shape, i, whole)] is var x && double.IsFinite(x) && x == b[Broadcasting.Place(b.Shape, i, whole)])
                return true;
        return false;
    }

    /// <summary>
    /// Whether the greatest of a group, for sign 1, or the least, for −1, occurs twice. Groups are what broadcasts to one element of a
    /// shape.
    /// </summary>
    public static bool OfExtreme(TensorData x, Shape groups, int sign)
    {
        var (best, tied) = (new double[groups.Size], new bool[groups.Size]);
        Array.Fill(best, double.NegativeInfinity);
        for (var i = 0; i < x.Shape.Size; i++)
        {
            var (group, value) = (Broadcasting.Place(groups, i, x.Shape), sign * x[i]);
            if (value > best[group]) (best[group], tied[group]) = (value, false);
            else if (value == best[group]) tied[group] = double.IsFinite(value);
        }
        return Array.Exists(tied, tie => tie);
    }

    /// <summary>Whether all numbers of a group are 0: the corner of a norm.</summary>
    public static bool AtZero(TensorData x, Shape groups)
    {
        var isOther = new bool[groups.Size];
        for (var i = 0; i < x.Shape.Size; i++) isOther[Broadcasting.Place(groups, i, x.Shape)] |= x[i] != 0;
        return Array.Exists(isOther, other => !other);
    }

    /// <summary>Whether a number occurs twice in a group.</summary>
    public static bool Within(TensorData x, Shape groups)
    {
        var seen = new HashSet<(int Group, double Value)>();
        for (var i = 0; i < x.Shape.Size; i++)
            if (double.IsFinite(x[i]) && !seen.Add((Broadcasting.Place(groups, i, x.Shape), x[i]))) return true;
        return false;
    }
}
