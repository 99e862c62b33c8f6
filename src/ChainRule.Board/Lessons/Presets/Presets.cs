namespace ChainRule.Board;

/// <summary>Examples to begin with.</summary>
public static class Presets
{
    /// <summary>All of them, simple ones first.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("lecture", "The lecture: one weight", "Three steps of the chain rule, in whole numbers.",
            BoardState.Default.Formula, Values("w=1", "x=1", "y=2"), [], BoardState.Default.Rate),
        new("two-paths", "A weight used twice", "Two paths lead from w to e; their parts are added, and partly cancel.",
            "e = (y - (w*x + b))^2 + w^2", Values("w=2", "x=3", "b=1", "y=10"), [], 0.02),
        new("micrograd", "micrograd's README", "Many paths through sums, products and relu (A. Karpathy, micrograd).",
            "c1 = a + b\nd1 = a*b + b^3\nc2 = c1 + (c1 + 1)\nc3 = c2 + (1 + c2 - a)\nd2 = d1 + (d1*2 + relu(b + a))\n"
            + "d3 = d2 + (3*d2 + relu(b - a))\nf = (c3 - d3)^2\ng = f/2 + 10/f", Values("a=-4", "b=2"), [], 0.00003),
        new("mazur", "Mazur's network of two layers",
            "A worked example with its published numbers (M. Mazur, A Step by Step Backpropagation Example, 2015).",
            "h1 = sigmoid(w1*i1 + w2*i2 + b1)\nh2 = sigmoid(w3*i1 + w4*i2 + b1)\no1 = sigmoid(w5*h1 + w6*h2 + b2)\no2 = sigmoid(w7*h1 + "
            + "w8*h2 + b2)\n"
            + "E = 1/2*(t1 - o1)^2 + 1/2*(t2 - o2)^2",
            Values("i1=0.05", "i2=0.10", "b1=0.35", "b2=0.60", "t1=0.01", "t2=0.99", "w1=0.15", "w2=0.20", "w3=0.25", "w4=0.30", "w5=0.40",
                "w6=0.45", "w7=0.50", "w8=0.55"),
            ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8"], 0.5),
        new("vector", "A vector of weights", "A dot product: the gradient is a vector like the weights.",
            "yhat = w @ x\nloss = (yhat - y)^2", Values("w=[1, -2, 0.5]", "x=[2, 1, 4]", "y=3"), [], 0.02),
        new("matrix", "A layer", "A matrix of weights and a bias, on two rows of data at once.",
            "yhat = x @ W + b\nloss = mean((yhat - y)^2)",
            Values("x=[1, 2; 3, -1]", "W=[0.5, -0.25; 1, 0.75]", "b=[0.25, -0.5]", "y=[1, 0; 0, 1]"), [], 0.1),
        new("line", "A straight line through points", "Two parameters, so that the loss is a landscape one can look down on.",
            "loss = mean((w*x + b - y)^2)", Values("w=-1", "b=0", "x=[0, 1, 2, 3]", "y=[1, 2.9, 5.1, 7]"), [], 0.1),
        NetworkPresets.Xor,
        NetworkPresets.Spirals,
    ];

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
