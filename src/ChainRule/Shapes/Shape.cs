using System.Collections;
using System.Runtime.CompilerServices;
using ChainRule.Shapes;

namespace ChainRule;

/// <summary>The sizes of a tensor along its axes, row-major; a scalar has none.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    private const int MaxEmptyRows = 1000;

    private Shape(IntList sizes)
    {
        Sizes = sizes;
        var product = 1d;
        foreach (var size in sizes.AsSpan())
        {
            if (size < 0) throw new ShapeException($"a shape's sizes are 0 or more, not {sizes}");
            product *= size;
        }
        if (!(product <= int.MaxValue) && sizes.AsSpan().Contains(0)) product = 0; // where it overflowed before it met the 0
        Size = product <= int.MaxValue
            ? (int)product
            : throw new ShapeException($"a tensor has fewer than 2^31 elements, and shape {sizes} has {product:G3}");
    }

    /// <summary>The shape of a scalar: no axes, one element.</summary>
    public static Shape Scalar { get; } = new(IntList.Create([]));

    /// <summary>The sizes as a list.</summary>
    public IntList Sizes { get; }

    /// <summary>How many axes there are; 0 for a scalar.</summary>
    public int Rank => Sizes.Count;

    /// <summary>How many elements there are: the product of the sizes.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    public int Count => Rank;

    /// <summary>
    /// The shape whose axes printers go over: this, unless there is no element in more rows than anybody wants to see, as in [2147483647,
    /// 0], which prints as [] does.
    /// </summary>
    internal Shape Printed
    {
        get
        {
            var rows = 1L;
            for (var axis = 0; axis < Rank && Size == 0 && Sizes[axis] > 0; axis++)
                if ((rows *= Sizes[axis]) > MaxEmptyRows) return Create(0);
            return this;
        }
    }

    /// <summary>The size of an axis; axes count from 0, or from the end with a negative number.</summary>
    public int this[int axis] => Sizes[axis < 0 ? axis + Rank : axis];

    /// <summary>Makes a shape of the given sizes.</summary>
    /// <exception cref="ShapeException">A size is negative, or the product is over 2³¹ − 1.</exception>
    public static Shape Create(params ReadOnlySpan<int> sizes) => sizes.IsEmpty && Scalar is not null ? Scalar : new(IntList.Create(sizes));

    /// <summary>The sizes, without a copy.</summary>
    public ReadOnlySpan<int> AsSpan() => Sizes.AsSpan();

    /// <summary>The place of <paramref name="axis"/> among the axes, counted from 0.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int Axis(int axis) =>
        axis >= -Rank && axis < Rank
            ? axis < 0 ? axis + Rank : axis
            : throw new ShapeException(Rank == 0
                ? $"a scalar has no axis {axis}"
                : $"shape {this} has no axis {axis}; its axes are {-Rank}…{Rank - 1}");

    /// <summary>The axes counted from 0, sorted and each once; all of them for <see langword="null"/>.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public IntList Axes(IReadOnlyList<int>? axes)
    {
        if (axes is null) return IntList.Range(Rank);
        int[] found = [.. axes.Select(Axis)];
        Array.Sort(found);
        for (var i = 1; i < found.Length; i++)
            if (found[i] == found[i - 1]) throw new ShapeException($"axis {found[i]} is named twice");
        return IntList.Create(found);
    }

    /// <summary>How far apart neighbours along each axis are, in elements, where the tensor lies row-major without gaps.</summary>
    public int[] Strides()
    {
        var strides = new int[Rank];
        var step = 1;
        for (var axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= Math.Max(1, Sizes[axis]);
        }
        return strides;
    }

    /// <summary>This shape with the size of one axis replaced.</summary>
    public Shape With(int axis, int size)
    {
        int[] sizes = [.. Sizes];
        sizes[axis] = size;
        return Create(sizes);
    }

    /// <summary>This shape without the given axes, or with size 1 in their place.</summary>
    public Shape Without(IntList axes, bool keep)
    {
        var sizes = new List<int>(Rank);
        for (var axis = 0; axis < Rank; axis++)
        {
            if (!axes.AsSpan().Contains(axis)) sizes.Add(Sizes[axis]);
            else if (keep) sizes.Add(1);
        }
        return Create([.. sizes]);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && Sizes.Equals(other.Sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <summary>Whether two shapes have the same sizes.</summary>
    public static bool operator ==(Shape? a, Shape? b) => a is null ? b is null : a.Equals(b);

    /// <summary>Whether two shapes differ in a size or in their rank.</summary>
    public static bool operator !=(Shape? a, Shape? b) => !(a == b);

    /// <inheritdoc/>
    public override int GetHashCode() => Sizes.GetHashCode();

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => Sizes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The shape as it is written: <c>[2, 3]</c>, and <c>[]</c> for a scalar.</summary>
    public override string ToString() => Sizes.ToString();
}
