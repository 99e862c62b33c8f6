using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Benchmarks.Workloads;

/// <summary>Two convolutions around which the input passes by, through a projection where the size changes.</summary>
internal sealed class Residual(int from, int to, int stride) : Layer
{
    private readonly Conv2d conv1 = new(from, to, 3, stride: stride, padding: 1,
        bias: false), conv2 = new(to, to, 3, padding: 1, bias: false);
    private readonly BatchNorm norm1 = new(to), norm2 = new(to);
    private readonly Sequential? shortcut = stride == 1 && from == to
        ? null
        : [new Conv2d(from, to, 1, stride: stride, bias: false), new BatchNorm(to)];

    protected override IEnumerable<Member> Members =>
        [new(conv1), new(norm1), new(conv2), new(norm2), .. shortcut is null ? Array.Empty<Member>() : [new(shortcut)]];

    public override Tensor Forward(Tensor x) =>
        Relu(norm2.Forward(conv2.Forward(Relu(norm1.Forward(conv1.Forward(x))))) + (shortcut?.Forward(x) ?? x));
}

/// <summary>
/// ResNet-20 for CIFAR (He et al., "Deep residual learning for image recognition", 2016, section 4.2), with projection shortcuts.
/// </summary>
internal sealed class ResNet20 : Layer
{
    private readonly Sequential body;

    /// <param name="first">The width of the first third of the blocks; 16 in the paper.</param>
    public ResNet20(int first)
    {
        body = [new Conv2d(3, first, 3, padding: 1, bias: false), new BatchNorm(first)];
        body.Add(Relu);
        var from = first;
        foreach (var (width, stride) in new[] { (first, 1), (2 * first, 2), (4 * first, 2) })
        {
            for (var i = 0; i < 3; i++)
            {
                body.Add(new Residual(from, width, i == 0 ? stride : 1));
                from = width;
            }
        }
        body.Add(new AdaptiveAvgPool2d(1));
        body.Add(new Flatten());
        body.Add(new Linear(4 * first, 10));
    }

    protected override IEnumerable<Member> Members => [new(body)];

    public override Tensor Forward(Tensor x) => body.Forward(x);
}
