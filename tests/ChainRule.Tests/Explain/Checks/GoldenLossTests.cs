using System.Text.Json;
using ChainRule.Tests.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

/// <summary>Layers and small networks with the golden file's parameters, inputs and cotangents: healthy, all of them.</summary>
public class GoldenLossTests
{
    private static readonly Dictionary<string, JsonElement> Cases =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "layers.json")))
            .RootElement.GetProperty("cases").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_healthy_network_gives_no_finding_and_its_gradients_norms_are_right(string name)
    {
        var golden = new GoldenLayer(Cases[name], DType.Float64);
        golden.Load();
        if (!Cases[name].GetProperty("training").GetBoolean()) golden.Layer.Module.Eval();
        var loss = Loss(golden, Cases[name]);
        var check = Check.Graph(loss, golden.Layer.Module.Parameters);
        Assert.True(check.Passed, check.ToString());
        var gradients = golden.Arrays(Cases[name].GetProperty("parameter_gradients")).ToDictionary(g => g.Name, g => g.Value);
        foreach (var (path, parameter) in golden.Layer.Module.NamedParameters) Agrees(Explain.Why(loss, parameter), gradients[path]);
    }

    /// <summary>Σ output·cotangent: its gradients are those of the file.</summary>
    private static Tensor Loss(GoldenLayer golden, JsonElement json)
    {
        Input[] inputs = [.. golden.Arrays(json.GetProperty("inputs")).Select(array => new Input(array.Value, array.Name))];
        var cotangents = golden.Arrays(json.GetProperty("cotangents"));
        return golden.Layer
            .Forward(inputs)
            .Zip(cotangents, (output, c) => Sum(output * Tensor.Constant(c.Value)))
            .Aggregate((sum, next) => sum + next);
    }

    private static void Agrees(GradientDiagnosis diagnosis, TensorData expected)
    {
        var norm = Math.Sqrt(expected.ToDoubles().Sum(g => g * g));
        Assert.Equal(norm, diagnosis.Norm, 1e-9 * Math.Max(1, norm));
        Assert.Equal(norm > 1e-12, diagnosis.State == GradientState.Fine);
        Assert.NotEmpty(diagnosis.ToString());
    }
}
