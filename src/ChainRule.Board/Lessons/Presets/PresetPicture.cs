using ChainRule.Board.Drawing;

namespace ChainRule.Board;

/// <summary>What the small picture of an example shows.</summary>
public enum PresetPicture
{
    /// <summary>The graph.</summary>
    Graph,

    /// <summary>The output over the first parameter, with its slope.</summary>
    Slope,

    /// <summary>A few steps of gradient descent: over the parameter, or over the first two.</summary>
    Descent,

    /// <summary>What the network says of each point of the plane.</summary>
    Decisions,
}

/// <summary>Draws the small pictures of a gallery, by the code that draws the board's own pictures.</summary>
public static class PresetPictures
{
    private const int StepsOnCurve = 6, StepsOnMap = 25, StepsOfNetwork = 50, MostResults = 4;

    /// <summary>The picture as SVG, for a page that has <see cref="PictureStyle.Sheet"/>.</summary>
    public static string Render(Preset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        var problem = preset.ToProblem();
        return preset.Picture switch
        {
            PresetPicture.Slope => LossCurve.Of(problem, problem.Wrt[0].Name!, 0, preset.Rate).ToSketch(withSteps: false),
            PresetPicture.Descent => Descended(problem, preset.Rate),
            PresetPicture.Decisions => Trained(problem, preset),
            _ => Graph(problem, preset.Rate),
        };
    }

    /// <summary>The graph of a problem with its values; of a large one a box for each statement.</summary>
    public static string Graph(Problem problem, double rate)
    {
        var lesson = Lesson.Of(problem, rate);
        var view = lesson.At(lesson.Count - 1);
        var isSmall = lesson.Blocks.Count < 2 || view.Nodes.Count(node => node.Op.Length > 0) <= MostResults;
        return BoardSketch.Render(lesson.Fold(isSmall ? [.. lesson.Blocks.Select(block => block.Name)] : []).Of(view));
    }

    private static string Descended(Problem problem, double rate)
    {
        var (descent, isCurve) = (new Descent(problem, rate), problem.Wrt.Count == 1);
        descent.Run(isCurve ? StepsOnCurve : StepsOnMap);
        return isCurve
            ? LossCurve.Of(problem, problem.Wrt[0].Name!, 0, rate, descent).ToSketch(withSteps: true)
            : LossMap.Of(problem, (problem.Wrt[0].Name!, 0), (problem.Wrt[1].Name!, 0), rate, descent).ToSketch();
    }

    /// <summary>As it is after some training; before that every point has nearly the same class.</summary>
    private static string Trained(Problem problem, Preset preset)
    {
        new Descent(problem, preset.Rate).Run(StepsOfNetwork);
        return new DecisionMap(problem, preset.Map!).ToSketch();
    }
}
