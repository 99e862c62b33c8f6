using System.Globalization;
using System.Numerics.Tensors;
using ChainRule.Graph;

namespace ChainRule;

/// <summary>Numbers with a shape, row-major: what evaluating a <see cref="Tensor"/> gives, and what a constant is made of.</summary>
public sealed class TensorData
{
    private const int MaxPrinted = 1_000_000;

    private Array storage;

    private TensorData(Array storage, TensorType type)
    {
        if (storage.Length != type.Shape.Size)
            throw new ShapeException($"shape {type.Shape} holds {type.Shape.Size} elements, but {storage.Length} are given");
        this.storage = storage;
        Type = type;
    }

    /// <summary>The sizes along the axes.</summary>
    public Shape Shape => Type.Shape;

    /// <summary>The type of the elements.</summary>
    public DType DType => Type.DType;

    internal TensorType Type { get; }

    /// <summary>Copies <paramref name="values"/>, row-major, into data of the given shape. Integers of fewer bits become Int64.</summary>
    /// <typeparam name="T">float, double, long or bool; or sbyte, byte, short, ushort, int or uint, whose values Int64 holds.</typeparam>
    /// <exception cref="ShapeException">The count of values is not the shape's size.</exception>
    /// <exception cref="NotSupportedException">No dtype holds every value of <typeparamref name="T"/>.</exception>
    public static TensorData Create<T>(ReadOnlySpan<T> values, Shape shape) where T : unmanaged =>
        Widening.ToLongs(values) is { } longs ? Wrap(longs, shape) : new(values.ToArray(), new TensorType(DTypes.Of<T>(), shape));

    /// <summary>Wraps <paramref name="values"/> without a copy; a later change to the array changes the data.</summary>
    /// <exception cref="ShapeException">The count of values is not the shape's size.</exception>
    public static TensorData Wrap(float[] values, Shape shape) => new(values, new TensorType(DType.Float32, shape));

    /// <inheritdoc cref="Wrap(float[], Shape)"/>
    public static TensorData Wrap(double[] values, Shape shape) => new(values, new TensorType(DType.Float64, shape));

    /// <inheritdoc cref="Wrap(float[], Shape)"/>
    public static TensorData Wrap(long[] values, Shape shape) => new(values, new TensorType(DType.Int64, shape));

    /// <inheritdoc cref="Wrap(float[], Shape)"/>
    public static TensorData Wrap(bool[] values, Shape shape) => new(values, new TensorType(DType.Bool, shape));

    /// <summary>Data of zeros (false, for masks).</summary>
    public static TensorData Zeros(Shape shape, DType dtype) => new(dtype switch
    {
        DType.Float32 => new float[shape.Size],
        DType.Float64 => new double[shape.Size],
        DType.Int64 => new long[shape.Size],
        _ => new bool[shape.Size],
    }, new TensorType(dtype, shape));

    /// <summary>The elements, row-major, without a copy.</summary>
    /// <exception cref="ShapeException"><typeparamref name="T"/> is not the type of the elements.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged => Elements<T>();

    /// <summary>The elements, row-major, to be written in place by who prepares data.</summary>
    /// <exception cref="ShapeException"><typeparamref name="T"/> is not the type of the elements.</exception>
    public Span<T> AsMutableSpan<T>() where T : unmanaged => Elements<T>();

    /// <summary>A copy of the elements, row-major.</summary>
    /// <exception cref="ShapeException"><typeparamref name="T"/> is not the type of the elements.</exception>
    public T[] ToArray<T>() where T : unmanaged => [.. Elements<T>()];

    /// <summary>The one element, as a double.</summary>
    /// <exception cref="ShapeException">There is more than one element, or none.</exception>
    public double Item() => Shape.Size == 1
        ? this[0]
        : throw new ShapeException($"Item() needs a tensor of one element; this one has shape {Shape}. Use ToArray<T>() or AsSpan<T>()");

    /// <summary>An element by its row-major place, as a double; true is 1.</summary>
    [System.Runtime.CompilerServices.IndexerName("Element")]
    public double this[int index] => storage switch
    {
        float[] a => a[index],
        double[] a => a[index],
        long[] a => a[index],
        bool[] a => a[index] ? 1 : 0,
        _ => throw new InvalidOperationException($"unknown storage {storage.GetType()}"),
    };

    /// <summary>The same elements in another dtype, rounded to it; towards zero for integers, not zero is true.</summary>
    public TensorData Cast(DType dtype)
    {
        var result = Zeros(Shape, dtype);
        for (var i = 0; i < Shape.Size; i++) result.Set(i, this[i]);
        return result;
    }

    /// <summary>All elements as doubles, row-major.</summary>
    public double[] ToDoubles()
    {
        var all = new double[Shape.Size];
        for (var i = 0; i < all.Length; i++) all[i] = this[i];
        return all;
    }

    /// <summary>
    /// The elements in brackets, row by row, with enough digits to be read back; of more than a million the first three and the last three,
    /// and the shape.
    /// </summary>
    public override string ToString() => Shape.Size <= MaxPrinted
        ? Bracketed(Digits)
        : $"[{string.Join(", ", Enumerable.Range(0, 3).Select(Digits))}, "
            + $"…, {string.Join(", ", Enumerable.Range(Shape.Size - 3, 3).Select(Digits))}] of shape {Shape}";

    /// <summary>The elements in brackets, row by row.</summary>
    /// <param name="element">Writes an element, by its row-major place.</param>
    internal string Bracketed(Func<int, string> element) => Bracketed(Shape.Printed, 0, 0, Shape.Size, element);

    internal T[] Elements<T>() where T : unmanaged => storage as T[]
        ?? throw new ShapeException(
            $"the elements are {DType}, "
            + $"not {typeof(T).Name}; {(DTypes.TryOf<T>() is { } other ? $"Cast(DType.{other}) converts them" : "there are float, double, long and bool")}");

    /// <summary>
    /// The array of the elements as if it were one of bytes: for
    /// <see cref="System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference{T}(T[])"/> alone, which is the same for all. Its
    /// length is not one in bytes.
    /// </summary>
    internal byte[] Storage => System.Runtime.CompilerServices.Unsafe.As<byte[]>(storage);

    internal TensorData Copy() => new((Array)storage.Clone(), Type);

    internal void CopyTo(TensorData other) => Array.Copy(storage, other.storage, storage.Length);

    internal void CopyTo(int from, TensorData other, int to, int count) => Array.Copy(storage, from, other.storage, to, count);

    /// <summary>Whether no element is NaN or infinite.</summary>
    internal bool IsFinite() => storage switch
    {
        float[] a => TensorPrimitives.IsFiniteAll<float>(a),
        double[] a => TensorPrimitives.IsFiniteAll<double>(a),
        _ => true,
    };

    /// <summary>Takes the other's elements and gives it its own; both have one type.</summary>
    internal void Exchange(TensorData other) => (storage, other.storage) = (other.storage, storage);

    /// <summary>A tensor that holds one value in every element.</summary>
    internal static TensorData Filled(TensorType type, double value)
    {
        var data = Zeros(type.Shape, type.DType);
        data.Fill(value);
        return data;
    }

    internal void Fill(double value)
    {
        for (var i = 0; i < Shape.Size; i++) Set(i, value);
    }

    internal void Set(int index, double value)
    {
        switch (storage)
        {
            case float[] a: a[index] = (float)value; break;
            case double[] a: a[index] = value; break;
            case long[] a: a[index] = (long)value; break;
            case bool[] a: a[index] = value != 0; break;
        }
    }

    private static string Bracketed(Shape shape, int axis, int from, int count, Func<int, string> element)
    {
        if (axis == shape.Rank) return element(from);
        var size = shape[axis];
        return $"[{string.Join(", ", Enumerable.Range(0, size).Select(i => Bracketed(shape, axis + 1, from + i * (count / size), count / size, element)))}]";
    }

    private string Digits(int index) => this[index].ToString(DType == DType.Float32 ? "G9" : "R", CultureInfo.InvariantCulture);
}
