using ChainRule.Formulas;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

public class OriginTests
{
    [Fact]
    public void A_tensor_knows_the_file_the_line_and_the_method_that_made_it()
    {
        var w = new Parameter(2.0, "w");
        using var recording = Origins.Record();
        var line = CodePlaces.Here() + 1;
        var y = Square(w + 1);
        var origin = Origins.Of(y)!;
        Assert.Equal($"OriginTests.cs:{line}", origin.ToString());
        Assert.Equal(line, origin.Line);
        Assert.EndsWith("OriginTests.cs", origin.File, StringComparison.Ordinal);
        Assert.Equal($"{nameof(OriginTests)}.{nameof(A_tensor_knows_the_file_the_line_and_the_method_that_made_it)}", origin.Member);
        Assert.Equal(line, Origins.Of(y.Inputs[0])!.Line);
    }

    [Fact]
    public void A_graph_that_exists_already_is_found_when_its_code_runs_again()
    {
        var w = new Parameter(2.0, "w");
        var first = Build();
        Assert.Null(Origins.Of(first));
        using (Origins.Record()) Assert.Same(first, Build());
        Assert.StartsWith("OriginTests.cs:", Origins.Of(first)!.ToString(), StringComparison.Ordinal);

        Tensor Build() => Exp(w * 0.25);
    }

    [Fact]
    public void Where_nothing_is_recorded_nothing_is_known()
    {
        var w = new Parameter(2.0, "w");
        Origins.Record().Dispose();
        Assert.Null(Origins.Of(w * 3));
    }

    [Fact]
    public void A_lambda_has_the_method_it_stands_in_even_behind_Linq()
    {
        var w = new Parameter(2.0, "w");
        using var recording = Origins.Record();
        var line = CodePlaces.Here() + 2;
        var sum = Enumerable.Range(1, 3).Aggregate((Tensor)w, (total, i) =>
            total + i);
        Assert.Equal(line, Origins.Of(sum)!.Line);
        Assert.Equal($"{nameof(OriginTests)}.{nameof(A_lambda_has_the_method_it_stands_in_even_behind_Linq)}", Origins.Of(sum)!.Member);
    }

    [Fact]
    public void A_formula_gives_line_and_column_of_its_text()
    {
        var w = new Parameter(2.0, "w");
        using var recording = Origins.Record();
        var all = Formula.Parse("a = w*3\nb = exp(a) + sqrt(w)").BuildAll(new Dictionary<string, Tensor> { ["w"] = w });
        Assert.Equal("line 1, column 5", Origins.Of(all["a"])!.ToString());
        Assert.Equal("line 2, column 14", Origins.Of(all["b"].Inputs[1])!.ToString());
        Assert.Equal("sqrt(w)", Origins.Of(all["b"].Inputs[1])!.Member);
        Assert.StartsWith("OriginTests.cs:", Origins.Of(w * 77)!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_function_of_the_library_is_known_that_was_called()
    {
        var w = new Parameter(TensorData.Create<double>([1, 2], [1, 2]), "w");
        using var recording = Origins.Record();
        var loss = CrossEntropyLoss(w, Tensor.Constant<long>([0]));
        // The result may be made by a jump out of the function; what it is made of is not.
        Assert.Equal("CrossEntropyLoss", Origins.Of(loss.Inputs[1])!.Within);
        Assert.Null(Origins.Of(w + 5)!.Within);
    }

    [Fact]
    public void Without_debug_information_the_member_is_named()
    {
        Assert.Equal("Mlp.Forward", new Origin(null, 0, "Mlp.Forward").ToString());
        Assert.Equal("Model.cs:12", new Origin(@"C:\work\Model.cs", 12, "Mlp.Forward").ToString());
    }
}
