// The other side: libtorch 2.10 (CPU, MKL and oneDNN) through TorchSharp, on the workloads of docs/performance.md.
// Prints one JSON line per workload: {"engine","workload","ms","peak_mb","threads"}; ms is the median of the repetitions.
using System.Diagnostics;
using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

var threads = 2;
var names = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--threads") threads = int.Parse(args[++i]);
    else names.Add(args[i]);
}
set_num_threads(threads);
manual_seed(0);

var workloads = new Dictionary<string, Func<(Action Step, int Inner)>>
{
    ["scalar-step"] = ScalarStep,
    ["mlp-small"] = () => Classifier(Sequential(Linear(64, 32), ReLU(), Linear(32, 10)), [32, 64], "sgd", 2000),
    ["mlp"] = () => Classifier(Sequential(Linear(784, 512), ReLU(), Linear(512, 512), ReLU(), Linear(512, 10)), [128, 784], "adam", 40),
    ["cnn"] = () =>
        Classifier(Sequential(Conv2d(1, 32, 3), ReLU(), Conv2d(32, 64, 3), ReLU(), MaxPool2d(2), Flatten(), Linear(9216, 128), ReLU(),
            Linear(128, 10)), [64, 1, 28, 28], "adam", 5),
    ["resnet20"] = () => Classifier(new ResNet20(), [32, 3, 32, 32], "momentum", 3),
    ["gpt"] = () => Language(new Gpt(65, 64, 128, 4, 4), 12, 64, "adamw", 6),
    ["lstm"] = () => Language(new CharLstm(65, 128, 256), 16, 64, "adam", 6),
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

foreach (var name in names.Count == 0 ? [.. workloads.Keys] : names)
{
    var (step, inner) = workloads[name]();
    void Once() { using var scope = NewDisposeScope(); step(); }
    for (var i = 0; i < Math.Max(3, inner / 4); i++) Once();
    var samples = new double[7];
    for (var s = 0; s < samples.Length; s++)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < inner; i++) Once();
        samples[s] = Stopwatch.GetElapsedTime(start).TotalMilliseconds / inner;
    }
    Array.Sort(samples);
    using var self = Process.GetCurrentProcess();
    Console.WriteLine(
        JsonSerializer.Serialize(
            new { engine = "libtorch " + __version__, workload = name, ms = samples[3], peak_mb = self.PeakWorkingSet64 / 1e6, threads }));
}

static (Action, int) ScalarStep()
{
    var w = tensor(1f, requires_grad: true);
    var x = tensor(1f);
    var y = tensor(2f);
    return (() =>
    {
        var loss = (w * x - y).pow(2);
        loss.backward();
        using var _ = no_grad();
        w.sub_(w.grad! * 0.1f);
        w.grad!.zero_();
    }, 2000);
}

static optim.Optimizer Optimizer(string kind, IEnumerable<Parameter> p) => kind switch
{
    "sgd" => optim.SGD(p, 0.1),
    "momentum" => optim.SGD(p, 0.1, momentum: 0.9, weight_decay: 1e-4),
    "adam" => optim.Adam(p, 1e-3),
    "adamw" => optim.AdamW(p, 1e-3, weight_decay: 0.1),
    _ => throw new ArgumentException(kind),
};

static (Action, int) Classifier(Module<Tensor, Tensor> model, long[] shape, string optimizer, int inner)
{
    var x = rand(shape);
    var y = randint(0, 10, [shape[0]], dtype: int64);
    var opt = Optimizer(optimizer, model.parameters());
    return (() => { opt.zero_grad(); F.cross_entropy(model.forward(x), y).backward(); opt.step(); }, inner);
}

static (Action, int) Language(Module<Tensor, Tensor> model, int batch, int time, string optimizer, int inner)
{
    var x = randint(0, 65, [batch, time], dtype: int64);
    var y = randint(0, 65, [batch * time], dtype: int64);
    var opt = Optimizer(optimizer, model.parameters());
    return (() => { opt.zero_grad(); F.cross_entropy(model.forward(x).view(-1, 65), y).backward(); opt.step(); }, inner);
}

static (Action, int) Elementwise()
{
    var x = rand(4_000_000, requires_grad: true);
    return (() => { (((x * 2 + 1).tanh() * x).sigmoid() + x).sum().backward(); x.grad!.zero_(); }, 3);
}

static (Action, int) SoftmaxCrossEntropy()
{
    var x = rand([4096, 1000], requires_grad: true);
    var y = randint(0, 1000, [4096], dtype: int64);
    return (() => { F.cross_entropy(x, y).backward(); x.grad!.zero_(); }, 5);
}

static (Action, int) LayerNormStep()
{
    var x = rand([8192, 512], requires_grad: true);
    var norm = LayerNorm(512);
    var g = rand(8192, 512);
    return (() => { norm.zero_grad(); (norm.forward(x) * g).sum().backward(); x.grad!.zero_(); }, 5);
}

static (Action, int) Logistic()
{
    var x = rand(100_000, 20);
    var y = (rand(100_000) > 0.5).to(float32);
    var w = zeros([20], requires_grad: true);
    var b = zeros([1], requires_grad: true);
    return (() =>
    {
        F.binary_cross_entropy_with_logits(x.matmul(w) + b, y).backward();
        using var _ = no_grad();
        w.sub_(w.grad! * 0.1f); b.sub_(b.grad! * 0.1f);
        w.grad!.zero_(); b.grad!.zero_();
    }, 20);
}

static (Action, int) Gemm(long m, long k, long n, int inner)
{
    var a = rand(m, k);
    var b = rand(k, n);
    return (() => mm(a, b), inner);
}

static (Action, int) Infer(long batch, int inner)
{
    var model = Sequential(Linear(784, 512), ReLU(), Linear(512, 512), ReLU(), Linear(512, 10));
    model.eval();
    var x = rand(batch, 784);
    return (() => { using var _ = no_grad(); model.forward(x); }, inner);
}

sealed class Block : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> ln1, ln2, qkv, proj, up, down;
    private readonly int heads;
    public Block(int d, int heads) : base("block")
    {
        this.heads = heads;
        ln1 = LayerNorm(d); ln2 = LayerNorm(d);
        qkv = Linear(d, 3 * d); proj = Linear(d, d); up = Linear(d, 4 * d); down = Linear(4 * d, d);
        RegisterComponents();
    }
    public override Tensor forward(Tensor x)
    {
        var (b, t, c) = (x.shape[0], x.shape[1], x.shape[2]);
        var q = qkv.forward(ln1.forward(x)).view(b, t, 3, heads, c / heads).permute(2, 0, 3, 1, 4);
        var a = F.scaled_dot_product_attention(q[0], q[1], q[2], is_casual: true).transpose(1, 2).contiguous().view(b, t, c);
        x = x + proj.forward(a);
        return x + down.forward(F.gelu(up.forward(ln2.forward(x))));
    }
}

sealed class Gpt : Module<Tensor, Tensor>
{
    private readonly Embedding tokens, positions;
    private readonly ModuleList<Module<Tensor, Tensor>> blocks;
    private readonly Module<Tensor, Tensor> norm, head;
    private readonly Tensor index;
    public Gpt(int vocabulary, int time, int d, int heads, int layers) : base("gpt")
    {
        tokens = Embedding(vocabulary, d); positions = Embedding(time, d);
        blocks = ModuleList([.. Enumerable.Range(0, layers).Select(_ => (Module<Tensor, Tensor>)new Block(d, heads))]);
        norm = LayerNorm(d); head = Linear(d, vocabulary, hasBias: false);
        index = arange(time, dtype: int64);
        RegisterComponents();
    }
    public override Tensor forward(Tensor x)
    {
        var h = tokens.forward(x) + positions.forward(index);
        foreach (var block in blocks) h = block.forward(h);
        return head.forward(norm.forward(h));
    }
}

sealed class CharLstm : Module<Tensor, Tensor>
{
    private readonly Embedding embed; private readonly LSTM lstm; private readonly Linear head;
    public CharLstm(int vocabulary, int d, int hidden) : base("lstm")
    {
        embed = Embedding(vocabulary, d); lstm = LSTM(d, hidden, batchFirst: true); head = Linear(hidden, vocabulary);
        RegisterComponents();
    }
    public override Tensor forward(Tensor x) => head.forward(lstm.forward(embed.forward(x)).Item1);
}

sealed class Residual : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> c1, b1, c2, b2; private readonly Module<Tensor, Tensor>? shortcut;
    public Residual(int from, int to, int stride) : base("residual")
    {
        c1 = Conv2d(from, to, 3, stride: stride, padding: 1, bias: false); b1 = BatchNorm2d(to);
        c2 = Conv2d(to, to, 3, padding: 1, bias: false); b2 = BatchNorm2d(to);
        shortcut = stride == 1 && from == to ? null : Sequential(Conv2d(from, to, 1, stride: stride, bias: false), BatchNorm2d(to));
        RegisterComponents();
    }
    public override Tensor forward(Tensor x) =>
        F.relu(b2.forward(c2.forward(F.relu(b1.forward(c1.forward(x))))) + (shortcut?.forward(x) ?? x));
}

sealed class ResNet20 : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> body;
    public ResNet20() : base("resnet20")
    {
        var layers = new List<Module<Tensor, Tensor>> { Conv2d(3, 16, 3, padding: 1, bias: false), BatchNorm2d(16), ReLU() };
        var from = 16;
        foreach (var (width, stride) in new[] { (16, 1), (32, 2), (64, 2) })
            for (var i = 0; i < 3; i++) { layers.Add(new Residual(from, width, i == 0 ? stride : 1)); from = width; }
        layers.AddRange([AdaptiveAvgPool2d(1), Flatten(), Linear(64, 10)]);
        body = Sequential(layers);
        RegisterComponents();
    }
    public override Tensor forward(Tensor x) => body.forward(x);
}
