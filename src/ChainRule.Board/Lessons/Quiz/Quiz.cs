using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>
/// Questions on the numbers of a derivation. A wrong answer is told which kind of mistake it is, found by trying the mistakes that people
/// make on the derivation's own numbers.
/// </summary>
/// <example><code>
/// var quiz = Quiz.Of(problem, BoardParts.Chain, seed: 1);
/// var answer = quiz.Check(quiz.Questions[0], "-2");
/// Console.WriteLine(answer.Message);
/// </code></example>
public sealed class Quiz
{
    /// <summary>The most questions of a quiz.</summary>
    public const int MaxQuestions = 16;

    private readonly HintWriter hints;

    private Quiz(Explanation explanation, BoardParts hide, int seed)
    {
        hints = new HintWriter(explanation);
        Questions = [.. QuizCells.Of(explanation, hide, seed, MaxQuestions).Select((cell, i) => new QuizQuestion(i + 1, cell))];
    }

    /// <summary>The questions, in the order in which a walk through the derivation meets them.</summary>
    public IReadOnlyList<QuizQuestion> Questions { get; }

    /// <summary>A quiz on a problem with the values that it has now.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="hide">What is asked for.</param>
    /// <param name="seed">Which numbers are asked for where there are many; the same seed asks the same.</param>
    public static Quiz Of(Problem problem, BoardParts hide, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return Of(problem.Derive().Explain(), hide, seed);
    }

    internal static Quiz Of(Explanation explanation, BoardParts hide, int seed) => new(explanation, hide, seed);

    /// <summary>What there is to say of an answer.</summary>
    /// <exception cref="ArgumentException">The question is of another quiz.</exception>
    public QuizAnswer Check(QuizQuestion question, string answer)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(answer);
        if (!Questions.Contains(question)) throw new ArgumentException("the question is of another quiz", nameof(question));
        var (given, problem) = AnswerReader.Read(answer);
        return given is { } number ? new AnswerJudge(question.Cell, number, hints).Judge() : new(AnswerKind.Unreadable, problem!);
    }

    /// <summary>Hints, each telling more: the rule, its formula, the numbers put in, the answer.</summary>
    public IReadOnlyList<string> Hints(QuizQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return hints.For(question.Cell);
    }
}
