using ChainRule.Execution;
using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>One element of a parameter, by which a loss is looked at.</summary>
internal sealed record Coordinate(Parameter Parameter, int Element)
{
    /// <summary>As on the board: w, or W[3].</summary>
    public string Name => FormulaNotation.Pretty.Name(Parameter.Name!) + (Parameter.Shape.Size == 1 ? "" : $"[{Element}]");

    public double Value => Parameter.Value[Element];

    /// <exception cref="BoardException">There is no such parameter or element.</exception>
    public static Coordinate Find(Problem problem, string name, int element)
    {
        var parameters = problem.Wrt.OfType<Parameter>().ToList();
        if (parameters.Find(parameter => parameter.Name == name) is not { } found)
            throw new BoardException(
                $"{name} is no parameter here; the parameters are {string.Join(", ", parameters.Select(parameter => parameter.Name))}");
        if (element < 0 || element >= found.Shape.Size)
            throw new BoardException($"{name} has the elements 0 to {found.Shape.Size - 1}, and no {element}");
        return new(found, element);
    }
}

/// <summary>A loss at other values of one or two of its numbers, all else as it is. Nothing is moved.</summary>
internal sealed class LossProbe
{
    private readonly Evaluation evaluation;
    private readonly IReadOnlyList<Coordinate> coordinates;
    private readonly Dictionary<Tensor, TensorData> overrides;

    public LossProbe(Problem problem, params IReadOnlyList<Coordinate> coordinates)
    {
        this.coordinates = coordinates;
        evaluation = new Evaluation([problem.Output]);
        overrides = coordinates
            .Select(coordinate => coordinate.Parameter)
            .Distinct()
            .ToDictionary(Tensor (parameter) => parameter, parameter => parameter.Value.Cast(DType.Float64));
    }

    public double At(params ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
            overrides[coordinates[i].Parameter].AsMutableSpan<double>()[coordinates[i].Element] = values[i];
        return evaluation.Run(overrides)[0].Item();
    }
}
