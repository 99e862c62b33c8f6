namespace ChainRule.Graph;

/// <summary>An op one of whose inputs holds indices, Int64, each of which must have a place on an axis.</summary>
internal interface IIndexingOp
{
    /// <summary>The number of the input that holds the indices.</summary>
    int IndexInput { get; }

    /// <summary>The tensor that has the axis: one that is read from, or the result.</summary>
    Tensor Indexed(Tensor use) => use.Inputs[0];

    /// <summary>The number of places on the axis.</summary>
    /// <param name="use">The tensor that the op makes.</param>
    int Places(Tensor use);

    /// <summary>Whether an index has a place; negative ones count from the end where the op says nothing else.</summary>
    bool HasPlace(long index, int places) => index >= -places && index < places;

    /// <summary>For messages: what the axis takes, and how to say what a wrong index may have meant.</summary>
    string Range(int places) => places == 0
        ? "the axis has size 0, so no index has a place"
        : $"the axis has size {places}, so indices are 0 to {places - 1}, or {-places} to -1 from the end";

    /// <summary>For messages: what to do about an index without a place, if the op knows.</summary>
    string? Remedy(long index) => null;

    /// <summary>For messages: what an index is.</summary>
    string Noun => "index";

    /// <summary>For messages: the function that the user called.</summary>
    string Caller { get; }
}
