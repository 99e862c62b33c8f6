namespace ChainRule.Board;

/// <summary>Examples to begin with.</summary>
public static class Presets
{
    /// <summary>A course: each adds one idea to those before.</summary>
    public static IReadOnlyList<Preset> Course { get; } =
    [
        new("slope", "Slope", "A derivative is a slope: how fast f grows when w does.",
            "f = w^2", Values("w=1.5"), [], 0.1, Picture: PresetPicture.Slope),
        new("lecture", "One weight", "The lecture: three steps of the chain rule, in whole numbers.",
            BoardState.Default.Formula, Values("w=1", "x=1", "y=2"), [], BoardState.Default.Rate),
        new("bias", "A bias, and two paths", "w and b share most of the way back; only the last step differs.",
            "yhat = w*x + b\nloss = (yhat - y)^2", Values("w=2", "x=3", "b=1", "y=10"), [], 0.02),
        new("two-paths", "Why gradients add up",
            "A weight used twice reaches e along two paths: += adds their parts, and they partly cancel.",
            "e = (y - (w*x + b))^2 + w^2", Values("w=2", "x=3", "b=1", "y=10"), [], 0.02),
        new("relu", "An activation, and why it dies", "relu lets a gradient through or stops it: the second weight never learns.",
            "h1 = relu(w1*x)\nh2 = relu(w2*x)\nyhat = h1 + h2\nloss = (yhat - y)^2", Values("w1=1", "w2=-1", "x=2", "y=3"), [], 0.05),
        new("mazur", "Two layers by hand",
            "A network of two layers and four neurons, with the numbers that M. Mazur published in 2015.",
            "h1 = sigmoid(w1*i1 + w2*i2 + b1)\nh2 = sigmoid(w3*i1 + w4*i2 + b1)\no1 = sigmoid(w5*h1 + w6*h2 + b2)\no2 = sigmoid(w7*h1 + "
            + "w8*h2 + b2)\n"
            + "E = 1/2*(t1 - o1)^2 + 1/2*(t2 - o2)^2",
            Values("i1=0.05", "i2=0.10", "b1=0.35", "b2=0.60", "t1=0.01", "t2=0.99", "w1=0.15", "w2=0.20", "w3=0.25", "w4=0.30", "w5=0.40",
                "w6=0.45", "w7=0.50", "w8=0.55"),
            ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8"], 0.5),
        new("softmax", "Softmax and cross-entropy", "Three scores become probabilities; the gradient of the scores is simply p − y.",
            "z = W @ x + b\np = softmax(z)\nloss = -sum(y*log(p))",
            Values("W=[0.5, -1; 1, 0.5; -0.5, 1]", "x=[1, 2]", "b=[0, 0, 0]", "y=[0, 1, 0]"), [], 0.2),
        new("line", "A batch", "Four points at once: the gradient is the mean over the batch, and the loss a valley.",
            "loss = mean((w*x + b - y)^2)", Values("w=-1", "b=0", "x=[0, 1, 2, 3]", "y=[1, 2.9, 5.1, 7]"), [], 0.1,
            Picture: PresetPicture.Descent),
        new("matrix", "A layer as a matrix", "A matrix of weights and a bias, on two rows of data at once.",
            "yhat = x @ W + b\nloss = mean((yhat - y)^2)",
            Values("x=[1, 2; 3, -1]", "W=[0.5, -0.25; 1, 0.75]", "b=[0.25, -0.5]", "y=[1, 0; 0, 1]"), [], 0.1),
        new("rate", "Learning rate and curvature", "Each step overshoots, and still arrives; beyond rate × curvature = 2 it would not.",
            "loss = 5*(w - 1)^2", Values("w=2"), [], 0.18, Picture: PresetPicture.Descent, Mode: BoardMode.Train),
    ];

    /// <summary>More examples, in no order.</summary>
    public static IReadOnlyList<Preset> More { get; } =
    [
        new("micrograd", "micrograd's README", "Many paths through sums, products and relu (A. Karpathy, micrograd).",
            "c1 = a + b\nd1 = a*b + b^3\nc2 = c1 + (c1 + 1)\nc3 = c2 + (1 + c2 - a)\nd2 = d1 + (d1*2 + relu(b + a))\n"
            + "d3 = d2 + (3*d2 + relu(b - a))\nf = (c3 - d3)^2\ng = f/2 + 10/f", Values("a=-4", "b=2"), [], 0.00003),
        NetworkPresets.Xor,
        NetworkPresets.Spirals,
    ];

    /// <summary>All of them, the course first.</summary>
    public static IReadOnlyList<Preset> All { get; } = [.. Course, .. More];

    /// <summary>The example with an id.</summary>
    /// <exception cref="BoardException">There is none.</exception>
    public static Preset Find(string id) => All.FirstOrDefault(preset => preset.Id == id)
        ?? throw new BoardException($"there is no example {id}; there are {string.Join(", ", All.Select(preset => preset.Id))}");

    /// <summary>The example that a board shows: with its formula and its data, whatever the parameters are by now.</summary>
    public static Preset? Shown(BoardState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return All.FirstOrDefault(preset => preset.Formula == state.Formula && preset.ToState() is var begun && begun.Values
            .Where(value => !begun.Bind().Wrt.Any(wrt => wrt.Name == value.Key))
            .All(value => state.Values.TryGetValue(value.Key, out var now) && ValueText.Write(now) == ValueText.Write(value.Value)));
    }

    internal static Dictionary<string, string> Values(params IEnumerable<string> values) =>
        values.Select(value => value.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]);
}
