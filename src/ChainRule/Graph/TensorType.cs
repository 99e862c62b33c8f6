namespace ChainRule.Graph;

/// <summary>What is known of a tensor before any value is: the dtype of its elements and its shape.</summary>
/// <param name="DType">The type of the elements.</param>
/// <param name="Shape">The sizes along the axes.</param>
public readonly record struct TensorType(DType DType, Shape Shape)
{
    /// <summary>The storage that the elements need without gaps, in bytes.</summary>
    public long Bytes => (long)Shape.Size * DType.Bytes();

    /// <summary>Whether dtype and shape are the same.</summary>
    public bool Equals(TensorType other) => DType == other.DType && (ReferenceEquals(Shape, other.Shape) || Shape.Equals(other.Shape));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine((int)DType, Shape);

    /// <summary>For messages: <c>Float32 [2, 3]</c>.</summary>
    public override string ToString() => $"{DType} {Shape}";
}
