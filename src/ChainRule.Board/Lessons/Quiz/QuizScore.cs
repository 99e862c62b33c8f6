namespace ChainRule.Board;

/// <summary>How a quiz goes: what is right, what was right at the first try, and which kinds of mistakes were made.</summary>
/// <param name="quiz">The quiz.</param>
public sealed class QuizScore(Quiz quiz)
{
    private static readonly Dictionary<AnswerKind, string> Words = new()
    {
        [AnswerKind.TooRough] = "too few digits",
        [AnswerKind.WrongSign] = "a wrong sign",
        [AnswerKind.ForgotPath] = "a forgotten path",
        [AnswerKind.AssignedInsteadOfAdded] = "= in place of +=",
        [AnswerKind.ForgotUpstream] = "a forgotten upstream gradient",
        [AnswerKind.ForgotLocal] = "a forgotten local derivative",
        [AnswerKind.AddedInsteadOfMultiplied] = "factors added, not multiplied",
        [AnswerKind.UsedForwardValue] = "a value of the forward pass taken for a derivative",
        [AnswerKind.ForgotFactor] = "a forgotten factor",
        [AnswerKind.UpsideDown] = "a number upside down",
        [AnswerKind.WrongOperation] = "another operation",
        [AnswerKind.NotThis] = "something else",
    };

    private readonly HashSet<int> right = [], missed = [];
    private readonly List<AnswerKind> mistakes = [];

    /// <summary>The number of questions.</summary>
    public int Total => quiz.Questions.Count;

    /// <summary>The number of questions that are answered.</summary>
    public int Right => right.Count;

    /// <summary>The number of questions that were answered at the first try, and without being told the answer.</summary>
    public int AtFirstTry => right.Count(number => !missed.Contains(number));

    /// <summary>Whether every question is answered.</summary>
    public bool IsDone => Total > 0 && Right == Total;

    /// <summary>The kinds of mistakes that were made, the most frequent first: <c>a wrong sign (2)</c>.</summary>
    public IReadOnlyList<string> Mistakes => [.. mistakes
        .CountBy(kind => kind)
        .OrderByDescending(made => made.Value)
        .Select(made => made.Value == 1 ? Words[made.Key] : $"{Words[made.Key]} ({made.Value})")];

    /// <summary>How it went, in a sentence or two.</summary>
    public string Summary => $"{AtFirstTry} of {Total} right at the first try. "
        + (mistakes.Count == 0 ? "No mistakes." : $"Mistakes: {string.Join(", ", Mistakes)}.");

    /// <summary>Counts an answer. Once a question is answered, further answers to it do not count.</summary>
    public void Count(QuizQuestion question, QuizAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(answer);
        if (right.Contains(question.Number) || answer.Kind == AnswerKind.Unreadable) return;
        if (answer.IsRight)
        {
            right.Add(question.Number);
            return;
        }
        missed.Add(question.Number);
        mistakes.Add(answer.Kind);
    }

    /// <summary>Notes that the answer to a question was shown.</summary>
    public void Tell(QuizQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (!right.Contains(question.Number)) missed.Add(question.Number);
    }
}
