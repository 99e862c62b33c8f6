using System.Numerics;

namespace ChainRule.Explanations;

/// <summary>What the elements of a tensor come to.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Zeros">How many are 0.</param>
/// <param name="Odd">How many are infinite or not numbers.</param>
/// <param name="FirstOdd">The row-major place of the first such; −1 if there is none.</param>
/// <param name="HasNaN">Whether some are not numbers.</param>
/// <param name="Norm">√Σx² of the finite ones.</param>
/// <param name="Largest">The greatest magnitude of the finite ones.</param>
internal readonly record struct Magnitude(int Count, int Zeros, int Odd, int FirstOdd, bool HasNaN, double Norm, double Largest)
{
    /// <summary>The root of the mean square.</summary>
    public double Typical => Count == 0 ? 0 : Norm / Math.Sqrt(Count);

    public bool IsZero => Zeros == Count;

    public bool IsFinite => Odd == 0;

    public static Magnitude Of(TensorData data) => data.DType switch
    {
        DType.Float32 => Of<float>(data.AsSpan<float>()),
        DType.Float64 => Of<double>(data.AsSpan<double>()),
        _ => Of<double>(data.ToDoubles()),
    };

    private static Magnitude Of<T>(ReadOnlySpan<T> elements) where T : IFloatingPointIeee754<T>
    {
        var (zeros, odd, first, hasNaN, largest) = (0, 0, -1, false, T.Zero);
        for (var i = 0; i < elements.Length; i++)
        {
            var x = elements[i];
            if (x == T.Zero) zeros++;
            else if (T.IsFinite(x)) largest = T.MaxNumber(largest, T.Abs(x));
            else
            {
                if (odd++ == 0) first = i;
                hasNaN |= T.IsNaN(x);
            }
        }
        return new(elements.Length, zeros, odd, first, hasNaN, NormOf(elements, double.CreateChecked(largest)), double.CreateChecked(largest));
    }

    /// <summary>Scaled by the largest, so that no square overflows or vanishes.</summary>
    private static double NormOf<T>(ReadOnlySpan<T> elements, double largest) where T : IFloatingPointIeee754<T>
    {
        if (largest == 0) return 0;
        var sum = 0d;
        foreach (var x in elements)
            if (T.IsFinite(x)) sum += double.CreateChecked(x) / largest * (double.CreateChecked(x) / largest);
        return largest * Math.Sqrt(sum);
    }
}
