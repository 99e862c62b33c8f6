namespace ChainRule.Networks;

/// <summary>A layer that owns nothing: a function with its options.</summary>
public abstract class PlainLayer : Layer
{
    private protected PlainLayer() { }

    /// <inheritdoc/>
    protected sealed override IEnumerable<Member> Members => [];
}
