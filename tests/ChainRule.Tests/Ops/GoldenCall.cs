using System.Text.Json;

namespace ChainRule.Tests.Ops;

/// <summary>A golden case made into tensors: the inputs, after their views, and the attributes, by name.</summary>
internal sealed class GoldenCall
{
    private readonly JsonElement attributes;
    private readonly Dictionary<string, Tensor> inputs = [];
    private readonly Dictionary<string, Input> leaves = [];

    public GoldenCall(GoldenCase golden, DType dtype)
    {
        attributes = golden.Attributes;
        foreach (var json in golden.Inputs)
        {
            var (name, data) = (json.GetProperty("name").GetString()!, GoldenCase.Array(json));
            leaves[name] = new Input(data.DType.IsFloat() ? data.Cast(dtype) : data, name);
            inputs[name] = json.TryGetProperty("view", out var view)
                ? view.EnumerateArray().Aggregate((Tensor)leaves[name], Viewed)
                : leaves[name];
        }
        if (Has("self")) inputs["y"] = inputs["x"];
    }

    /// <summary>The inputs before their views.</summary>
    public IReadOnlyDictionary<string, Input> Leaves => leaves;

    public Tensor X => inputs["x"];

    public Tensor Y => inputs["y"];

    public Tensor this[string name] => inputs[name];

    /// <summary>x0, x1 and so on.</summary>
    public Tensor[] All => [.. inputs.Values];

    public Tensor? Optional(string name) => inputs.GetValueOrDefault(name);

    public bool Has(string name) => attributes.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public int Int(string name) => attributes.GetProperty(name).GetInt32();

    public int? MaybeInt(string name) => Has(name) ? Int(name) : null;

    public double Double(string name) => GoldenCase.Number(attributes.GetProperty(name));

    public double? MaybeDouble(string name) => Has(name) ? Double(name) : null;

    public bool Flag(string name) => attributes.TryGetProperty(name, out var value) && value.GetBoolean();

    public string Text(string name) => attributes.GetProperty(name).GetString()!;

    public int[] Ints(string name) => [.. attributes.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];

    public int[]? MaybeInts(string name) => Has(name) ? Ints(name) : null;

    public (int, int) Pair(string name) => (Ints(name)[0], Ints(name)[1]);

    public (int, int)[] Pairs(string name) =>
        [.. attributes.GetProperty(name).EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetInt32()))];

    public T Enum<T>(string name) where T : struct, Enum => System.Enum.Parse<T>(Text(name), ignoreCase: true);

    private static Tensor Viewed(Tensor x, JsonElement view)
    {
        int[] List(string name) => [.. view.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];
        int One(string name) => view.GetProperty(name).GetInt32();
        return view.GetProperty("op").GetString() switch
        {
            "Permute" => x.Transpose(List("axes")),
            "Flip" => Functions.Flip(x, List("axes")),
            "Expand" => x.BroadcastTo(Shape.Create(List("shape"))),
            "Slice" => Functions.Slice(x, [One("start")], [One("end")], [One("axis")], [One("step")]),
            var other => throw new NotSupportedException($"no view {other}"),
        };
    }
}
