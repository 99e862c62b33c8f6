using ChainRule.Board;
using ChainRule.Formulas;

namespace ChainRule.Tests.Board;

public class BoardHistoryTests
{
    private static readonly BoardState Lecture = BoardState.Default;

    private readonly BoardHistory history = new();

    [Fact]
    public void What_was_changed_is_undone_and_done_again()
    {
        var (second, third) = (With("w^2"), With("w^3"));
        history.Record(Lecture, second, null, At(0));
        history.Record(second, third, null, At(0));
        Assert.Equal("w^2", history.Undo(third)?.Formula);
        Assert.Equal(Lecture.Formula, history.Undo(second)?.Formula);
        Assert.False(history.CanUndo);
        Assert.Null(history.Undo(Lecture));
        Assert.Equal("w^2", history.Redo(Lecture)?.Formula);
        Assert.Equal("w^3", history.Redo(second)?.Formula);
        Assert.Null(history.Redo(third));
    }

    [Fact]
    public void What_is_typed_in_one_go_is_one_entry_and_a_pause_ends_it()
    {
        BoardState[] typed = [With("s"), With("si"), With("sin"), With("sin(w)")];
        history.Record(Lecture, typed[0], "formula", At(0));
        history.Record(typed[0], typed[1], "formula", At(0.5));
        history.Record(typed[1], typed[2], "formula", At(1.2));
        history.Record(typed[2], typed[3], "formula", At(2.3));
        Assert.Equal("sin", history.Undo(typed[3])?.Formula);
        Assert.Equal(Lecture.Formula, history.Undo(typed[2])?.Formula);
    }

    [Fact]
    public void Two_kinds_of_change_are_two_entries()
    {
        var second = With("w^2");
        var third = second with { Rate = 0.3 };
        history.Record(Lecture, second, "formula", At(0));
        history.Record(second, third, "rate", At(0.1));
        Assert.Equal(second, history.Undo(third));
        Assert.Equal(Lecture, history.Undo(second));
    }

    [Fact]
    public void A_change_after_undo_forgets_what_was_undone()
    {
        var (second, third) = (With("w^2"), With("w^3"));
        history.Record(Lecture, second, "formula", At(0));
        history.Undo(second);
        history.Record(Lecture, third, "formula", At(0.1));
        Assert.False(history.CanRedo);
        Assert.Equal(Lecture, history.Undo(third));
    }

    [Fact]
    public void Views_and_equal_states_are_no_entries()
    {
        history.Record(Lecture, Lecture with { Step = 3, Mode = BoardMode.Quiz, Hidden = BoardParts.Chain, Open = [] }, null, At(0));
        history.Record(Lecture,
            Lecture with { Values = Lecture.Values.ToDictionary(v => v.Key, v => new ArrayValue([.. v.Value.Shape], [.. v.Value.Data])) },
            null, At(0));
        Assert.False(history.CanUndo);
        var other = new Dictionary<string, ArrayValue>(Lecture.Values) { ["w"] = new([], [7]) };
        history.Record(Lecture, Lecture with { Values = other }, null, At(0));
        Assert.True(history.CanUndo);
    }

    [Fact]
    public void A_long_day_keeps_the_last_two_hundred()
    {
        for (var i = 0; i < 300; i++) history.Record(With($"w^{i}"), With($"w^{i + 1}"), null, At(i));
        var present = With("w^300");
        var count = 0;
        for (; history.Undo(present) is { } earlier; present = earlier) count++;
        Assert.Equal((200, "w^100"), (count, present.Formula));
    }

    private static BoardState With(string formula) => Lecture with { Formula = formula };

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
