using System.Collections;
using System.Runtime.CompilerServices;

namespace ChainRule.Shapes;

/// <summary>An immutable list of integers, compared by value: axes, strides, sizes.</summary>
[CollectionBuilder(typeof(IntList), nameof(Create))]
public sealed class IntList : IReadOnlyList<int>, IEquatable<IntList>
{
    private readonly int[] items;

    private IntList(int[] items) => this.items = items;

    /// <summary>The list with nothing in it.</summary>
    public static IntList Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public int this[int index] => items[index];

    /// <summary>Copies <paramref name="items"/> into a list.</summary>
    public static IntList Create(ReadOnlySpan<int> items) => items.IsEmpty && Empty is not null ? Empty : new(items.ToArray());

    /// <summary>The integers 0, 1, …, <paramref name="count"/> − 1.</summary>
    public static IntList Range(int count) => new([.. Enumerable.Range(0, count)]);

    /// <summary>The integers, without a copy.</summary>
    public ReadOnlySpan<int> AsSpan() => items;

    /// <inheritdoc/>
    public bool Equals(IntList? other) => other is not null && items.AsSpan().SequenceEqual(other.items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IntList);

    /// <summary>Whether two lists hold the same integers.</summary>
    public static bool operator ==(IntList? a, IntList? b) => a is null ? b is null : a.Equals(b);

    /// <summary>Whether two lists differ.</summary>
    public static bool operator !=(IntList? a, IntList? b) => !(a == b);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items) hash.Add(item);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The list as it is written in a formula: <c>[0, 2]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", items.Select(item => $"{item}"))}]";
}
