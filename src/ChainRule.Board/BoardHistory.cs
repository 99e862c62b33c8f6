namespace ChainRule.Board;

/// <summary>
/// The states of a board before and after the present one. What a hand does in one go, such as typing a word or dragging a slider, is one
/// entry. What only concerns the view (step, mode, what is hidden or folded) is no entry.
/// </summary>
/// <example><code>
/// var history = new BoardHistory();
/// history.Record(before, after, "formula", clock.Elapsed);
/// var undone = history.Undo(after);
/// </code></example>
public sealed class BoardHistory
{
    /// <summary>After a pause of this length a change of the same kind is an entry of its own.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const int MaxEntries = 200;

    private readonly LinkedList<BoardState> past = [];
    private readonly Stack<BoardState> future = [];
    private string? lastKind;
    private TimeSpan lastTime;

    /// <summary>Whether there is something to undo.</summary>
    public bool CanUndo => past.Count > 0;

    /// <summary>Whether there is something to do again.</summary>
    public bool CanRedo => future.Count > 0;

    /// <summary>Keeps a state that gives way to another. What was undone before can no longer be done again.</summary>
    /// <param name="before">The state that is left.</param>
    /// <param name="after">The state that takes its place.</param>
    /// <param name="kind">
    /// What changes: changes of one kind without a pause are one entry. <see langword="null"/> is always an entry of its own.
    /// </param>
    /// <param name="time">The time, on any clock that never goes back.</param>
    public void Record(BoardState before, BoardState after, string? kind, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (IsSame(before, after)) return;
        var goesOn = kind is not null && kind == lastKind && time - lastTime < Pause && future.Count == 0;
        (lastKind, lastTime) = (kind, time);
        future.Clear();
        if (goesOn) return;
        past.AddLast(before);
        if (past.Count > MaxEntries) past.RemoveFirst();
    }

    /// <summary>The state before the last entry, or <see langword="null"/> if there is none.</summary>
    /// <param name="present">The state to come back to by <see cref="Redo"/>.</param>
    public BoardState? Undo(BoardState present)
    {
        if (past.Last is not { Value: var earlier }) return null;
        past.RemoveLast();
        future.Push(present);
        lastKind = null;
        return earlier;
    }

    /// <summary>The state after the last one that was undone, or <see langword="null"/> if there is none.</summary>
    /// <param name="present">The state to come back to by <see cref="Undo"/>.</param>
    public BoardState? Redo(BoardState present)
    {
        if (!future.TryPop(out var later)) return null;
        past.AddLast(present);
        lastKind = null;
        return later;
    }

    /// <summary>Whether two states differ in no more than the view.</summary>
    private static bool IsSame(BoardState a, BoardState b) =>
        a.Formula == b.Formula && a.Rate == b.Rate && a.Table == b.Table && a.Wrt.SequenceEqual(b.Wrt) && HaveSameValues(a, b);

    private static bool HaveSameValues(BoardState a, BoardState b) =>
        ReferenceEquals(a.Values, b.Values) || (a.Values.Count == b.Values.Count && a.Values.All(value =>
            b.Values.TryGetValue(value.Key, out var other)
            && value.Value.Shape.SequenceEqual(other.Shape)
            && value.Value.Data.SequenceEqual(other.Data)));
}
