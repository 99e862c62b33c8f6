using System.Globalization;
using ChainRule.Board;
using ChainRule.Formulas;

namespace ChainRule.Tests.Board;

public class LessonTests
{
    /// <summary>L = (w − 2)² at w = 1 and rate 1.5: w becomes 4 and L becomes 4. L″ = 2, and 1.5·2 = 3.</summary>
    [Fact]
    public void A_step_that_makes_the_loss_grow_is_told_why()
    {
        var end = Lesson.Of(PracticeProblems.Lecture(), 1.5).Steps[^1];
        Assert.Equal("L = 4 at the updated values; it was 1.", end.Line);
        Assert.Equal("L grew from 1 to 4: the rate 1.5 times the curvature 2 is 3: beyond 2 each step lands farther from the minimum "
            + "than it began; a rate below 1 would shrink it.", end.Why);
        Assert.Null(Lesson.Of(PracticeProblems.Lecture(), 0.1).Steps[^1].Why);
    }

    [Fact]
    public void TheLectureGoesAsOnTheBoard() => Assert.Equal(
        """
        Given: w = 1, x = 1, y = 2. x and y are data.
        Forward: ŷ = w·x = 1·1 = 1: result 1 of 3.
        Forward: s = ŷ − y = 1 − 2 = −1: result 2 of 3.
        Forward: L = s² = (−1)² = 1: result 3 of 3.
        Seed: ∂L/∂L = 1: L changes just as much as it changes itself. Here the way back begins.
        Local: ∂L/∂s = 2s: how L changes as s changes.
        Numbers: ∂L/∂s = 2s = 2(−1) = −2: how L changes as s changes.
        Multiply: ∂L/∂s = 1·(−2) = −2: upstream ∂L/∂L times local ∂L/∂s.
        Local: ∂s/∂ŷ = 1: how s changes as ŷ changes.
        Multiply: ∂L/∂ŷ = −2·1 = −2: upstream ∂L/∂s times local ∂s/∂ŷ.
        Local: ∂ŷ/∂w = x: how ŷ changes as w changes.
        Numbers: ∂ŷ/∂w = x = 1: how ŷ changes as w changes.
        Multiply: ∂L/∂w = −2·1 = −2: upstream ∂L/∂ŷ times local ∂ŷ/∂w.
        Meaning: ∂L/∂w = ∂L/∂s · ∂s/∂ŷ · ∂ŷ/∂w = (−2)(1)(1) = −2. Negative: a small increase of w lowers L, so increase w.
        Update: w ← w − 0.1·(−2) = 1.2: one step against the gradient, with the learning rate 0.1.
        After: L = 0.64 at the updated values; it was 1.
        """.ReplaceLineEndings("\n"),
        string.Join('\n', Lessons.Read(Lessons.Lecture).Steps.Select(step => $"{step.Phase}: {step.Line}")));

    [Fact]
    public void WherePathsMergeTheyAreAdded()
    {
        var lines = Lessons.Read(Lessons.TwoPaths).Steps.Select(step => step.Line).ToList();
        Assert.Contains("∂e/∂w += 1·4 = 4: upstream ∂e/∂v₅ times local ∂v₅/∂w.", lines);
        Assert.Contains("∂e/∂w = 4 so far; 1 more to come.", lines);
        Assert.Contains("∂e/∂w = 4 + (−18) = −14: the sum over all 2 edges.", lines);
    }

    [Fact]
    public void LearnersQuestionsAreAnswered()
    {
        string Whys(string link) => string.Join('\n', Lessons.Read(link).Steps.Select(step => step.Why));
        Assert.Contains("y is data and never changed, so no gradient goes there.", Whys(Lessons.Lecture), StringComparison.Ordinal);
        Assert.Contains("hence the minus", Whys(Lessons.Lecture), StringComparison.Ordinal);
        Assert.Contains("So it is +=", Whys(Lessons.TwoPaths), StringComparison.Ordinal);
        Assert.Contains("That is why the order is topological.", Whys("e=a = w*w; loss = a*a + a"), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsShownBeforeItIsFound()
    {
        var lesson = Lessons.Read(Lessons.Lecture);
        Assert.Equal("w 1 — | x 1  | ŷ — — | y 2  | s — — | L — —", Nodes(lesson.At(0)));
        Assert.Equal("w 1 — | x 1  | ŷ 1 — | y 2  | s −1 — | L — —", Nodes(lesson.At(2)));
        Assert.Equal("w 1 — | x 1  | ŷ 1 — | y 2  | s −1 −2 | L 1 1", Nodes(lesson.At(8)));
        Assert.Equal("w 1 −2 | x 1  | ŷ 1 −2 | y 2  | s −1 −2 | L 1 1", Nodes(lesson.At(99)));
        Assert.Equal(["1.2", "0.64"], lesson.At(99).Nodes.Select(node => node.After).OfType<string>());
        Assert.All(lesson.At(4).Ledger.SelectMany(row => row.Locals),
            local => Assert.Equal((false, ""), (local.Formula.IsVisible, local.Formula.Text)));
    }

    [Fact]
    public void AGradientShowsWhatHasComeTogether()
    {
        var lesson = Lessons.Read(Lessons.TwoPaths);
        Assert.Equal(["—", "4", "−14"],
            Enumerable.Range(0, lesson.Count).Select(step => lesson.At(step).Nodes.Single(node => node.Name == "w").Gradient).Distinct());
    }

    [Fact]
    public void MazursNumbersComeOut()
    {
        var view = Lessons.Read(Lessons.Mazur + "&rate=0.5").At(999);
        BoardNode Node(string name) => view.Nodes.Single(node => node.Name == name);
        Assert.Equal(["0.59327", "0.75137", "0.29837"], new[] { "h₁", "o₁", "E" }.Select(name => Node(name).Value));
        Assert.Equal(["0.082167", "0.00043857"], new[] { "w₅", "w₁" }.Select(name => Node(name).Gradient));
        Assert.Equal(["0.35892", "0.40867", "0.5113", "0.56137", "0.14978", "0.19956", "0.24975", "0.2995"],
            new[] { "w₅", "w₆", "w₇", "w₈", "w₁", "w₂", "w₃", "w₄" }.Select(name => Node(name).After));
    }

    [Fact]
    public void MicrogradsNumbersComeOut()
    {
        var view = Lessons.Read(Lessons.Micrograd).At(999);
        Assert.Equal("24.704", view.Nodes.Single(node => node.Kind == NodeKind.Output).Value);
        Assert.Equal(["138.83", "645.58"], view.Nodes.Where(node => node.Kind == NodeKind.Parameter).Select(node => node.Gradient));
    }

    [Theory]
    [MemberData(nameof(Lessons.All), MemberType = typeof(Lessons))]
    public void AfterAnUpdateItIsTheSameAsANewLesson(string link)
    {
        var changed = Lessons.Read(link);
        var name = changed.Problem.Formula.FreeNames[0];
        var value = changed.Problem.Value(name).ToDoubles().Select(number => number * 1.5 + 0.25).ToArray();
        changed.Problem.Set(name, TensorData.Wrap(value, changed.Problem.Value(name).Shape));
        changed.Update();
        var fresh = Lesson.Of((BoardLink.Read(link) with { Values = Values(changed.Problem) }).Bind(), changed.Rate);
        for (var step = 0; step < changed.Count; step++)
        {
            Assert.Equal(changed.Step(step).Line, fresh.Step(step).Line);
            Assert.Equal(Nodes(changed.At(step)), Nodes(fresh.At(step)));
        }
    }

    [Theory]
    [MemberData(nameof(Lessons.All), MemberType = typeof(Lessons))]
    public void IdsStayTheSame(string link)
    {
        var lesson = Lessons.Read(link);
        string Ids(int step) =>
            string.Join(' ',
                lesson
                    .At(step).Nodes
                    .Select(node => node.Id)
                    .Concat(lesson.At(step).Edges.Select(edge => $"{edge.Id}:{edge.From}>{edge.To}")));
        Assert.Single(Enumerable.Range(0, lesson.Count).Select(Ids).Distinct());
    }

    [Fact]
    public void WhatIsHiddenIsAQuestion()
    {
        var lesson = Lessons.Read(Lessons.Lecture);
        Assert.Equal("w 1 ? | x 1  | ŷ 1 ? | y 2  | s −1 ? | L 1 ?", Nodes(lesson.At(99, BoardParts.Chain)));
        Assert.Equal("w 1 −2 | x 1  | ŷ ? −2 | y 2  | s ? −2 | L ? 1", Nodes(lesson.At(99, BoardParts.Values)));
        Assert.All(lesson.At(99, BoardParts.Local).Ledger.SelectMany(row => row.Locals), local => Assert.Equal("?", local.Formula.Text));
    }

    [Fact]
    public void MatricesAreGrids()
    {
        var view = Lessons.Read(Lessons.Layer).At(999);
        var product = view.Nodes.Single(node => node.Formula == "x @ W");
        Assert.Equal(["2.5", "1.25", "5.5", "2.25"], product.ValueGrid!.Texts);
        Assert.Equal(("[2, 2]", 2, 2), (product.Shape, product.GradientGrid!.Rows, product.GradientGrid.Columns));
        Assert.Equal(view.Nodes.Where(node => node.Name is "x" or "W").Select(node => node.Id),
            [view.Products[0].Left, view.Products[0].Above]);
        var wide = Lessons.Read(Lessons.Wide).At(0).Nodes.Single(node => node.Name == "W").ValueGrid!;
        Assert.Equal((true, -8d, 8d), (wide.IsHeatMap, wide.Min, wide.Max));
    }

    [Fact]
    public void ACellHasAStory()
    {
        var lesson = Lessons.Read(Lessons.Layer);
        var product = lesson.At(0).Products[0].Node;
        Assert.Equal("v₁[1, 0] = x[1, 0]·W[0, 0] + x[1, 1]·W[1, 0] = 3·0.5 + 4·1 = 5.5", lesson.CellStory(product, 1, 0));
        Assert.Equal("v₁ is [2, 2]: it has no cell [2, 0]", Assert.Throws<BoardException>(() => lesson.CellStory(product, 2, 0)).Message);
        Assert.Throws<BoardException>(() => lesson.CellStory("n0", 0, 0));
    }

    private static Dictionary<string, ArrayValue> Values(Problem problem) =>
        problem.Formula.FreeNames.ToDictionary(name => name,
            name => new ArrayValue([.. problem.Value(name).Shape], problem.Value(name).ToDoubles()));

    private static string Nodes(BoardView view) =>
        string.Join(" | ",
            view.Nodes.Select(node => string.Create(CultureInfo.InvariantCulture, $"{node.Name} {node.Value} {node.Gradient}")));
}
