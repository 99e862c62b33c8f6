using ChainRule.Formulas;

namespace ChainRule.Tests.Explanations;

public class CSharpFormatTests
{
    public static TheoryData<int> Rich => [.. Enumerable.Range(0, ProgramCase.Rich.Length)];

    public static TheoryData<string> Functions => [.. FormulaFunctions.Names];

    [Theory]
    [MemberData(nameof(Rich))]
    public void Programs_print_what_the_explanation_says(int index) => RunAndCompare(ProgramCase.Rich[index]);

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_function_of_formulas_can_be_written(string function)
    {
        var cases = ProgramCase.OfFunctions.Where(of => of.Function == function).ToList();
        Assert.NotEmpty(cases);
        foreach (var (_, of) in cases) RunAndCompare(of);
    }

    [Fact]
    public void The_lecture_reads_like_the_formula()
    {
        var program = ProgramCase.Lecture.Explain().ToCSharp();
        Assert.Matches("^#:package ChainRule@[0-9.]+\n", program);
        Assert.DoesNotContain("../", program, StringComparison.Ordinal);
        Assert.Contains("""
            var w = new Parameter(1.0, "w");
            var x = new Parameter(1.0, "x");
            var y = new Parameter(2.0, "y");
            var yhat = w * x;
            var s = yhat - y;
            var loss = Square(s);
            """, program, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_precision_stays_single()
    {
        var w = new Parameter(0.1f, "w");
        var explanation = ChainRule.Explain.Gradient((w * w / 3).Named("loss"));
        ProgramCase.AssertSame(ProgramCase.Expected(explanation), ProgramCase.Printed(CSharpProgram.Run(explanation.ToCSharp())), "w*w/3");
    }

    [Fact]
    public void Names_may_hold_anything()
    {
        var w = new Parameter(2, "a\"; Console.WriteLine(1); //\\\n");
        var explanation = ChainRule.Explain.Gradient((w * w).Named("1 é\u2028"));
        var printed = CSharpProgram.Run(explanation.ToCSharp());
        Assert.Contains(" = 4", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void An_op_that_has_no_public_function_is_named()
    {
        var twice = CustomOp.Elementwise("Twice", x => 2 * x, (x, y) => 2 + 0 * x);
        var explanation = ChainRule.Explain.Gradient(twice(new Parameter(1.0, "w")));
        var error = Assert.Throws<NotSupportedException>(() => explanation.ToCSharp());
        Assert.Equal(
            "Twice cannot be written in C#: ChainRule has no public function for it; write the formula with the functions it is made of, "
            + "or leave that op out", error.Message);
    }

    [Fact]
    public void Too_many_numbers_are_refused()
    {
        var w = new Parameter(TensorData.Zeros([100_001], DType.Float64), "w");
        var explanation = ChainRule.Explain.Gradient(ChainRule.Functions.Sum(w));
        Assert.Contains("at most 100000", Assert.Throws<NotSupportedException>(() => explanation.ToCSharp()).Message,
            StringComparison.Ordinal);
    }

    private static void RunAndCompare(ProgramCase of)
    {
        var explanation = of.Explain();
        ProgramCase.AssertSame(ProgramCase.Expected(explanation), ProgramCase.Printed(CSharpProgram.Run(explanation.ToCSharp())),
            of.Formula);
    }
}
