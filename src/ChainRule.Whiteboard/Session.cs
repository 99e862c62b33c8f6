using System.Diagnostics;
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
    private readonly BoardHistory history = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private IReadOnlyList<BoardField> fields;
    private Descent? descent;

    public Session() => (Lesson, fields) = (Made(State = BoardState.Default), BoardField.Of(State));

    /// <summary>Raised after anything changed.</summary>
    public event Action? Changed;

    /// <summary>Raised when another formula came onto the board, or values from outside.</summary>
    public event Action? Replaced;

    /// <summary>
    /// Everything that a link holds. The formula is as it was typed, good or not, and the parameters are where training begins.
    /// </summary>
    public BoardState State { get; private set; }

    /// <summary>The lesson on the last good formula.</summary>
    public Lesson Lesson { get; private set; }

    /// <summary>The last state of a formula that is no example's, so that looking at examples loses nothing.</summary>
    public BoardState? Own { get; private set; }

    public Problem Problem => Lesson.Problem;

    /// <summary>Which statements are folded in the picture.</summary>
    public Folding Folding => Lesson.Fold(State.Open);

    /// <summary>Whether the first screen is shown, which asks the question. A mistake is said where it can be put right.</summary>
    public bool IsOpening => !State.IsBegun && Mistake is null;

    /// <summary>What is wrong with the formula, with a caret under the place; none if nothing is.</summary>
    public string? Mistake { get; private set; }

    /// <summary>The formula that was probably meant, where one can be offered for a mistake.</summary>
    public string? Instead { get; private set; }

    /// <summary>The step that is shown: an edit keeps it, as far as there are so many.</summary>
    public int Step => Math.Clamp(State.Step, 0, Lesson.Count - 1);

    /// <summary>
    /// The free names of the formula as it was last read, with their values of now: those that training has found, or proposed ones.
    /// </summary>
    public IReadOnlyList<BoardField> Fields =>
        Mistake is null ? [.. fields.Select(known => known with { Value = ValueOf(known.Name) })] : fields;

    /// <summary>
    /// The training of the formula's parameters. It goes on, whatever else is looked at, until something is changed by hand.
    /// </summary>
    public Descent Descent => descent ??= new(Problem, State.Rate);

    /// <summary>Whether the parameters are where training has led, not where the state says.</summary>
    public bool IsTrained => descent is { Current.Step: > 0 };

    public bool CanUndo => IsTrained || history.CanUndo;

    public bool CanRedo => history.CanRedo;

    /// <summary>The whole explanation at the values of now, for what writes or counts on it.</summary>
    public Explanations.Explanation Explain() => Problem.Explain(new ExplainOptions { LearningRate = State.Rate });

    /// <summary>What is wrong with the text that was given as a value.</summary>
    public string? MistakeOf(string name) => mistakes.GetValueOrDefault(name);

    /// <summary>
    /// Puts another state on the board. One's own formula is kept in <see cref="Own"/>, and a lesson that is under way goes on.
    /// </summary>
    public void Show(BoardState state)
    {
        if (Presets.Shown(State) is null) Own = Now();
        Change(state with { IsBegun = state.IsBegun || State.IsBegun }, kind: null);
    }

    /// <summary>Puts an example on the board, in the mode that is on unless that is the one to begin with.</summary>
    public void Begin(Preset preset) => Show(preset.ToState() with { Mode = State.Mode == BoardMode.Step ? preset.Mode : State.Mode });

    /// <summary>Another formula; names that it shares with the one before keep their values where they can.</summary>
    public void Edit(string formula) => Change(Now().WithFormula(formula) with { IsBegun = true }, "formula");

    /// <summary>Another table of data.</summary>
    public void Paste(string? table) => Look(state => Recorded(state with { Table = table }, "table"));

    /// <summary>Puts on the board what a link holds; what is wrong with it is said.</summary>
    /// <param name="fragment">The link.</param>
    /// <param name="isFirst">Whether the page begins with it, so that there is nothing to go back to.</param>
    public void Follow(string fragment, bool isFirst = false)
    {
        try
        {
            var state = BoardLink.Read(fragment);
            if (isFirst) Bind(state);
            else Show(state);
        }
        catch (BoardException e)
        {
            (Mistake, Instead) = (e.Message, e.Instead);
            Changed?.Invoke();
        }
    }

    /// <summary>Gives a name the value that was typed.</summary>
    public void Type(string name, string text)
    {
        if (Parse(name, text) is { } value) Set(name, value);
    }

    /// <summary>Gives one number of an array the value that was typed.</summary>
    public void TypeElement(string name, ArrayValue array, int place, string text)
    {
        if (Parse(name, text) is not { } value) return;
        if (value.Shape.Length > 0)
        {
            Say(name, "one place takes one number");
            return;
        }
        double[] data = [.. array.Data];
        data[place] = value.Data[0];
        Set(name, new(array.Shape, data));
    }

    private ArrayValue? Parse(string name, string text)
    {
        try
        {
            var value = ValueSyntax.Parse(text);
            mistakes.Remove(name);
            return value;
        }
        catch (FormulaException e)
        {
            Say(name, e.Message);
            return null;
        }
    }

    private void Say(string name, string mistake)
    {
        mistakes[name] = mistake;
        Changed?.Invoke();
    }

    /// <summary>Gives a name another value. With the same shape the graph stays, and the numbers follow.</summary>
    public void Set(string name, ArrayValue value)
    {
        var state = Now();
        state = state with { Values = new Dictionary<string, ArrayValue>(state.Values) { [name] = value } };
        if (Mistake is not null || !Problem.Value(name).Shape.SequenceEqual(value.Shape))
        {
            Change(state, name);
            return;
        }
        Put(state, name);
    }

    /// <summary>Gives some numbers of the formula's names other values at once, as a hand in a picture does.</summary>
    public void Move(params IReadOnlyList<(string Name, int Element, double Value)> numbers)
    {
        if (Mistake is not null) return; // the picture is of the last good formula
        var state = Now();
        var values = new Dictionary<string, ArrayValue>(state.Values);
        string[] names = [.. numbers.Select(number => number.Name).Distinct()];
        foreach (var name in names) values[name] = ValueOf(name);
        foreach (var (name, element, number) in numbers) values[name].Data[element] = number;
        Put(state with { Values = values }, names);
    }

    /// <summary>Takes other values of the same shapes.</summary>
    private void Put(BoardState state, params string[] names)
    {
        State = Recorded(state, string.Join(' ', names));
        foreach (var name in names)
            Problem.Set(name, TensorData.Wrap([.. state.Values[name].Data], Shape.Create(state.Values[name].Shape)));
        descent?.Restart();
        Refresh();
    }

    /// <summary>Undoes the training if there is one, else the last change.</summary>
    public void Undo()
    {
        if (IsTrained) Reset();
        else if (history.Undo(State) is { } earlier) Bind(Beside(earlier));
    }

    /// <summary>Does again what was undone last.</summary>
    public void Redo()
    {
        if (history.Redo(State) is { } later) Bind(Beside(later));
    }

    /// <summary>Another time's formula and values in the mode of now.</summary>
    private BoardState Beside(BoardState other) => other with { Mode = State.Mode, IsBegun = State.IsBegun };

    /// <summary>Brings the parameters back to where training began.</summary>
    public void Reset()
    {
        descent?.Reset();
        Refresh();
    }

    /// <summary>Lets everything follow the parameters, which training has moved.</summary>
    public void Refresh()
    {
        Lesson.Update();
        Changed?.Invoke();
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

    public void Go(int step) => Look(state => state with { Step = Math.Clamp(step, 0, Lesson.Count - 1), IsBegun = true });

    public void SetRate(double rate)
    {
        State = Recorded(State with { Rate = rate }, "rate");
        Lesson.Rate = rate;
        if (descent is not null) descent.Rate = rate;
        Refresh();
    }

    private void Change(BoardState state, string? kind) => Bind(Recorded(state, kind));

    private BoardState Recorded(BoardState state, string? kind)
    {
        history.Record(State, state, kind, clock.Elapsed);
        return state;
    }

    /// <summary>The state with the parameters that training has found: where one of them is changed by hand, the others stay.</summary>
    private BoardState Now() => !IsTrained ? State : State with
    {
        Values = Descent.Parameters.Aggregate(new Dictionary<string, ArrayValue>(State.Values), (values, parameter) =>
        {
            values[parameter.Name!] = ValueOf(parameter.Name!);
            return values;
        }),
    };

    private ArrayValue ValueOf(string name) => new([.. Problem.Value(name).Shape], Problem.Value(name).ToDoubles());

    private void Bind(BoardState state)
    {
        mistakes.Clear();
        (State, Instead) = (state, null);
        try
        {
            fields = BoardField.Of(state);
            (Lesson, Mistake, descent) = (Made(state), null, null);
            Replaced?.Invoke();
        }
        catch (FormulaException e)
        {
            Mistake = e.Render();
        }
        catch (Exception e) when (e is BoardException or ShapeException)
        {
            (Mistake, Instead) = (e.Message, (e as BoardException)?.Instead);
        }
        Changed?.Invoke();
    }

    private static Lesson Made(BoardState state) => Lesson.Of(state.Bind(), state.Rate);
}
