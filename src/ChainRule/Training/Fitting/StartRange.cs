using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>The values that a parameter may begin with, spread by a number from 0 to 1.</summary>
internal sealed class StartRange
{
    private readonly ParameterRole role;
    private readonly double slope;
    private readonly double[] data;
    private readonly double width;

    public StartRange(Parameter parameter, FitProblem problem)
    {
        role = ParameterRole.Of(parameter, problem.Prediction, problem.Target.Shape);
        var values = Tensor.Evaluate(role.Data, Gradient.Of(role.Carrier, parameter));
        data = [.. values[0].ToDoubles().Where(double.IsFinite).Order()];
        width = data.Length > 1 && data[^1] > data[0] ? data[^1] - data[0] : 1;
        slope = values[1].Item() is var s && double.IsNormal(s) ? s : 1;
    }

    /// <summary>
    /// How many values must be tried for one to be near enough. A frequency that is off by more than half a turn over the
    /// data leads nowhere, and the spacing of the data bounds those worth trying (Nyquist's): as many as there are rows.
    /// </summary>
    public int Trials => role.IsPeriodic && role.Kind is OperandRole.Factor or OperandRole.Divisor ? Math.Max(16, 2 * data.Length) : 16;

    /// <summary>The value for a number from 0 to 1.</summary>
    public double At(double share) => Carrier(share) / slope;

    private double Carrier(double share) => (role.Kind, role.IsPeriodic) switch
    {
        (OperandRole.Factor, true) => Frequency(share),
        (OperandRole.Divisor, true) => 1 / Frequency(share),
        (OperandRole.Term, true) => Math.PI * (2 * share - 1),
        (OperandRole.Factor, false) => EitherSign(share, 0.03 / width, 100 / width),
        (OperandRole.Divisor, false) => Logarithmic(share, 0.003 * width, 10 * width),
        (OperandRole.Term, false) => role.Sign * Quantile(share),
        _ => EitherSign(share, 0.01, 100),
    };

    private double Frequency(double share) => Math.PI * Math.Max(1, data.Length - 1) / width * Math.Max(share, 1e-6);

    private double Quantile(double share) => data.Length == 0 ? 0 : data[Math.Min((int)(share * data.Length), data.Length - 1)];

    private static double EitherSign(double share, double least, double greatest) => share < 0.5
        ? Logarithmic(2 * share, least, greatest)
        : -Logarithmic(2 * share - 1, least, greatest);

    private static double Logarithmic(double share, double least, double greatest) => least * Math.Pow(greatest / least, share);
}
