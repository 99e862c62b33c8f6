using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Benchmarks.Workloads;

/// <summary>
/// The 16 workloads on which ChainRule is compared with libtorch, through the same public API that everybody uses. All are
/// single precision. Their names and sizes are those of the other side; `docs/performance.md` describes them.
/// </summary>
internal static class Suite
{
    private static readonly Dictionary<string, Func<Workload>> Makers = new()
    {
        ["scalar-step"] = ScalarStep,
        ["mlp-small"] = () => Classifier(Perceptron(64, 32, 10), new Sgd(0.1), [32, 64], 2000),
        ["mlp"] = () => Classifier(Perceptron(784, 512, 512, 10), new Adam(1e-3), [128, 784], 40),
        ["cnn"] = () => Classifier(Convolutional(), new Adam(1e-3), [64, 1, 28, 28], 5),
        ["resnet20"] = () => Classifier(new ResNet20(), new Sgd(0.1, Momentum: 0.9, WeightDecay: 1e-4), [32, 3, 32, 32], 3),
        ["gpt"] = () => Language(new Gpt(65, 64, 128, heads: 4, blocks: 4), new AdamW(1e-3, WeightDecay: 0.1), batch: 12, length: 64, 6),
        ["lstm"] = () => Language(new CharLstm(65, 128, 256), new Adam(1e-3), batch: 16, length: 64, 6),
        ["elementwise"] = Elementwise,
        ["softmax-ce"] = SoftmaxCrossEntropy,
        ["layernorm"] = LayerNormStep,
        ["logistic"] = Logistic,
        ["gemm-256"] = () => Gemm(256, 256, 256, 50),
        ["gemm-1024"] = () => Gemm(1024, 1024, 1024, 4),
        ["gemm-skinny"] = () => Gemm(128, 784, 512, 100),
        ["infer-mlp-1"] = () => Infer(1, 2000),
        ["infer-mlp-256"] = () => Infer(256, 50),
    };

    /// <summary>The workloads' names, in the order of the report.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <summary>Makes a workload, its numbers drawn from a fixed seed.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Workload Make(string name)
    {
        if (!Makers.TryGetValue(name, out var make))
            throw new ArgumentException($"there is no workload '{name}'; there are {string.Join(", ", Names)}", nameof(name));
        Initialize.Seed(1);
        return make();
    }

    private static Workload ScalarStep()
    {
        var w = new Parameter(1f, "w");
        var (x, y) = (new Input(Numbers.Filled(1f), "x"), new Input(Numbers.Filled(2f), "y"));
        var loss = Square(w * x - y);
        var gradient = Gradient.Of(loss, w);
        return Workload.Of(() => new Step([loss, gradient], [(w, w - 0.1 * gradient)]), 2000);
    }

    private static Workload Classifier(Layer model, Optimizer optimizer, Shape shape, int inner) =>
        Workload.Of(model, optimizer, Numbers.Uniform(shape), Numbers.Classes([shape[0]], 10), (logits, classes) => CrossEntropyLoss(logits, classes), inner);

    private static Workload Language(Layer model, Optimizer optimizer, int batch, int length, int inner) =>
        Workload.Of(model, optimizer, Numbers.Classes([batch, length], 65), Numbers.Classes([batch * length], 65),
            (logits, classes) => CrossEntropyLoss(logits.Reshape(batch * length, 65), classes), inner);

    private static Sequential Perceptron(params int[] sizes)
    {
        var model = new Sequential();
        for (var i = 1; i < sizes.Length; i++)
        {
            if (i > 1) model.Add(Relu);
            model.Add(new Linear(sizes[i - 1], sizes[i]));
        }
        return model;
    }

    private static Sequential Convolutional() => new()
    {
        new Conv2d(1, 32, 3), Relu, new Conv2d(32, 64, 3), Relu, new MaxPool2d(2), new Flatten(),
        new Linear(9216, 128), Relu, new Linear(128, 10),
    };

    private static Workload Elementwise()
    {
        var x = new Parameter(Numbers.Uniform([4_000_000]), "x");
        var sum = Sum(Sigmoid(Tanh(x * 2 + 1) * x) + x);
        return Workload.Of(() => new Step([sum, Gradient.Of(sum, x)]), 3);
    }

    private static Workload SoftmaxCrossEntropy()
    {
        var x = new Parameter(Numbers.Uniform([4096, 1000]), "x");
        var loss = CrossEntropyLoss(x, new Input(Numbers.Classes([4096], 1000), "y"));
        return Workload.Of(() => new Step([loss, Gradient.Of(loss, x)]), 5);
    }

    private static Workload LayerNormStep()
    {
        var x = new Parameter(Numbers.Uniform([8192, 512]), "x");
        var norm = new LayerNorm(512);
        var sum = Sum(norm.Forward(x) * new Input(Numbers.Uniform([8192, 512]), "g"));
        return Workload.Of(() => new Step([sum, .. Gradient.Of(sum, [x, .. norm.Parameters])]), 5);
    }

    private static Workload Logistic()
    {
        var (w, b) = (new Parameter(Numbers.Zeros([20]), "w"), new Parameter(Numbers.Zeros([1]), "b"));
        var (x, y) = (new Input(Numbers.Uniform([100_000, 20]), "x"), new Input(Numbers.Coins([100_000]), "y"));
        var loss = BCEWithLogitsLoss(MatMul(x, w) + b, y);
        var gradients = Gradient.Of(loss, [w, b]);
        return Workload.Of(() => new Step([loss, .. gradients], [(w, w - 0.1 * gradients[0]), (b, b - 0.1 * gradients[1])]), 20);
    }

    private static Workload Gemm(int m, int k, int n, int inner) =>
        Workload.Of(() => new Step([MatMul(new Input(Numbers.Uniform([m, k]), "a"), new Input(Numbers.Uniform([k, n]), "b"))]), inner);

    private static Workload Infer(int batch, int inner)
    {
        var model = Perceptron(784, 512, 512, 10);
        model.Eval();
        return Workload.Of(() => new Step([model.Forward(new Input(Numbers.Uniform([batch, 784]), "x"))]), inner);
    }
}
