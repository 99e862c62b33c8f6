using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>The last question of a worksheet: what the signs of the gradients mean, and where a step leads.</summary>
internal sealed class SheetStep(Explanation explanation)
{
    private const string Blank = "<span class=\"blank\"></span>";

    private static readonly TextNotation Notation = FormulaNotation.Pretty;

    private readonly RowFormulas formulas = new(explanation.Derivation, Notation);

    private string Rate => Notation.Number(explanation.LearningRate);

    public string Questions() => Section(explanation.Parameters.Select(row =>
    {
        var (name, gradient) = (Encoded(formulas.Name(row.Parameter)), Encoded(formulas.Gradient(row.Parameter)));
        var sign = row.Gradient.Shape.Size == 1
            ? $"{gradient} is {Blank}, so should {name} grow or shrink? {Blank}"
            : $"Which elements of {name} should grow? {Blank}";
        return $"{sign}<br/>new {name} = {name} − {Rate}·{gradient} = {Blank}";
    }));

    public string Answers()
    {
        var meaning = new MeaningText(formulas, explanation);
        return Section(explanation.Parameters.Select(row =>
            $"{Encoded($"{formulas.Gradient(row.Parameter)} = {Notation.Value(row.Gradient)}")}{Direction(row)}"
            + $"<br/>{Encoded(meaning.Step(row))}"));
    }

    private string Section(IEnumerable<string> items) =>
        $"<h2>Sign and step, with the learning rate {Rate}</h2><ul>{string.Concat(items.Select(item => $"<li>{item}</li>"))}</ul>";

    private string Direction(ParameterRow row)
    {
        var name = Encoded(formulas.Name(row.Parameter));
        if (row.Advice.Count > 1)
            return $": {row.Advice.Count(advice => advice == Advice.Increase)} of {row.Advice.Count} elements of {name} should grow";
        return row.Advice[0] switch
        {
            Advice.Increase => $" is negative, so {name} should grow",
            Advice.Decrease => $" is positive, so {name} should shrink",
            _ => $" says nothing, so {name} stays",
        };
    }

    private static string Encoded(string text) => XmlText.Encode(text);
}
