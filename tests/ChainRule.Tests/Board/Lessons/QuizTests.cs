using ChainRule.Board;

namespace ChainRule.Tests.Board;

public class QuizTests
{
    private const BoardParts All = BoardParts.Values | BoardParts.Local | BoardParts.Chain;

    /// <summary>e = (y − (w·x + b))² + w² at w 2, x 3, b 1, y 10: ∂e/∂w = −18 + 4, of which w² brings 1·4.</summary>
    [Theory]
    [InlineData(QuizKind.Total, "∂e/∂w", "-14", AnswerKind.Right)]
    [InlineData(QuizKind.Total, "∂e/∂w", "−14.0", AnswerKind.Right)]
    [InlineData(QuizKind.Total, "∂e/∂w", "4 + 2*(-9)", AnswerKind.Right)]
    [InlineData(QuizKind.Total, "∂e/∂w", "-28/2", AnswerKind.Right)]
    [InlineData(QuizKind.Total, "∂e/∂w", "14", AnswerKind.WrongSign)]
    [InlineData(QuizKind.Total, "∂e/∂w", "-18", AnswerKind.AssignedInsteadOfAdded)]
    [InlineData(QuizKind.Total, "∂e/∂w", "4", AnswerKind.ForgotPath)]
    [InlineData(QuizKind.Total, "∂e/∂w", "22", AnswerKind.WrongSign)] // 4 + 18
    [InlineData(QuizKind.Total, "∂e/∂w", "-72", AnswerKind.WrongOperation)]
    [InlineData(QuizKind.Total, "∂e/∂w", "2", AnswerKind.UsedForwardValue)]
    [InlineData(QuizKind.Total, "∂e/∂w", "100", AnswerKind.NotThis)]
    [InlineData(QuizKind.Contribution, "∂e/∂w along v₁", "3", AnswerKind.ForgotUpstream)]
    [InlineData(QuizKind.Contribution, "∂e/∂w along v₁", "-6", AnswerKind.ForgotLocal)]
    [InlineData(QuizKind.Contribution, "∂e/∂w along v₁", "-3", AnswerKind.AddedInsteadOfMultiplied)]
    [InlineData(QuizKind.Total, "∂e/∂v₃", "3", AnswerKind.ForgotFactor)] // 1·2·3
    [InlineData(QuizKind.Local, "∂v₄/∂v₃", "6", AnswerKind.Right)]
    [InlineData(QuizKind.Local, "∂v₄/∂v₃", "9", AnswerKind.UsedForwardValue)]
    [InlineData(QuizKind.Local, "∂v₄/∂v₃", "1/6", AnswerKind.UpsideDown)]
    [InlineData(QuizKind.Local, "∂v₄/∂v₃", "3", AnswerKind.ForgotFactor)]
    [InlineData(QuizKind.Value, "v₁", "6", AnswerKind.Right)]
    [InlineData(QuizKind.Value, "v₁", "5", AnswerKind.WrongOperation)] // 2 + 3
    [InlineData(QuizKind.Value, "v₄", "3", AnswerKind.UsedForwardValue)]
    public void The_kind_of_mistake_is_named(QuizKind kind, string prompt, string answer, AnswerKind expected) =>
        Assert.Equal(expected, Ask(PracticeProblems.TwoPaths(), kind, prompt, answer).Kind);

    /// <summary>σ(1) = 0.731058…</summary>
    [Theory]
    [InlineData("0.73", AnswerKind.Right)]
    [InlineData("0.731", AnswerKind.Right)]
    [InlineData("0,7311", AnswerKind.Right)]
    [InlineData("7.3e-1", AnswerKind.Right)]
    [InlineData("0.7", AnswerKind.Right)]
    [InlineData("1", AnswerKind.UsedForwardValue)]
    [InlineData("0.732", AnswerKind.TooRough)]
    [InlineData("0.74", AnswerKind.TooRough)]
    [InlineData("0.75", AnswerKind.NotThis)]
    public void An_answer_is_right_to_the_digits_that_it_has(string answer, AnswerKind expected) =>
        Assert.Equal(expected, Ask(PracticeProblems.Make("loss = sigmoid(w)", "w=1"), QuizKind.Value, "L", answer).Kind);

    [Theory]
    [InlineData("", "write a number")]
    [InlineData("two", "two is a name")]
    [InlineData("2*", "expected")]
    [InlineData("1/0", "finite")]
    [InlineData("[1, 2]", "one number")]
    public void What_is_no_number_is_told_so(string answer, string word)
    {
        var told = Ask(PracticeProblems.Lecture(), QuizKind.Value, "ŷ", answer);

        Assert.Equal(AnswerKind.Unreadable, told.Kind);
        Assert.Contains(word, told.Message);
    }

    [Theory]
    [InlineData('(')]
    [InlineData('9')]
    [InlineData('-')]
    public void Long_answers_are_refused(char letter) =>
        Assert.Equal(AnswerKind.Unreadable, Ask(PracticeProblems.Lecture(), QuizKind.Value, "ŷ", new string(letter, 100_000)).Kind);

    [Fact]
    public void A_wrong_answer_is_told_the_rule() =>
        Assert.Contains("(s²)′ = 2s", Ask(PracticeProblems.Lecture(), QuizKind.Local, "∂L/∂s", "77").Message);

    [Fact]
    public void Hints_tell_more_and_more()
    {
        var quiz = Quiz.Of(PracticeProblems.Lecture(), BoardParts.Local);

        Assert.Equal(["(s²)′ = 2s", "∂L/∂s = 2s", "∂L/∂s = 2(−1)", "∂L/∂s = −2"], quiz.Hints(quiz.Questions[0]));
    }

    [Fact]
    public void Only_what_is_hidden_is_asked()
    {
        var problem = PracticeProblems.Lecture();

        Assert.Empty(Quiz.Of(problem, BoardParts.None).Questions);
        Assert.All(Quiz.Of(problem, BoardParts.Values).Questions, question => Assert.Equal(QuizKind.Value, question.Kind));
        Assert.Equal(["∂L/∂s", "∂L/∂ŷ", "∂L/∂w"], Quiz.Of(problem, BoardParts.Chain).Questions.Select(question => question.Prompt));
    }

    [Fact]
    public void The_same_seed_asks_the_same_and_another_something_else()
    {
        var problem = Presets.Find("micrograd").ToProblem();
        string Asked(int seed) => string.Join(", ", Quiz.Of(problem, All, seed).Questions.Select(question => question.Prompt));

        Assert.Equal(Asked(1), Asked(1));
        Assert.NotEqual(Asked(1), Asked(2));
        Assert.Equal(Quiz.MaxQuestions, Quiz.Of(problem, All, 1).Questions.Count);
    }

    [Theory]
    [InlineData("micrograd")]
    [InlineData("mazur")]
    [InlineData("matrix")]
    [InlineData("xor")]
    public void The_last_hint_holds_an_answer_that_is_right(string id)
    {
        var problem = Presets.Find(id).ToProblem();
        for (var seed = 0; seed < 5; seed++)
        {
            var quiz = Quiz.Of(problem, All, seed);
            Assert.All(quiz.Questions,
                question => Assert.True(quiz.Check(question, quiz.Hints(question)[^1].Split(" = ")[^1]).IsRight, question.Prompt));
        }
    }

    [Theory]
    [InlineData("e=w*w*w&w=2")]
    [InlineData("e=L = (w + w)*w&w=2")]
    [InlineData(Lessons.Lecture)]
    [InlineData(Lessons.Micrograd)]
    [InlineData(Lessons.Mazur)]
    [InlineData(Lessons.Layer)]
    public void Every_question_has_a_label_of_its_own(string link)
    {
        var problem = BoardLink.Read(link).Bind();
        for (var seed = 0; seed < 5; seed++)
        {
            var labels = Quiz.Of(problem, All, seed).Questions.Select(question => question.Label).ToList();
            Assert.NotEmpty(labels);
            Assert.Equal(labels.Count, labels.Distinct().Count());
        }
    }

    [Fact]
    public void A_local_derivative_and_a_gradient_of_one_name_are_told_apart()
    {
        var labels = Quiz.Of(PracticeProblems.Lecture(), BoardParts.Local | BoardParts.Chain).Questions.Select(question => question.Label);
        Assert.Superset(new HashSet<string> { "local derivative ∂L/∂s", "gradient ∂L/∂s" }, labels.ToHashSet());
    }

    [Fact]
    public void For_an_operand_that_is_added_no_hint_speaks_of_a_sign()
    {
        var quiz = Quiz.Of(PracticeProblems.Lecture(), BoardParts.Local);
        var question = quiz.Questions.Single(question => question.Prompt == "∂s/∂ŷ");
        Assert.Equal("ŷ is the first term of the difference, so the derivative is 1", quiz.Hints(question)[0]);
        Assert.Equal(AnswerKind.Right, quiz.Check(question, "1").Kind);
        Assert.Equal(AnswerKind.WrongSign, quiz.Check(question, "-1").Kind);
    }

    [Fact]
    public void The_score_counts_first_tries_and_kinds_of_mistakes()
    {
        var quiz = Quiz.Of(PracticeProblems.Lecture(), BoardParts.Chain); // ∂L/∂s, ∂L/∂ŷ, ∂L/∂w, all −2
        var score = new QuizScore(quiz);
        void Answer(int number, string answer) => score.Count(quiz.Questions[number], quiz.Check(quiz.Questions[number], answer));

        Answer(0, "-2");
        Answer(0, "7"); // it is answered already
        Answer(1, "x");
        Answer(1, "2");
        Answer(1, "2");
        Answer(1, "77");
        Answer(1, "-2");
        Assert.Equal((2, 3, false), (score.Right, score.Total, score.IsDone));
        score.Tell(quiz.Questions[2]);
        Answer(2, "-2");

        Assert.Equal((3, 1, true), (score.Right, score.AtFirstTry, score.IsDone));
        Assert.Equal(["a wrong sign (2)", "something else"], score.Mistakes);
        Assert.Equal("1 of 3 right at the first try. Mistakes: a wrong sign (2), something else.", score.Summary);
    }

    private static QuizAnswer Ask(Problem problem, QuizKind kind, string prompt, string answer)
    {
        // All questions, whatever the seed leaves out.
        var (quiz, question) = Enumerable.Range(0, 50).Select(seed => Quiz.Of(problem, All, seed))
            .Select(quiz => (quiz, quiz.Questions.FirstOrDefault(question => question.Kind == kind && question.Prompt == prompt)))
            .First(found => found.Item2 is not null);
        return quiz.Check(question!, answer);
    }
}
