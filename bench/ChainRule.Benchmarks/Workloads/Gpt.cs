using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Benchmarks.Workloads;

/// <summary>Causal attention, then two products with a GELU between; each is normalized before and adds to what passes through.</summary>
internal sealed class GptBlock(int width, int heads) : Layer
{
    private readonly LayerNorm norm1 = new(width), norm2 = new(width);
    private readonly Linear projections = new(width,
        3 * width), output = new(width, width), up = new(width, 4 * width), down = new(4 * width, width);

    protected override IEnumerable<Member> Members => [new(norm1), new(projections), new(output), new(norm2), new(up), new(down)];

    public override Tensor Forward(Tensor x)
    {
        x += output.Forward(Attend(projections.Forward(norm1.Forward(x))));
        return x + down.Forward(Gelu(up.Forward(norm2.Forward(x))));
    }

    private Tensor Attend(Tensor all)
    {
        var (batch, length) = (all.Shape[0], all.Shape[1]);
        Tensor[] parts = [.. Split(all, [width, width, width], axis: -1).Select(
            part => part.Reshape(batch, length, heads, width / heads).SwapAxes(1, 2))];
        return ScaledDotProductAttention(parts[0], parts[1], parts[2], causal: true).SwapAxes(1, 2).Reshape(batch, length, width);
    }
}

/// <summary>A small character model after GPT-2: learned positions, exact GELU, a head without bias of its own.</summary>
internal sealed class Gpt(int vocabulary, int context, int width, int heads, int blocks) : Layer
{
    private readonly Embedding tokens = new(vocabulary, width);
    private readonly Parameter positions = new(Initialize.Normal([context, width], 0, 1), "positions");
    private readonly GptBlock[] stack = [.. Enumerable.Range(0, blocks).Select(_ => new GptBlock(width, heads))];
    private readonly LayerNorm norm = new(width);
    private readonly Linear head = new(width, vocabulary, bias: false);

    protected override IEnumerable<Member> Members => [new(tokens), new(positions), new(stack), new(norm), new(head)];

    public override Tensor Forward(Tensor x) =>
        head.Forward(norm.Forward(stack.Aggregate(tokens.Forward(x) + positions, (value, block) => block.Forward(value))));
}
