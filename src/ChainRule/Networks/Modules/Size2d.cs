namespace ChainRule.Networks;

/// <summary>Two numbers, down and across an image: <c>3</c> is 3 for both, <c>(3, 5)</c> is 3 down and 5 across.</summary>
/// <param name="H">Down.</param>
/// <param name="W">Across.</param>
public readonly record struct Size2d(int H, int W)
{
    /// <summary>The same number for both.</summary>
    public static implicit operator Size2d(int both) => new(both, both);

    /// <summary>Down and across.</summary>
    public static implicit operator Size2d((int H, int W) sizes) => new(sizes.H, sizes.W);

    /// <summary>Down and across, as the functions take them.</summary>
    public static implicit operator (int H, int W)(Size2d size) => (size.H, size.W);

    /// <summary>As it is written for images: <c>3×5</c>.</summary>
    public override string ToString() => $"{H}×{W}";
}
