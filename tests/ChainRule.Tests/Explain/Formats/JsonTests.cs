using System.Text.Json;
using ChainRule.Explanations;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

public class JsonTests
{
    [Fact]
    public void The_lecture_has_the_documented_shape() => Assert.Equal(
        """
        {"version":2,"output":{"name":"loss","value":1},
        "forward":[{"node":"yhat","expression":"w*x","substituted":"1*1","value":1},
        {"node":"s","expression":"yhat - y","substituted":"1 - 2","value":-1},
        {"node":"loss","expression":"s^2","substituted":"(-1)^2","value":1}],
        "local":[{"of":"loss","wrt":"s","rule":"(s²)′ = 2s","expression":"2*s","substituted":"2*(-1)","value":-2,
        "upstream":1,"contribution":-2},
        {"of":"s","wrt":"yhat","rule":"ŷ is the first term of the difference, so the derivative is 1","expression":"1",
        "substituted":"1","value":1,
        "upstream":-2,"contribution":-2},
        {"of":"yhat","wrt":"w","rule":"the derivative by the factor w is the other factor: x","expression":"x","substituted":"1","value":1,
        "upstream":-2,"contribution":-2}],
        "gradients":{"w":-2},
        "chain":{"w":[{"path":["w","yhat","s","loss"],"factors":[1,1,-2],"product":-2}]},
        "check":{"w":{"numeric":N,"difference":D}},
        "advice":{"w":"increase"},
        "step":{"rate":0.1,"parameters":{"w":1.2},"output":0.6400000000000001}}
        """.ReplaceLineEndings(""), WithoutCheck(Boards.Lecture()));

    [Fact]
    public void The_documentation_shows_the_real_output() =>
        Assert.Contains(WithoutCheck(Boards.Lecture()), WithoutNumbers(File.ReadAllText(Repository.Path("docs", "explain-json.md"))),
            StringComparison.Ordinal);

    [Fact]
    public void Tensors_are_arrays()
    {
        using var json = JsonDocument.Parse(Boards.Layer().ToJson());
        var root = json.RootElement;
        Assert.Equal("[[0.5,-0.25],[1,0.75]]",
            Compact(root.GetProperty("forward")[0], "substituted").Replace(" ", "", StringComparison.Ordinal).Split('@')[1]);
        Assert.Equal(2, root.GetProperty("gradients").GetProperty("W").GetArrayLength());
        Assert.Equal("[[\"decrease\",\"decrease\"],[\"decrease\",\"decrease\"]]", root.GetProperty("advice").GetProperty("W").GetRawText());
        Assert.Empty(root.GetProperty("chain").EnumerateObject());
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_words()
    {
        using var json = JsonDocument.Parse(Boards.Explain("L = p / q", null, "p=0", "q=0").ToJson(indented: true));
        Assert.Equal("NaN", json.RootElement.GetProperty("output").GetProperty("value").GetString());
        Assert.Equal("Infinity", json.RootElement.GetProperty("gradients").GetProperty("p").GetString());
        Assert.Equal("hold", json.RootElement.GetProperty("advice").GetProperty("p").GetString());
        var note = json.RootElement.GetProperty("notes")[0];
        Assert.Equal(("undefined", "L", "∂L/∂p is undefined at L = 0/0"),
            (note.GetProperty("kind").GetString(), note.GetProperty("node").GetString(), note.GetProperty("text").GetString()));
    }

    [Fact]
    public void Many_elements_are_checked_in_part()
    {
        var w = new Parameter(TensorData.Zeros([100], DType.Float64), "w");
        using var json = JsonDocument.Parse(Explain.Gradient(Sum(Square(w - 1)), w).ToJson());
        var check = json.RootElement.GetProperty("check").GetProperty("w");
        Assert.Equal(16, check.GetProperty("numeric").GetArrayLength());
        Assert.Equal(93, check.GetProperty("elements")[15].GetInt32());
    }

    private static string Compact(JsonElement element, string property) => element.GetProperty(property).GetString()!;

    /// <summary>The numeric check's last digits are the arithmetic's own.</summary>
    private static string WithoutCheck(Explanation explanation)
    {
        var check = explanation.Parameters[0].Check!;
        Assert.Equal(-2, check.Numeric[0], 1e-6);
        return WithoutNumbers(explanation.ToJson());
    }

    private static string WithoutNumbers(string json) => System.Text.RegularExpressions.Regex.Replace(
        json.ReplaceLineEndings("").Replace("\"value\": ", "\"value\":", StringComparison.Ordinal),
        "\"numeric\":[^,]*,\"difference\":[^}]*}", "\"numeric\":N,\"difference\":D}");
}
