using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Benchmarks.Workloads;

/// <summary>
/// The 16 workloads on which ChainRule is compared with libtorch, through the same public API that everybody uses. All are
/// single precision. Their names and sizes are those of the other side; `docs/performance.md` describes them.
/// </summary>
internal static class Suite
{
    private static readonly Dictionary<string, Func<Sizes, Workload>> Makers = new()
    {
        ["scalar-step"] = _ => ScalarStep(),
        ["mlp-small"] = _ => Classifier(Perceptron(64, 32, 10), new Sgd(0.1), [32, 64], 2000),
        ["mlp"] = of => Classifier(Perceptron(of[784, 100], of[512, 70], of[512, 70], 10), new Adam(1e-3), [of[128, 24], of[784, 100]], 40),
        ["cnn"] = of =>
            Classifier(Convolutional(of[32, 8], of[64, 12], of[9216, 300], of[128, 40]), new Adam(1e-3),
                [of[64, 3], 1, of[28, 14], of[28, 14]], 5),
        ["resnet20"] = of =>
            Classifier(new ResNet20(of[16, 4]), new Sgd(0.1, Momentum: 0.9, WeightDecay: 1e-4), [of[32, 2], 3, of[32, 8], of[32, 8]], 3),
        ["gpt"] = of =>
            Language(new Gpt(65, of[64, 12], of[128, 24], of[4, 3], of[4, 2]), new AdamW(1e-3, WeightDecay: 0.1), batch: of[12, 3],
                length: of[64, 12], 6),
        ["lstm"] = of => Language(new CharLstm(65, of[128, 16], of[256, 20]), new Adam(1e-3), batch: of[16, 4], length: of[64, 7], 6),
        ["elementwise"] = of => Elementwise(of[4_000_000, 40_013]),
        ["softmax-ce"] = of => SoftmaxCrossEntropy(of[4096, 50], 1000),
        ["layernorm"] = of => LayerNormStep(of[8192, 60], 512),
        ["logistic"] = of => Logistic(of[100_000, 5003], 20),
        ["gemm-256"] = of => Gemm(of[256, 61], of[256, 70], of[256, 45], 50),
        ["gemm-1024"] = of => Gemm(of[1024, 97], of[1024, 64], of[1024, 80], 4),
        ["gemm-skinny"] = of => Gemm(of[128, 17], of[784, 130], of[512, 90], 100),
        ["infer-mlp-1"] = of => Infer(1, of[784, 130], of[512, 90], 2000),
        ["infer-mlp-256"] = of => Infer(of[256, 33], of[784, 130], of[512, 90], 50),
    };

    /// <summary>The workloads' names, in the order of the report.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <summary>Makes a workload, its numbers drawn from a fixed seed.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="isSmall">Whether it is a small one of the same form, whose results plain loops can check.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Workload Make(string name, bool isSmall = false)
    {
        if (!Makers.TryGetValue(name, out var make))
            throw new ArgumentException($"there is no workload '{name}'; there are {string.Join(", ", Names)}", nameof(name));
        Initialize.Seed(1);
        return make(new Sizes(isSmall));
    }

    /// <summary>A perceptron with hidden layers of one width, trained by Adam, to see how time grows with its size.</summary>
    public static Workload Deep(int width, int depth, int batch)
    {
        Initialize.Seed(1);
        return Classifier(Perceptron([width, .. Enumerable.Repeat(width, depth), 10]), new Adam(1e-3), [batch, width], 10);
    }

    /// <summary>Chooses between the sizes that are timed and those that are checked.</summary>
    private readonly record struct Sizes(bool AreSmall)
    {
        public int this[int timed, int @checked] => AreSmall ? @checked : timed;
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
        Workload.Of(model, optimizer, Numbers.Uniform(shape), Numbers.Classes([shape[0]], 10),
            (logits, classes) => CrossEntropyLoss(logits, classes), inner);

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

    private static Sequential Convolutional(int first, int second, int flat, int hidden) => new()
    {
        new Conv2d(1, first, 3), Relu, new Conv2d(first, second, 3), Relu, new MaxPool2d(2), new Flatten(),
        new Linear(flat, hidden), Relu, new Linear(hidden, 10),
    };

    private static Workload Elementwise(int length)
    {
        var x = new Parameter(Numbers.Uniform([length]), "x");
        var sum = Sum(Sigmoid(Tanh(x * 2 + 1) * x) + x);
        return Workload.Of(() => new Step([sum, Gradient.Of(sum, x)]), 3);
    }

    private static Workload SoftmaxCrossEntropy(int rows, int classes)
    {
        var x = new Parameter(Numbers.Uniform([rows, classes]), "x");
        var loss = CrossEntropyLoss(x, new Input(Numbers.Classes([rows], classes), "y"));
        return Workload.Of(() => new Step([loss, Gradient.Of(loss, x)]), 5);
    }

    private static Workload LayerNormStep(int rows, int width)
    {
        var x = new Parameter(Numbers.Uniform([rows, width]), "x");
        var norm = new LayerNorm(width);
        // other numbers than x: else the gradient is 0
        var sum = Sum(norm.Forward(x) * new Input(Numbers.Uniform([rows, width], seed: 2), "g"));
        return Workload.Of(() => new Step([sum, .. Gradient.Of(sum, [x, .. norm.Parameters])]), 5);
    }

    private static Workload Logistic(int rows, int width)
    {
        var (w, b) = (new Parameter(Numbers.Zeros([width]), "w"), new Parameter(Numbers.Zeros([1]), "b"));
        var (x, y) = (new Input(Numbers.Uniform([rows, width]), "x"), new Input(Numbers.Coins([rows]), "y"));
        var loss = BCEWithLogitsLoss(MatMul(x, w) + b, y);
        var gradients = Gradient.Of(loss, [w, b]);
        return Workload.Of(() => new Step([loss, .. gradients], [(w, w - 0.1 * gradients[0]), (b, b - 0.1 * gradients[1])]), 20);
    }

    private static Workload Gemm(int m, int k, int n, int inner) =>
        Workload.Of(() => new Step([MatMul(new Input(Numbers.Uniform([m, k]), "a"), new Input(Numbers.Uniform([k, n]), "b"))]), inner);

    private static Workload Infer(int batch, int width, int hidden, int inner)
    {
        var model = Perceptron(width, hidden, hidden, 10);
        model.Eval();
        return Workload.Of(() => new Step([model.Forward(new Input(Numbers.Uniform([batch, width]), "x"))]), inner);
    }
}
