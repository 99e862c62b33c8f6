using System.Numerics;

namespace ChainRule.Explanations;

/// <summary>What the elements of a tensor come to.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Zeros">How many are 0.</param>
/// <param name="NonFinite">How many are infinite or not numbers.</param>
/// <param name="FirstNonFinite">The row-major place of the first such; −1 if there is none.</param>
/// <param name="HasNaN">Whether some are not numbers.</param>
/// <param name="Norm">√Σx² of the finite ones.</param>
/// <param name="Largest">The greatest magnitude of the finite ones.</param>
internal readonly record struct Magnitude(int Count, int Zeros, int NonFinite, int FirstNonFinite, bool HasNaN, double Norm, double Largest)
{
    /// <summary>The root of the mean square.</summary>
    public double Typical => Count == 0 ? 0 : Norm / Math.Sqrt(Count);

    public bool IsZero => Zeros == Count;

    public bool IsFinite => NonFinite == 0;

    public static Magnitude Of(TensorData data) => data.DType switch
    {
        DType.Float32 => Of<float>(data.AsSpan<float>()),
        DType.Float64 => Of<double>(data.AsSpan<double>()),
        _ => Of<double>(data.ToDoubles()),
    };

    private static Magnitude Of<T>(ReadOnlySpan<T> elements) where T : IFloatingPointIeee754<T>
    {
        var (zeros, odd, first, hasNaN, largest, squares) = (0, 0, -1, false, 0d, 0d);
        for (var i = 0; i < elements.Length; i++)
        {
            var x = double.CreateTruncating(elements[i]);
            if (x == 0) zeros++;
            else if (double.IsFinite(x))
            {
                largest = Math.Max(largest, Math.Abs(x));
                squares += x * x;
            }
            else
            {
                if (odd++ == 0) first = i;
                hasNaN |= double.IsNaN(x);
            }
        }
        var norm = double.IsNormal(squares) || largest == 0 ? Math.Sqrt(squares) : ScaledNorm(elements, largest);
        return new(elements.Length, zeros, odd, first, hasNaN, norm, largest);
    }

    /// <summary>For numbers so large or small that their squares are no doubles.</summary>
    private static double ScaledNorm<T>(ReadOnlySpan<T> elements, double largest) where T : IFloatingPointIeee754<T>
    {
        var sum = 0d;
        foreach (var element in elements)
            if (double.CreateTruncating(element) / largest is var x && double.IsFinite(x)) sum += x * x;
        return largest * Math.Sqrt(sum);
    }
}
