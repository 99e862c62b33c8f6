using ChainRule.Board.Drawing;

namespace ChainRule.Board;

/// <summary>Draws the graph of a worksheet: what is asked for is a blank with the question's number.</summary>
internal static class SheetGraph
{
    private const string Blank = "_____", Namespace = " xmlns=\"http://www.w3.org/2000/svg\"";

    public static string Svg(Lesson lesson, Quiz quiz, BoardParts hide)
    {
        var view = lesson.At(int.MaxValue, hide | BoardParts.Meaning);
        var blanks = view with
        {
            Nodes = [.. view.Nodes.Select(node => node with
            {
                Value = Written(node.Value, Find(question => question.Kind == QuizKind.Value && IsOf(question, node.Id))),
                Gradient = Written(node.Gradient, Find(question => question.Kind == QuizKind.Total && IsBy(question, node.Id))),
                After = null,
                IsCurrent = false,
            })],
            Edges = [.. view.Edges.Select(edge => edge with
            {
                Forward = edge.Forward == ViewFrame.Hidden ? "" : edge.Forward,
                Local = Written(edge.Local, Find(question => question.Kind == QuizKind.Local && IsAlong(question, edge.Id))),
                Chain = Written(edge.Chain, Find(question => question.Kind == QuizKind.Contribution && IsAlong(question, edge.Id))),
            })],
        };
        // In a page it needs no namespace.
        return BoardSvg.Render(blanks, lesson.Layout, BoardTheme.Light).Replace(Namespace, "", StringComparison.Ordinal);

        QuizQuestion? Find(Func<QuizQuestion, bool> isHere) => quiz.Questions.FirstOrDefault(isHere);

        bool IsOf(QuizQuestion question, string node) => lesson.NodeId(question.Of) == node;

        bool IsBy(QuizQuestion question, string node) => question.Wrt is { } wrt && lesson.NodeId(wrt) == node;

        bool IsAlong(QuizQuestion question, string edge) => $"{lesson.NodeId(question.Of)}i{question.Cell.Edge!.Input}" == edge;
    }

    private static string Written(string text, QuizQuestion? question) =>
        text != ViewFrame.Hidden ? text : question is null ? Blank : $"({question.Number}) {Blank}";
}
