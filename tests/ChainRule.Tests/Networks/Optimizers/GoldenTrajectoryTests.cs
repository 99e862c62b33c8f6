using System.Text.Json;
using ChainRule.Networks;
using ChainRule.Tests.Ops;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

/// <summary>Small networks trained by each optimizer, step for step as libtorch does it; the golden README says what a case is.</summary>
public class GoldenTrajectoryTests
{
    private static readonly Tolerance Double = new(1e-9, 1e-10);

    private static readonly Dictionary<string, JsonElement> All =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "training.json")))
            .RootElement.GetProperty("cases").EnumerateArray().Where(IsOurs).ToDictionary(c => c.GetProperty("name").GetString()!);

    public static TheoryData<string> Cases => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Follows_the_reference(string name)
    {
        var json = All[name];
        var parameters = GoldenArrays(json.GetProperty("initial_parameters")).Select(p => new Parameter(p.Value, p.Name)).ToList();
        var loss = Loss(json, parameters);
        var step = new Step([loss], OptimizerOf(json).Updates(loss, parameters));
        var losses = new List<double>();
        for (var i = 0; i < json.GetProperty("steps").GetInt32(); i++)
        {
            step.Run();
            losses.Add(step.Scalar());
            if (i == 0) Compare(json, "parameters_after_first_step", parameters);
        }
        var expected = json.GetProperty("losses").EnumerateArray().Select(GoldenCase.Number).ToArray();
        Assert.Null(Double.Complaint("losses", Vector(expected), Vector([.. losses])));
        Compare(json, "final_parameters", parameters);
    }

    /// <summary>The optimizers and options that there are.</summary>
    private static bool IsOurs(JsonElement json)
    {
        var hyper = json.GetProperty("hyper");
        return json.GetProperty("optimizer").GetString() is "SGD" or "Adam" or "AdamW"
            && !json.TryGetProperty("clip", out _) && !json.TryGetProperty("scheduler", out _) && !hyper.TryGetProperty("groups", out _)
            && !(hyper.TryGetProperty("amsgrad", out var amsgrad) && amsgrad.GetBoolean())
            && !(hyper.TryGetProperty("dampening", out var dampening) && dampening.GetDouble() != 0);
    }

    private static Optimizer OptimizerOf(JsonElement json)
    {
        var hyper = json.GetProperty("hyper");
        double Get(string key) => hyper.GetProperty(key).GetDouble();
        return json.GetProperty("optimizer").GetString() switch
        {
            "SGD" => new Sgd(Get("lr"), Get("momentum"), hyper.GetProperty("nesterov").GetBoolean(), Get("weight_decay")),
            "Adam" => new Adam(Get("lr"), Get("beta1"), Get("beta2"), Get("eps"), Get("weight_decay")),
            _ => new AdamW(Get("lr"), Get("beta1"), Get("beta2"), Get("eps"), Get("weight_decay")),
        };
    }

    private static Tensor Loss(JsonElement json, List<Parameter> parameters)
    {
        Tensor value = Tensor.Constant(GoldenCase.Array(json.GetProperty("batch").GetProperty("x")));
        var target = Tensor.Constant(GoldenCase.Array(json.GetProperty("batch").GetProperty("y")));
        var next = 0;
        foreach (var layer in json.GetProperty("model").EnumerateArray())
        {
            value = layer.GetProperty("type").GetString() switch
            {
                "Linear" => MatMul(value, parameters[next++].Transpose()) + parameters[next++],
                "tanh" => Tanh(value),
                "relu" => Relu(value),
                var other => throw new NotSupportedException(other),
            };
        }
        return json.GetProperty("loss").GetString() == "mse" ? MSELoss(value, target) : CrossEntropyLoss(value, target);
    }

    private static void Compare(JsonElement json, string which, List<Parameter> parameters)
    {
        if (!json.TryGetProperty(which, out var expected)) return;
        foreach (var ((name, value), parameter) in GoldenArrays(expected).Zip(parameters))
            Assert.Null(Double.Complaint($"{which} {name}", value, parameter.Value));
    }

    private static IEnumerable<(string Name, TensorData Value)> GoldenArrays(JsonElement list) =>
        list.EnumerateArray().Select(array => (array.GetProperty("name").GetString()!, GoldenCase.Array(array)));

    private static TensorData Vector(double[] values) => TensorData.Wrap(values, [values.Length]);
}
