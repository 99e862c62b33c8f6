using ChainRule.Board;
using ChainRule.Explanations;

namespace ChainRule.Tests.Board;

public class LessonProgramTests
{
    [Fact]
    public void Each_step_of_the_lecture_lights_its_line()
    {
        var lesson = Lesson.Of(BoardState.Default.Bind(), 0.1);
        var program = LessonProgram.Of(lesson, ProgramStyle.PyTorch);
        Assert.Equal(["w = torch.tensor(1.0, requires_grad=True)", "x = torch.tensor(1.0)", "y = torch.tensor(2.0)"],
            Lit(LessonPhase.Given).Order());
        Assert.Equal(["yhat = w * x"], Lit(LessonPhase.Forward));
        Assert.Equal(["loss.backward()"], Lit(LessonPhase.Seed));
        Assert.Equal(["loss.backward()"], Lit(LessonPhase.Multiply));
        Assert.Equal(["print(turn, loss.item(), w.grad.tolist())"], Lit(LessonPhase.Meaning));
        Assert.Equal(["w -= rate * w.grad", "w.grad.zero_()"], Lit(LessonPhase.Update));
        Assert.Equal(["yhat = w * x", "s = yhat - y", "loss = s ** 2"], Lit(LessonPhase.After));

        string[] Lit(LessonPhase phase)
        {
            var step = lesson.Steps.First(step => step.Phase == phase).Index;
            return [.. program.Lines.Where(line => program.IsLit(line, step)).Select(line => line.Text.Trim())];
        }
    }

    [Fact]
    public void Every_step_of_every_preset_lights_a_line_in_every_style()
    {
        foreach (var preset in Presets.All)
        {
            var lesson = Lesson.Of(preset.ToState().Bind(), preset.Rate);
            foreach (var style in Enum.GetValues<ProgramStyle>())
            {
                var program = LessonProgram.Of(lesson, style);
                for (var step = 0; step < lesson.Count; step++)
                    Assert.True(program.Lines.Any(line => program.IsLit(line, step)),
                        $"{preset.Id}, {style}, step {step} {lesson.Step(step).Line}");
            }
        }
    }
}
