using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Benchmarks.Workloads;

/// <summary>Two convolutions around which the input passes by, through a projection where the size changes.</summary>
internal sealed class Residual(int from, int to, int stride) : Layer
{
    private readonly Conv2d conv1 = new(from, to, 3, stride: stride, padding: 1, bias: false), conv2 = new(to, to, 3, padding: 1, bias: false);
    private readonly BatchNorm norm1 = new(to), norm2 = new(to);
    private readonly Sequential? shortcut = stride == 1 && from == to ? null : [new Conv2d(from, to, 1, stride: stride, bias: false), new BatchNorm(to)];

    protected override IEnumerable<Member> Members =>
        [new(conv1), new(norm1), new(conv2), new(norm2), .. shortcut is null ? Array.Empty<Member>() : [new(shortcut)]];

    public override Tensor Forward(Tensor x) =>
        Relu(norm2.Forward(conv2.Forward(Relu(norm1.Forward(conv1.Forward(x))))) + (shortcut?.Forward(x) ?? x));
}

/// <summary>ResNet-20 for CIFAR (He et al., "Deep residual learning for image recognition", 2016, section 4.2), with projection shortcuts.</summary>
internal sealed class ResNet20 : Layer
{
    private readonly Sequential body = [new Conv2d(3, 16, 3, padding: 1, bias: false), new BatchNorm(16)];

    public ResNet20()
    {
        body.Add(Relu);
        var from = 16;
        foreach (var (width, stride) in new[] { (16, 1), (32, 2), (64, 2) })
        {
            for (var i = 0; i < 3; i++)
            {
                body.Add(new Residual(from, width, i == 0 ? stride : 1));
                from = width;
            }
        }
        body.Add(new AdaptiveAvgPool2d(1));
        body.Add(new Flatten());
        body.Add(new Linear(64, 10));
    }

    protected override IEnumerable<Member> Members => [new(body)];

    public override Tensor Forward(Tensor x) => body.Forward(x);
}
