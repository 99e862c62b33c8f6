using ChainRule.Explanations;
using ChainRule.Graph;
using ChainRule.Networks;

namespace ChainRule.Board;

/// <summary>
/// Gradient descent on the board: w ← w − rate·∂L/∂w, a step at a time, with the way that was taken. A step is one plan: forward,
/// backward and update. It moves the parameters of its <see cref="Problem"/>.
/// </summary>
/// <example><code>
/// var descent = new Descent(problem, rate: 0.1);
/// descent.Step();
/// Console.WriteLine($"{descent.Current.Loss}: {descent.Verdict().Text}");
/// </code></example>
public sealed class Descent
{
    private const int MaxStepsAtOnce = 100_000;

    private readonly Input rate;
    private readonly FlatParameters flat;
    private readonly Step step;
    private readonly Step loss;
    private Curvature? curvature;
    private DescentHistory history;

    /// <summary>A descent from the values that the names have now.</summary>
    /// <exception cref="BoardException">The rate is no number above 0.</exception>
    public Descent(Problem problem, double rate = 0.1)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Problem = problem;
        Parameters = [.. problem.Wrt.Distinct().Cast<Parameter>()];
        this.rate = new Input(Number(Checked(rate)), "rate");
        flat = new FlatParameters(Parameters);
        var gradients = Gradient.Of(problem.Output, Parameters);
        step = new Step([problem.Output], [.. Parameters.Zip(gradients, (p, g) => ((Variable)p, p - this.rate * g))]);
        loss = new Step([problem.Output]);
        history = new DescentHistory(Start = Here(0));
        Current = Start;
    }

    /// <summary>What is made small.</summary>
    public Problem Problem { get; }

    /// <summary>What is moved, in the order of <see cref="DescentPoint.Parameters"/>.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The learning rate; it may change between steps.</summary>
    /// <exception cref="BoardException">It is no number above 0.</exception>
    public double Rate
    {
        get => rate.Value.Item();
        set => rate.Value = Number(Checked(value));
    }

    /// <summary>Where the descent began.</summary>
    public DescentPoint Start { get; private set; }

    /// <summary>Where it is.</summary>
    public DescentPoint Current { get; private set; }

    /// <summary>The way from the start until now. After many steps some of those long ago are left out.</summary>
    public IReadOnlyList<DescentPoint> History => history.Points;

    /// <summary>
    /// Takes one step, unless the numbers have come to an end: where the loss or its gradient is not finite nothing moves.
    /// </summary>
    /// <returns>Whether a step was taken.</returns>
    public bool Step()
    {
        if (!double.IsFinite(Current.Loss)) return false;
        var before = flat.Read();
        step.Run();
        if (!flat.Read().All(double.IsFinite))
        {
            flat.Write(before);
            return false;
        }
        Current = Here(Current.Step + 1);
        history.Add(Current);
        return true;
    }

    /// <summary>Takes steps until there are as many, or none can be taken.</summary>
    /// <returns>How many were taken.</returns>
    public int Run(int steps)
    {
        var taken = 0;
        while (taken < Math.Min(steps, MaxStepsAtOnce) && Step()) taken++;
        return taken;
    }

    /// <summary>Goes back to where the descent began, and forgets the way.</summary>
    public void Reset()
    {
        flat.Write([.. Start.Parameters]);
        Restart();
    }

    /// <summary>Begins a new descent from the values that the names have now: after one of them was changed.</summary>
    public void Restart()
    {
        Current = Start = Here(0);
        history = new DescentHistory(Start);
    }

    /// <summary>How it goes, and why, with numbers.</summary>
    public DescentVerdict Verdict() => new DescentJudge(this).Judge();

    /// <summary>Where an element of a parameter stands in <see cref="DescentPoint.Parameters"/>.</summary>
    /// <exception cref="BoardException">There is no such parameter or element.</exception>
    public int IndexOf(string name, int element = 0)
    {
        var at = 0;
        foreach (var parameter in Parameters)
        {
            if (parameter.Name == name && element >= 0 && element < parameter.Shape.Size) return at + element;
            at += parameter.Shape.Size;
        }
        throw new BoardException(
            $"{name} has no element {element} that descends; the parameters "
            + $"are {string.Join(", ", Parameters.Select(p => $"{p.Name} {p.Shape}"))}");
    }

    /// <summary>The gradient and the curvature along it, at a point of the way.</summary>
    internal Slope SlopeAt(DescentPoint point) =>
        (curvature ??= new Curvature(Problem.Output, Parameters)).At(Overrides.Of(Parameters, point.Parameters));

    private DescentPoint Here(int steps)
    {
        loss.Run();
        return new(steps, flat.Read(), loss.Scalar());
    }

    private static TensorData Number(double value) => TensorData.Create<double>([value], Shape.Scalar);

    private static double Checked(double rate) =>
        rate > 0 && double.IsFinite(rate)
            ? rate
            : throw new BoardException(
                $"a learning rate is a number above 0 such as 0.1, not {rate.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
}
