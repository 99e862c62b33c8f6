using System.Text.Json;
using ChainRule.Networks;
using ChainRule.Tests.Ops;

namespace ChainRule.Tests.Networks;

/// <summary>
/// Layers and small networks against libtorch's: parameters loaded by the names of PyTorch's state dict, outputs, all gradients, and
/// what training leaves in the states. The golden README says what a case is.
/// </summary>
public class GoldenLayerTests
{
    private static readonly Dictionary<string, JsonElement> All =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "layers.json")))
            .RootElement.GetProperty("cases").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);

    public static MatrixTheoryData<string, DType> Cases => new(All.Keys, [DType.Float64, DType.Float32]);

    /// <summary>A case, with its module not yet loaded, in double precision.</summary>
    internal static GoldenLayer Case(string name) => new(All[name], DType.Float64);

    [Fact]
    public void Every_case_of_the_file_is_a_row() => Assert.Equal(41, All.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_layer_gives_what_the_golden_file_says(string name, DType dtype)
    {
        var golden = new GoldenLayer(All[name], dtype);
        Assert.Equal(golden.Names("parameters"), golden.Layer.Module.NamedParameters.Select(p => p.Name));
        Assert.Equal(golden.Names("buffers"), golden.Layer.Module.NamedStates.Select(s => s.Name));
        golden.Load();
        Assert.Empty(golden.Run());
    }
}

/// <summary>One case: its module with the golden values in it, run as a step and compared.</summary>
internal sealed class GoldenLayer(JsonElement json, DType dtype)
{
    private static readonly string[] NoNames = [];

    public CalledLayer Layer { get; } = GoldenLayers.Build(json, dtype);

    /// <summary>The names in one of the case's lists, in its order.</summary>
    public string[] Names(string list) =>
        json.TryGetProperty(list, out var found) ? [.. Arrays(found).Select(array => array.Name)] : NoNames;

    /// <summary>The arrays in one of the case's lists, by their names.</summary>
    public Dictionary<string, TensorData> Values(string list) =>
        json.TryGetProperty(list, out var found) ? Arrays(found).ToDictionary(array => array.Name, array => array.Value) : [];

    /// <summary>Gives each variable the values that the file has under its name.</summary>
    public void Load()
    {
        var (parameters, buffers) = (Values("parameters"), Values("buffers"));
        foreach (var (name, parameter) in Layer.Module.NamedParameters) parameter.Value = parameters[name];
        foreach (var (name, state) in Layer.Module.NamedStates) state.Value = buffers[name];
    }

    /// <summary>Runs forward and backward as one step, as often as the case says; gives what differs.</summary>
    public List<string> Run()
    {
        if (!json.GetProperty("training").GetBoolean()) Layer.Module.Eval();
        Input[] inputs = [.. Arrays(json.GetProperty("inputs")).Select(array => new Input(array.Value, array.Name))];
        var outputs = Layer.Forward(inputs);
        var claims = Claims(inputs, outputs).ToList();
        var step = new Step([.. claims.Select(claim => claim.Actual)]);
        var passes = json.TryGetProperty("passes", out var several) ? several.GetInt32() : 1;
        for (var i = 0; i < passes; i++) step.Run();
        var complaints = claims.Select((claim, i) => Tolerance.Of(dtype).Complaint(claim.What, claim.Expected, step.Output(i)));
        return [.. complaints.Concat(States()).OfType<string>()];
    }

    private IEnumerable<(string What, TensorData Expected, Tensor Actual)> Claims(Input[] inputs, Tensor[] outputs)
    {
        var expected = Arrays(json.GetProperty("outputs"));
        Assert.Equal(expected.Count, outputs.Length);
        Assert.Equal(Names("outputs"), Names("cotangents"));
        var claims = expected.Zip(outputs, (e, output) => (e.Name, e.Value, output)).ToList();
        var seeds = Arrays(json.GetProperty("cotangents")).Zip(outputs, (c, output) => (output, Tensor.Constant(c.Value)));
        var wrt = inputs.Where(input => input.DType != DType.Int64).Select(input => (input.Name!, (Tensor)input))
            .Concat(Layer.Module.NamedParameters.Select(p => (p.Name, (Tensor)p.Value))).ToArray();
        var gradients = Gradient.Vjp([.. seeds], [.. wrt.Select(w => w.Item2)]);
        var wanted = new[] { "input_gradients", "parameter_gradients" }
            .SelectMany(list => Arrays(json.GetProperty(list)))
            .ToDictionary(g => g.Name, g => g.Value);
        Assert.Equal(wanted.Keys.Order(), wrt.Select(w => w.Item1).Order());
        return claims.Concat(wrt.Zip(gradients, (w, gradient) => ($"gradient by {w.Item1}", wanted[w.Item1], gradient)));
    }

    /// <summary>The states: as the file has them after training, and as they were in use.</summary>
    private IEnumerable<string?> States()
    {
        var after = json.GetProperty("training").GetBoolean() ? "buffers_after" : "buffers";
        var expected = json.TryGetProperty(after, out var list) ? Arrays(list) : [];
        Assert.Equal(Names("buffers"), expected.Select(e => e.Name));
        var states = Layer.Module.NamedStates.ToDictionary(state => state.Name, state => state.Value.Value);
        return expected.Select(e => Tolerance.Of(dtype).Complaint($"{e.Name} after", e.Value, states[e.Name]));
    }

    /// <summary>Arrays of a list, or of an object by name; floats in the type of the run.</summary>
    public IReadOnlyList<(string Name, TensorData Value)> Arrays(JsonElement list)
    {
        var arrays = list.ValueKind == JsonValueKind.Object
            ? GoldenCase.Arrays(list)
            : [.. list.EnumerateArray().Select(array => (array.GetProperty("name").GetString()!, GoldenCase.Array(array)))];
        return [.. arrays.Select(array => (array.Name, array.Value.DType.IsFloat() ? array.Value.Cast(dtype) : array.Value))];
    }
}
