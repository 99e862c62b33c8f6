using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

/// <summary>Two convolutions, and a third around them, as a user would write it.</summary>
internal sealed class ResidualBlock(int inputs, int outputs, DType dtype) : Layer
{
    private readonly Conv2d conv1 = new(inputs, outputs, 3, stride: 2, padding: 1, bias: false, dtype: dtype);
    private readonly Conv2d conv2 = new(outputs, outputs, 3, padding: 1, bias: false, dtype: dtype);
    private readonly Conv2d down = new(inputs, outputs, 1, stride: 2, bias: false, dtype: dtype);
    private readonly BatchNorm bn1 = new(outputs, dtype: dtype), bn2 = new(outputs, dtype: dtype);

    protected override IEnumerable<Member> Members => [new(conv1), new(conv2), new(down), new(bn1), new(bn2)];

    public override Tensor Forward(Tensor x)
    {
        var y = Relu(bn1.Forward(conv1.Forward(x)));
        return Relu(bn2.Forward(conv2.Forward(y)) + down.Forward(x));
    }
}

/// <summary>A transformer block that normalizes first, with GPT's names.</summary>
internal sealed class PreNormBlock(int features, int heads, int feedForward, double eps, DType dtype) : Layer
{
    private readonly LayerNorm ln_1 = new(features, eps, dtype: dtype), ln_2 = new(features, eps, dtype: dtype);
    private readonly Linear c_attn = new(features, 3 * features, dtype: dtype), c_proj = new(features, features, dtype: dtype);
    private readonly Linear c_fc = new(features, feedForward, dtype: dtype), c_out = new(feedForward, features, dtype: dtype);

    protected override IEnumerable<Member> Members => [new(ln_1), new(ln_2), new(c_attn), new(c_proj), new(c_fc), new(c_out)];

    public override Tensor Forward(Tensor x)
    {
        var parts = Split(c_attn.Forward(ln_1.Forward(x)), [features, features, features], -1);
        var attended = ScaledDotProductAttention(Heads(parts[0]), Heads(parts[1]), Heads(parts[2]), causal: true);
        x += c_proj.Forward(attended.SwapAxes(1, 2).Reshape(x.Shape));
        return x + c_out.Forward(Gelu(c_fc.Forward(ln_2.Forward(x))));
    }

    private Tensor Heads(Tensor x) => x.Reshape(x.Shape[0], x.Shape[1], heads, features / heads).SwapAxes(1, 2);
}

/// <summary>A small GPT, whose head may be the embedding again.</summary>
internal sealed class TinyGpt : Module
{
    private readonly Parameter wte, wpe;
    private readonly List<PreNormBlock> h;
    private readonly LayerNorm ln_f;
    private readonly Linear? lm_head;

    public TinyGpt(int vocabulary, int context, int features, int heads, int feedForward, int layers, bool tied, double eps, DType dtype)
    {
        wte = new(Initialize.Normal([vocabulary, features], dtype: dtype));
        wpe = new(Initialize.Normal([context, features], dtype: dtype));
        h = [.. Enumerable.Range(0, layers).Select(_ => new PreNormBlock(features, heads, feedForward, eps, dtype))];
        ln_f = new(features, eps, dtype: dtype);
        lm_head = tied ? null : new(features, vocabulary, bias: false, dtype: dtype);
    }

    protected override IEnumerable<Member> Members => [new(wte), new(wpe), new(h), new(ln_f), new(lm_head)];

    public Tensor Loss(Tensor ids, Tensor targets)
    {
        var x = Embedding(wte, ids) + Slice(wpe, 0, 0, ids.Shape[1]);
        foreach (var block in h) x = block.Forward(x);
        x = ln_f.Forward(x);
        var logits = lm_head?.Forward(x) ?? MatMul(x, wte.Transpose());
        return CrossEntropyLoss(logits.SwapAxes(1, 2), targets);
    }
}
