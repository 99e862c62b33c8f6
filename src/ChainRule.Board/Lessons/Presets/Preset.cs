using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>An example for the board.</summary>
/// <param name="Id">A short word for links.</param>
/// <param name="Title">What it is called in a list.</param>
/// <param name="About">What there is to see, in a sentence.</param>
/// <param name="Formula">The formula's text.</param>
/// <param name="Values">A value for each free name, as <see cref="ValueSyntax"/> reads it.</param>
/// <param name="Wrt">What is differentiated by; by the board's convention where nothing is named.</param>
/// <param name="Rate">A learning rate that suits it.</param>
/// <param name="Map">What a map of decisions shows, where there is one.</param>
/// <param name="Picture">What its picture shows in a gallery.</param>
/// <param name="Mode">What the board does with it at first.</param>
public sealed record Preset(
    string Id, string Title, string About, string Formula, IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Wrt,
    double Rate, MapAxes? Map = null, PresetPicture Picture = PresetPicture.Graph, BoardMode Mode = BoardMode.Step)
{
    /// <summary>The example as a problem of its own.</summary>
    public Problem ToProblem() => ToState().Bind();

    /// <summary>The example as it comes onto the board.</summary>
    public BoardState ToState() => new()
    {
        Formula = Formula,
        Values = Values.ToDictionary(value => value.Key, value => ValueSyntax.Parse(value.Value)),
        Wrt = Wrt,
        Rate = Rate,
        Mode = Mode,
    };
}

/// <summary>What a map of decisions shows: a result of the formula over two numbers.</summary>
/// <param name="Output">The name of the result, one number a point.</param>
/// <param name="Inputs">The two numbers: the names of two scalars, or of one matrix of two columns, a point a row.</param>
/// <param name="Target">The name of the classes, 0 or 1, of the points in the matrix; they are drawn.</param>
public sealed record MapAxes(string Output, IReadOnlyList<string> Inputs, string? Target = null);
