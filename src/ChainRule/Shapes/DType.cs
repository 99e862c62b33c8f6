namespace ChainRule;

/// <summary>The type of a tensor's elements.</summary>
public enum DType
{
    /// <summary>IEEE single precision, 4 bytes.</summary>
    Float32,

    /// <summary>IEEE double precision, 8 bytes.</summary>
    Float64,

    /// <summary>Signed 64-bit integers: indices and classes. They have no gradient.</summary>
    Int64,

    /// <summary>True or false: masks. They have no gradient.</summary>
    Bool,
}

/// <summary>What is known of a <see cref="DType"/>.</summary>
public static class DTypes
{
    /// <summary>Whether gradients exist for this type.</summary>
    public static bool IsFloat(this DType type) => type is DType.Float32 or DType.Float64;

    /// <summary>The size of an element in bytes.</summary>
    public static int Bytes(this DType type) => type switch
    {
        DType.Float32 => 4,
        DType.Bool => 1,
        _ => 8,
    };

    /// <summary>The dtype whose elements are <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">No dtype has such elements.</exception>
    public static DType Of<T>() => TryOf<T>()
        ?? throw new NotSupportedException($"no dtype has elements of type {typeof(T).Name}; there are float, double, long and bool");

    /// <summary>The dtype whose elements are <typeparamref name="T"/>; <see langword="null"/> where there is none.</summary>
    internal static DType? TryOf<T>() =>
        typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(double) ? DType.Float64
        : typeof(T) == typeof(long) ? DType.Int64
        : typeof(T) == typeof(bool) ? DType.Bool
        : null;
}
