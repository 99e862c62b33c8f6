using System.Text.Json;
using ChainRule.Networks;
using ChainRule.Tests.Ops;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

/// <summary>The golden file of trainings.</summary>
internal static class GoldenTraining
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "training.json"))).RootElement;

    public static IReadOnlyDictionary<string, JsonElement> Cases { get; } =
        Root.GetProperty("cases").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);

    public static IReadOnlyDictionary<string, JsonElement> Schedules { get; } =
        Root.GetProperty("schedules").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);

    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(GoldenCase.Number)];
}

/// <summary>A golden case as a training: a model, its optimizer and its batch, in single or double precision.</summary>
internal sealed class GoldenTrajectory
{
    private readonly JsonElement json;
    private readonly DType dtype;
    private readonly TensorData[] batch;

    public GoldenTrajectory(JsonElement json, DType dtype)
    {
        (this.json, this.dtype) = (json, dtype);
        Net = new GoldenNet(json, dtype);
        var data = json.GetProperty("batch");
        batch = [.. new[] { "x", "y" }.Select(name => Own(GoldenCase.Array(data.GetProperty(name))))];
        Step = StepOf();
    }

    public GoldenNet Net { get; }

    public TrainingStep Step { get; }

    public double Run() => Step.Run(batch);

    public double Loss() => Loss(Tensor.Constant(batch[0]), Tensor.Constant(batch[1])).Item();

    private TrainingStep StepOf()
    {
        var clip = json.TryGetProperty("clip", out var given) ? given : (JsonElement?)null;
        var isNorm = clip?.GetProperty("type").GetString() == "norm";
        return new(Net, GoldenOptimizers.Of(json), Loss)
        {
            Schedule = json.TryGetProperty("scheduler", out var scheduler)
                ? GoldenSchedules.Of(scheduler.GetProperty("name").GetString()!, scheduler.GetProperty("hyper"))
                : null,
            ClipNorm = isNorm ? clip!.Value.GetProperty("max_norm").GetDouble() : null,
            ClipValue = clip is not null && !isNorm ? clip.Value.GetProperty("value").GetDouble() : null,
            NormOrder = isNorm ? GoldenCase.Number(clip!.Value.GetProperty("norm_type")) : 2,
        };
    }

    private Tensor Loss(Tensor x, Tensor y) =>
        json.GetProperty("loss").GetString() == "mse" ? MSELoss(Net.Forward(x), y) : CrossEntropyLoss(Net.Forward(x), y);

    private TensorData Own(TensorData data) => data.DType == DType.Float64 ? data.Cast(dtype) : data;
}

/// <summary>The layers of a case, its parameters named as they are there.</summary>
internal sealed class GoldenNet(JsonElement json, DType dtype) : Layer
{
    private readonly List<Parameter> parameters =
        [.. json
            .GetProperty("initial_parameters")
            .EnumerateArray()
            .Select(p => new Parameter(GoldenCase.Array(p).Cast(dtype), p.GetProperty("name").GetString()!))];

    protected override IEnumerable<Member> Members => parameters.Select(parameter => new Member(parameter, parameter.Name!));

    public override Tensor Forward(Tensor x)
    {
        var next = 0;
        foreach (var layer in json.GetProperty("model").EnumerateArray())
        {
            x = layer.GetProperty("type").GetString() switch
            {
                "Linear" => MatMul(x, parameters[next++].Transpose()) + parameters[next++],
                "tanh" => Tanh(x),
                "relu" => Relu(x),
                var other => throw new NotSupportedException(other),
            };
        }
        return x;
    }
}
