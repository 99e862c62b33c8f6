using System.Numerics;
using ChainRule.Graph;

namespace ChainRule.Ops;

/// <summary>What a function calls its indices in messages.</summary>
/// <param name="Caller">The function.</param>
/// <param name="One">One index, such as <c>class</c>.</param>
/// <param name="Many">Several, such as <c>classes</c>.</param>
internal sealed record IndexWords(string Caller, string One, string Many);

/// <summary>
/// Indices that count from 0 and never from the end, as classes do, checked: a negative one is an error, not the last class. An index
/// that is ignored becomes 0, so that something can be read for it.
/// </summary>
/// <param name="Count">The number of classes.</param>
/// <param name="Ignored">An index that is allowed though it is no class.</param>
/// <param name="Words">What messages call them.</param>
internal sealed record ClassIndicesOp(int Count, long? Ignored, IndexWords Words) : IndexOp, IKernelOp, IIndexingOp
{
    private static readonly OpInfo TheInfo = new("ClassIndices", "whole numbers do not change a little");

    public override OpInfo Info => TheInfo;

    public override IEnumerable<NamedValue> Attributes =>
        Ignored is { } ignored ? [new("count", $"{Count}"), new("ignored", $"{ignored}")] : [new("count", $"{Count}")];

    public int IndexInput => 0;

    public string Noun => Words.One;

    public string Caller => Words.Caller;

    public int Places(Tensor use) => Count;

    public bool HasPlace(long index, int places) => (ulong)index < (ulong)places || index == Ignored;

    public string Range(int places) =>
        (places == 0 ? $"there are no {Words.Many}" : $"{Words.Many} are 0 to {places - 1}")
        + (Ignored is { } ignored ? $"; elements without one are marked by ignoreIndex, which is {ignored}" : "");

    public string? Remedy(long index) =>
        index < 0 && Ignored is not null ? $"if it stands for a missing label, say so: {Words.Caller}(…, ignoreIndex: {index})" : null;

    internal override TensorType Infer(Operands operands)
    {
        operands.RequireDType(Words.Caller, 0, DType.Int64);
        return new(DType.Int64, operands.Shape(0));
    }

    public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T> =>
        Kernels.Indexing.Classes(call.Indices(0), Count, Ignored, call.Output<long>());
}

/// <summary>Whether each whole number is another than a given one: exact, where floating-point numbers would round both.</summary>
internal sealed record IsNotIndexOp(long Index) : IndexOp, IKernelOp
{
    private static readonly OpInfo TheInfo = new("IsNotIndex", "true or false does not change a little");

    public static IReadOnlyList<Example> Examples { get; } =
    [
        new(new ClassIndicesOp(4, 3, new("ClassIndices", "class", "classes")), [new(DType.Int64, [2, 3])], [new SampleRange(0, 3)]),
        new(new IsNotIndexOp(1), [new(DType.Int64, [2, 3])], [new SampleRange(0, 3)]),
    ];

    public override OpInfo Info => TheInfo;

    public override IEnumerable<NamedValue> Attributes => [new("index", $"{Index}")];

    internal override TensorType Infer(Operands operands)
    {
        operands.RequireDType("IsNotIndex", 0, DType.Int64);
        return new(DType.Bool, operands.Shape(0));
    }

    public void Execute<T>(KernelCall<T> call, int part) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var indices = call.Indices(0);
        var result = call.Output<bool>();
        for (var i = 0; i < result.Length; i++) result[i] = indices[i] != Index;
    }
}
