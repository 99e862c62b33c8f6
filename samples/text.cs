#:project ../src/ChainRule/ChainRule.csproj

// A character GPT on Moby-Dick. In a minute it learns to spell; with "full" as argument (six minutes on two cores) it writes:
//     dotnet run -c Release samples/text.cs full
using System.Text;
using ChainRule;
using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

var full = args is ["full", ..];
var (context, width, blocks, batch) = full ? (128, 128, 4, 32) : (32, 48, 2, 16);
var whole = TextDataset.Open(Path.Combine(Folder(), "moby-dick.txt.gz"), context);
// The last tenth of the book is held back to measure on.
var (training, validation) = (whole[..(whole.Count * 9 / 10)], whole[(whole.Count * 9 / 10)..]);
if (!full) (training, validation) = (training[..2400], validation[..100]);

Initialize.Seed(1);
var model = new Gpt(whole.Vocabulary.Count, context, width, blocks, heads: 4);
var epochs = full ? 5 : 1;
var trainer = new Trainer(model, new AdamW(3e-3, Beta2: 0.99, WeightDecay: 0.1),
    (x, y) => CrossEntropyLoss(model.Forward(x).SwapAxes(1, 2), y))
{
    Epochs = epochs,
    BatchSize = batch,
    Schedule = new CosineSchedule(epochs * training.Count / batch - 100).AfterWarmup(100),
    ClipNorm = 1,
    Validation = validation,
};
Console.WriteLine(
    $"{whole.Characters:N0} characters, {whole.Vocabulary.Count} different; a model of {model.Parameters.Sum(p => p.Shape.Size):N0} "
    + $"parameters");
var result = trainer.Run(training);
Console.WriteLine($"{result.History[^1].Validation!["loss"]:F3} nats per character on the part held back");

Console.WriteLine();
Console.WriteLine(Write("Call me Ishmael.", characters: full ? 1000 : 100));

// Draws one character after the other from what the model holds likely.
string Write(string text, int characters)
{
    model.Eval();
    var (seen, random) = (new long[context], new Random(1));
    var input = new Input(TensorData.Wrap(seen, [1, context]));
    var step = new Step([Softmax(model.Forward(input) / 0.8)]);
    var likely = new float[context * whole.Vocabulary.Count];
    var written = whole.Vocabulary.Encode(text).ToList();
    for (var i = 0; i < characters; i++)
    {
        var last = Math.Min(context, written.Count);
        for (var t = 0; t < last; t++) seen[t] = written[written.Count - last + t];
        step.Run();
        step.CopyOutput<float>(0, likely);
        written.Add(Draw(likely.AsSpan((last - 1) * whole.Vocabulary.Count, whole.Vocabulary.Count), random.NextSingle()));
    }
    return whole.Vocabulary.Decode([.. written]);
}

static long Draw(ReadOnlySpan<float> likely, float chance)
{
    var next = 0;
    while (next < likely.Length - 1 && (chance -= likely[next]) >= 0) next++;
    return next;
}

// The data lie beside the samples, wherever the program was started.
static string Folder([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
    Path.Combine(Path.GetDirectoryName(here)!, "..", "data");

/// <summary>Attention to what came before, then a small network at each place; each adds to what passes through.</summary>
internal sealed class Block(int width, int heads) : Layer
{
    private readonly LayerNorm norm1 = new(width), norm2 = new(width);
    private readonly Linear attention = new(width,
        3 * width), projection = new(width, width), inner = new(width, 4 * width), outer = new(4 * width, width);

    protected override IEnumerable<Member> Members => [new(norm1), new(attention), new(projection), new(norm2), new(inner), new(outer)];

    public override Tensor Forward(Tensor x)
    {
        x += projection.Forward(Attend(attention.Forward(norm1.Forward(x))));
        return x + outer.Forward(Gelu(inner.Forward(norm2.Forward(x))));
    }

    private Tensor Attend(Tensor all)
    {
        var (batch, places) = (all.Shape[0], all.Shape[1]);
        Tensor[] qkv = [.. Split(all, [width, width, width], axis: -1).Select(
            part => part.Reshape(batch, places, heads, width / heads).SwapAxes(1, 2))];
        return ScaledDotProductAttention(qkv[0], qkv[1], qkv[2], causal: true).SwapAxes(1, 2).Reshape(batch, places, width);
    }
}

internal sealed class Gpt(int vocabulary, int context, int width, int blocks, int heads) : Layer
{
    private readonly Embedding characters = new(vocabulary, width);
    private readonly Parameter places = new(Initialize.Normal([context, width], 0, 0.02));
    private readonly Block[] h = [.. Enumerable.Range(0, blocks).Select(_ => new Block(width, heads))];
    private readonly LayerNorm norm = new(width);
    private readonly Linear output = new(width, vocabulary, bias: false);

    protected override IEnumerable<Member> Members => [new(characters), new(places), new(h), new(norm), new(output)];

    /// <summary>Logits for the next character at each place, [batch, places, vocabulary].</summary>
    public override Tensor Forward(Tensor x) =>
        output.Forward(norm.Forward(h.Aggregate(characters.Forward(x) + places, (value, block) => block.Forward(value))));
}
