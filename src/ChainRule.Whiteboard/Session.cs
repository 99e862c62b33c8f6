using ChainRule.Board;
using ChainRule.Formulas;

namespace ChainRule.Whiteboard;

/// <summary>
/// What is on the board: the state that a link holds, and the lesson made of it. A mistake in the formula or in a value is said, and the
/// last good picture stays.
/// </summary>
public sealed class Session
{
    private readonly Dictionary<string, string> mistakes = [];

    public Session() => Lesson = Made(State = BoardState.Default);

    /// <summary>Raised after anything changed.</summary>
    public event Action? Changed;

    /// <summary>Raised when another formula came onto the board, or values from outside.</summary>
    public event Action? Replaced;

    /// <summary>Everything that a link holds. The formula is as it was typed, good or not.</summary>
    public BoardState State { get; private set; }

    /// <summary>The lesson on the last good formula.</summary>
    public Lesson Lesson { get; private set; }

    public Problem Problem => Lesson.Problem;

    /// <summary>Which statements are folded in the picture.</summary>
    public Folding Folding => Lesson.Fold(State.Open);

    /// <summary>What is wrong with the formula, with a caret under the place; none if nothing is.</summary>
    public string? Mistake { get; private set; }

    /// <summary>The step that is shown: an edit keeps it, as far as there are so many.</summary>
    public int Step => Math.Clamp(State.Step, 0, Lesson.Count - 1);

    /// <summary>The whole explanation at the values of now, for what writes or counts on it.</summary>
    public Explanations.Explanation Explain() => Problem.Explain(new ExplainOptions { LearningRate = State.Rate });

    /// <summary>What is wrong with the text that was given as a value.</summary>
    public string? MistakeOf(string name) => mistakes.GetValueOrDefault(name);

    /// <summary>Puts another state on the board.</summary>
    public void Show(BoardState state)
    {
        mistakes.Clear();
        Bind(state);
    }

    /// <summary>Another formula; names that it shares with the one before keep their values.</summary>
    public void Edit(string formula) => Bind(State with { Formula = formula });

    /// <summary>Puts on the board what a link holds; what is wrong with it is said.</summary>
    public void Follow(string fragment)
    {
        try
        {
            Show(BoardLink.Read(fragment));
        }
        catch (BoardException e)
        {
            Mistake = e.Message;
            Changed?.Invoke();
        }
    }

    /// <summary>Gives a name the value that was typed.</summary>
    public void Type(string name, string text)
    {
        try
        {
            var value = ValueSyntax.Parse(text);
            mistakes.Remove(name);
            if (Problem.Value(name).Shape.SequenceEqual(value.Shape)) Set(name, value);
            else Bind(State with { Values = With(name, value) });
        }
        catch (FormulaException e)
        {
            mistakes[name] = e.Message;
            Changed?.Invoke();
        }
    }

    /// <summary>Gives a name another value of the same shape: the graph stays, the numbers follow.</summary>
    public void Set(string name, ArrayValue value)
    {
        Problem.Set(name, TensorData.Wrap([.. value.Data], Shape.Create(value.Shape)));
        State = State with { Values = With(name, value) };
        if (Mistake is null)
        {
            Refresh();
            return;
        }
        Lesson.Update();
        Bind(State); // perhaps this value makes it good
    }

    /// <summary>Takes over the values that the parameters have got by themselves, as in a descent.</summary>
    public void Collect()
    {
        var values = new Dictionary<string, ArrayValue>(State.Values);
        foreach (var parameter in Problem.Wrt.OfType<Parameter>())
            values[parameter.Name!] = new([.. parameter.Shape], parameter.Value.ToDoubles());
        State = State with { Values = values };
        Refresh();
    }

    /// <summary>Changes what only concerns the view: the step, the mode, what is hidden.</summary>
    public void Look(Func<BoardState, BoardState> change)
    {
        State = change(State);
        Changed?.Invoke();
    }

    /// <summary>Folds or unfolds the block that a node ends.</summary>
    public void Fold(string node)
    {
        if (Lesson.Blocks.FirstOrDefault(block => block.Node == node) is { } block)
            Look(state => state with { Open = Folding.Toggle(block.Name) });
    }

    public void Go(int step) => Look(state => state with { Step = Math.Clamp(step, 0, Lesson.Count - 1) });

    public void SetRate(double rate)
    {
        State = State with { Rate = rate };
        Lesson.Rate = rate;
        Refresh();
    }

    private void Refresh()
    {
        Lesson.Update();
        Changed?.Invoke();
    }

    private Dictionary<string, ArrayValue> With(string name, ArrayValue value) => new(State.Values) { [name] = value };

    private void Bind(BoardState state)
    {
        State = state;
        try
        {
            (Lesson, Mistake) = (Made(state), null);
            Replaced?.Invoke();
        }
        catch (FormulaException e)
        {
            Mistake = e.Render();
        }
        catch (Exception e) when (e is BoardException or ShapeException)
        {
            Mistake = e.Message;
        }
        Changed?.Invoke();
    }

    private static Lesson Made(BoardState state) => Lesson.Of(state.Bind(), state.Rate);
}
