using System.Globalization;
using System.Text;

namespace ChainRule.Explanations;

/// <summary>Writes a diagnosis: what is wrong in one line, then each cause with what helps, then the way of the gradient.</summary>
internal sealed class DiagnosisText(GradientDiagnosis diagnosis, int width)
{
    private readonly string loss = diagnosis.Loss.Name is null or "loss" ? "L" : diagnosis.Loss.Name;
    private readonly string lossValue = NodeLabels.Short(diagnosis.LossValue);
    private readonly string parameter = NodeLabels.Bare(diagnosis.Parameter);

    public string Write()
    {
        var text = new StringBuilder().AppendJoin('\n', Paragraph.Lines("", Headline(), width)).Append('\n');
        foreach (var cause in diagnosis.Causes)
        {
            text.AppendJoin('\n', Paragraph.Lines("why", cause.Message, width)).Append('\n');
            text.AppendJoin('\n', Paragraph.Lines("try", cause.Advice, width)).Append('\n');
        }
        if (diagnosis.Path.Count > 1 && diagnosis.State is not GradientState.NotFinite)
            text.Append('\n').AppendJoin('\n', new PathTable(diagnosis.Path, loss).Lines()).Append('\n');
        return text.ToString();
    }

    private string Headline()
    {
        var gradient = $"∂{loss}/∂{parameter}";
        return diagnosis.State switch
        {
            GradientState.NotReached => $"{gradient} is zero: the loss does not reach {parameter}",
            GradientState.Zero => $"{gradient} is zero{Everywhere}: no gradient arrives",
            GradientState.Tiny => $"{gradient} is tiny: {Sizes}",
            GradientState.Huge => $"{gradient} is huge: {Sizes}",
            GradientState.NotFinite when !double.IsFinite(diagnosis.LossValue) => $"{loss} is {lossValue}, and so {gradient} says nothing",
            GradientState.NotFinite => $"{gradient} is not finite, though {loss} = {lossValue} is",
            GradientState.Frozen => $"{gradient} would be fine: {Sizes}",
            _ => $"{gradient} is fine: {Sizes}{PartlyZero}",
        };
    }

    private string Sizes
    {
        get
        {
            var size = NodeLabels.Short(Magnitude.Of(diagnosis.Parameter.Value).Norm);
            return $"‖∂{loss}/∂{parameter}‖ = {NodeLabels.Short(diagnosis.Norm)}, where ‖{parameter}‖ = {size} and {loss} = {lossValue}";
        }
    }

    private string Everywhere => diagnosis.Parameter.Shape.Size is > 1 and var size
        ? string.Create(CultureInfo.InvariantCulture, $" in all {size:N0} elements")
        : "";

    private string PartlyZero =>
        diagnosis.ZeroShare is > 0 and var share ? string.Create(CultureInfo.InvariantCulture, $"; {100 * share:0.#} % of it is 0") : "";
}
