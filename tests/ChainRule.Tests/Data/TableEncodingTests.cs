using ChainRule.Data;
using ChainRule.Training;
using CsCheck;

namespace ChainRule.Tests.Data;

/// <summary>From tables to numbers, the same way for another table.</summary>
public sealed class TableEncodingTests : IDisposable
{
    private const string People = "age,city,name,income\n20,Bern,a,1\n30,Rome,b,3\n40,Bern,c,8\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private CsvTable Table(string text) => Tables.Load(folder.Write("data.csv", text));

    private static string Problem(Action action) => Assert.Throws<InvalidDataException>(action).Message;

    private static float[] Inputs(Dataset data) => data.ToMemory().Arrays[0].ToArray<float>();

    [Fact]
    public void Iris_is_encoded()
    {
        using var table = Tables.Load(Repository.Path("data", "iris.csv"));
        var encoding = TableEncoding.Fit(table, "species");
        Assert.Equal((PredictionTask.Classification, 4), (encoding.Task, encoding.Width));
        Assert.Equal(["setosa", "versicolor", "virginica"], encoding.Classes);
        // Mean and population deviation, computed by another program.
        Assert.Equal(5.843333333333334, encoding.Inputs[0].Scale!.Means[0], 1e-12);
        Assert.Equal(0.8253012917851409, encoding.Inputs[0].Scale!.Deviations[0], 1e-12);
        var data = encoding.Encode(table).ToMemory();
        Assert.Equal((5.1 - 5.843333333333334) / 0.8253012917851409, data.Arrays[0].ToArray<float>()[0], 1e-6);
        Assert.Equal((0L, 2L), (data.Arrays[1].ToArray<long>()[0], data.Arrays[1].ToArray<long>()[149]));
    }

    [Fact]
    public void Categories_become_one_input_each()
    {
        using var table = Table(People);
        var encoding = TableEncoding.Fit(table, "income", new() { Inputs = ["city", "age"] });
        Assert.Equal((PredictionTask.Regression, 3), (encoding.Task, encoding.Width));
        var unit = (float)(10 / Math.Sqrt(200 / 3.0));
        Assert.Equal([1f, 0, -unit, 0, 1, 0, 1, 0, unit], Inputs(encoding.Encode(table)));
        // income: mean 4, deviation √((9 + 1 + 16)/3)
        Assert.Equal([-3f, -1, 4],
            encoding.Encode(table).ToMemory().Arrays[1].ToArray<float>().Select(y => MathF.Round(y * MathF.Sqrt(26 / 3f), 4)));
        Assert.Equal(8, encoding.Target.Scale!.Undo(4 / Math.Sqrt(26 / 3.0), 0), 1e-9);
    }

    [Fact]
    public void Training_rows_alone_decide_the_numbers()
    {
        using var table = Table(People);
        var encoding = TableEncoding.Fit(table, "income", new() { Rows = [0, 1] });
        Assert.Equal((25.0, 5.0), (encoding.Inputs[0].Scale!.Means[0], encoding.Inputs[0].Scale!.Deviations[0]));
        Assert.Equal(["Bern", "Rome"], encoding.Inputs[1].Categories!);
    }

    [Fact]
    public void It_is_saved_and_applied_to_another_table()
    {
        using var table = Table(People);
        var saved = TableEncoding.Fit(table, "income", new() { Inputs = ["age", "city"] }).ToJson();
        var encoding = TableEncoding.FromJson(saved);
        Assert.Equal(saved, encoding.ToJson());
        Assert.Contains("\"mean\": 30", saved, StringComparison.Ordinal);
        using var other = Tables.Load(folder.Write("other.csv", "city,more,age\nRome,x,40\nRome,y,20\n"));
        var unit = (float)(10 / Math.Sqrt(200 / 3.0));
        Assert.Equal([unit, 0, 1, -unit, 0, 1], Inputs(encoding.EncodeInputs(other)));
    }

    [Theory]
    [InlineData("age,city\n1,Bern\n2,Oslo\n3,Paris\n", ":3:2: column city: 'Oslo', 'Paris' are not known; known are Bern, Rome")]
    [InlineData("city\nBern\n", ":1: there is no column age for the inputs; the columns are city")]
    [InlineData("Age,city\n1,Bern\n", ":1: there is no column age for the inputs; did you mean Age? the columns are Age, city")]
    [InlineData("age,city\nold,Bern\n", ": column age must hold numbers, but 'old' (line 2) is no number")]
    [InlineData("age,city\n1,Bern\n?,Rome\n,Rome\n", ": column age: 2 cells missing (lines 3, 4). Leave those rows out")]
    [InlineData("age,city\n1,7\n", ":2:2: column city: '7' is not known; known are Bern, Rome")]
    public void Another_table_must_fit(string text, string expected)
    {
        using var table = Table(People);
        var encoding = TableEncoding.Fit(table, "income", new() { Inputs = ["age", "city"] });
        using var other = Tables.Load(folder.Write("other.csv", text));
        Assert.Contains("other.csv" + expected, Problem(() => encoding.EncodeInputs(other).ToMemory()), StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_numbers_that_recur_are_classes()
    {
        string Rows(Func<int, string> y) => "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{y(i)}\n"));
        using var few = Table(Rows(i => $"{i % 4 * 5}.0"));
        var encoding = TableEncoding.Fit(few, "y");
        Assert.Equal(["0", "5", "10", "15"], encoding.Classes);
        Assert.Equal([0L, 1, 2, 3, 0], encoding.Encode(few).ToMemory().Arrays[1].ToArray<long>()[..5]);
        Assert.Equal(PredictionTask.Regression, TableEncoding.Fit(few, "y", new() { Task = PredictionTask.Regression }).Task);
        using var many = Table(Rows(i => $"{i % 10}"));
        Assert.Equal(PredictionTask.Regression, TableEncoding.Fit(many, "y").Task);
        Assert.Equal(10, TableEncoding.Fit(many, "y", new() { Task = PredictionTask.Classification }).Classes.Count);
        using var fractions = Table(Rows(i => $"{i % 2}.5"));
        Assert.Equal(PredictionTask.Regression, TableEncoding.Fit(fractions, "y").Task);
        Assert.Contains("column y holds fractions",
            Problem(() => TableEncoding.Fit(fractions, "y", new() { Task = PredictionTask.Classification })), StringComparison.Ordinal);
        // Where a table has only the categories that are numbers, they are the same ones.
        using var other = Tables.Load(folder.Write("other.csv", "y,x\n10,1\n0,2\n"));
        Assert.Equal([2L, 0], TableEncoding.FromJson(encoding.ToJson()).Encode(other).ToMemory().Arrays[1].ToArray<long>());
    }

    [Fact]
    public void Missing_cells_are_refused_left_out_or_filled()
    {
        using var table = Table("x,c,y\n1,a,1\n?,b,2\n5,,3\n3,b,\n3,b,9\n");
        var strict = TableEncoding.Fit(table, "y");
        Assert.Equal(3, strict.Inputs[0].Scale!.Means[0]);
        Assert.Contains("column x: 1 cell missing (line 3); column c: 1 cell missing (line 4); column y: 1 cell missing (line 5).",
            Problem(() => strict.Encode(table)), StringComparison.Ordinal);
        Assert.Equal(2, strict.Encode(table, table.CompleteRows()).Count);
        Assert.Equal(6, Inputs(strict.Encode(table, table.CompleteRows())).Length);
        Assert.EndsWith("data.csv:4:2: column c: the cell is missing", Problem(() => strict.Encode(table, [2]).ToMemory()),
            StringComparison.Ordinal);
        var filling = TableEncoding.FromJson(TableEncoding.Fit(table, "y", new() { FillMissing = true }).ToJson());
        Assert.Equal([0f, 0, 1], Inputs(filling.EncodeInputs(table))[3..6]);
        Assert.Equal([0f, 0], Inputs(filling.EncodeInputs(table))[7..9]);
        Assert.Contains("column y: 1 cell missing", Problem(() => filling.Encode(table)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_learned_from_is_left_out_or_refused()
    {
        using var table = Table("id,x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"p{i},{i},{i % 2}\n")));
        var encoding = TableEncoding.Fit(table, "y");
        Assert.Equal(("x", "id"), (Assert.Single(encoding.Inputs).Name, Assert.Single(encoding.LeftOut).Name));
        Assert.Contains("column id cannot be learned from: nearly every cell is another text",
            Problem(() => TableEncoding.Fit(table, "y", new() { Inputs = ["id"] })), StringComparison.Ordinal);
        Assert.Contains("column id cannot be predicted", Problem(() => TableEncoding.Fit(table, "id")), StringComparison.Ordinal);
        Assert.Contains("there is no column z for the target", Problem(() => TableEncoding.Fit(table, "z")), StringComparison.Ordinal);
        Assert.Contains("column y is to be predicted and cannot be learned from as well",
            Problem(() => TableEncoding.Fit(table, "y", new() { Inputs = ["y"] })), StringComparison.Ordinal);
        Assert.EndsWith(
            "there is no column to learn from beside y; column x: 'inf' (line 22) is no number, but 20 of 21 cells are",
            Problem(() => TableEncoding.Fit(
                Table($"x,y\n{string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i}\n"))}inf,2\n"), "y")), StringComparison.Ordinal);
        Assert.Contains("there is no column to learn from beside y", Problem(() => TableEncoding.Fit(Table("y\n1\n2\n"), "y")),
            StringComparison.Ordinal);
        Assert.Contains("every row of the target y is a", Problem(() => TableEncoding.Fit(Table("x,y\n1,a\n2,a\n"), "y")),
            StringComparison.Ordinal);
        Assert.Contains("column y cannot be predicted as a number: 'a' (line 2) is no number",
            Problem(() => TableEncoding.Fit(Table("x,y\n1,a\n2,b\n"), "y", new() { Task = PredictionTask.Regression })),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_on_disk_is_encoded_as_one_in_memory()
    {
        using var memory = Tables.Load(Repository.Path("data", "iris.csv"));
        using var disk = Tables.Open(Repository.Path("data", "iris.csv"));
        Assert.Equal(TableEncoding.Fit(memory, "species").ToJson(), TableEncoding.Fit(disk, "species").ToJson());
        var (a, b) = (TableEncoding.Fit(memory, "species").Encode(memory), TableEncoding.Fit(disk, "species").Encode(disk));
        foreach (var (x, y) in new Loader(a, 16)
            .Pass(3)
            .Select(batch => batch[0].ToArray<float>())
            .Zip(new Loader(b, 16).Pass(3).Select(batch => batch[0].ToArray<float>()))) Assert.Equal(x, y);
    }

    [Theory]
    [InlineData("", "is no encoding of a table")]
    [InlineData("[]", "an object with version is expected, not Array")]
    [InlineData("{\"version\":2}", "it is of version 2, and this program reads version 1")]
    [InlineData("{\"version\":1}", "inputs is missing")]
    [InlineData("{\"version\":1,\"inputs\":{}}", "inputs is Object, not Array")]
    [InlineData("{\"version\":1,\"fillMissing\":false,\"inputs\":[],\"target\":{\"name\":\"y\",\"mean\":0,\"deviation\":1}}",
        "there is no column to learn from")]
    [InlineData(
        "{\"version\":1,\"fillMissing\":false,\"inputs\":[{\"name\":\"y\",\"mean\":0,\"deviation\":1}],\"target\":{\"name\":\"y\",\"mean\":0,\"deviation\":1}}", "column y is named twice")]
    [InlineData("{\"version\":1,\"inputs\":[{\"name\":\"x\",\"mean\":0,\"deviation\":-1}]}",
        "a standard deviation is negative or not finite")]
    [InlineData("{\"version\":1,\"inputs\":[{\"name\":\"x\",\"mean\":1e999,\"deviation\":1}]}", "a mean is not finite")]
    [InlineData("{\"version\":1,\"inputs\":[{\"name\":\"x\",\"categories\":[]}]}", "column x has no category")]
    [InlineData("{\"version\":1,\"inputs\":[{\"name\":\"x\",\"categories\":[\"a\",\"a\"]}]}", "column x has a category twice")]
    [InlineData("{\"version\":1,\"inputs\":[{\"name\":\"x\",\"categories\":[1]}]}", "a text is expected, not Number")]
    [InlineData("{\"version\":1,\"inputs\":[{\"name\":\"\\uD800\",\"categories\":[\"a\"]}]}", "UTF-16 JSON text")]
    public void Malformed_json_is_refused(string json, string expected) =>
        Assert.Contains(expected, Problem(() => TableEncoding.FromJson(json)), StringComparison.Ordinal);

    [Fact]
    public void Damaged_json_is_refused_or_an_encoding()
    {
        using var table = Table(People);
        var json = TableEncoding.Fit(table, "income").ToJson();
        Gen
            .Select(Gen.Int[0, json.Length - 1], Gen.Int[0, 8],
                Gen.OneOf("", "\"", "{", "[", "]", "1e999", "null", ",", "\\uDC00", "-", "\0"))
            .Sample((place, cut, put) =>
        {
            try
            {
                TableEncoding.FromJson(json.Remove(place, Math.Min(cut, json.Length - place)).Insert(place, put)).ToJson();
            }
            catch (InvalidDataException)
            {
            }
        }, iter: 2000);
    }
}
