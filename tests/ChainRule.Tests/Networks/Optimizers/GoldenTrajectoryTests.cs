using System.Text.Json;
using ChainRule.Tests.Ops;

namespace ChainRule.Tests.Networks;

/// <summary>Small networks trained by each optimizer, step for step as libtorch does it; the golden README says what a case is.</summary>
public class GoldenTrajectoryTests
{
    private static readonly Tolerance Double = new(1e-9, 1e-10);

    public static TheoryData<string> Cases => [.. GoldenTraining.Cases.Keys];

    [Fact]
    public void There_are_44_cases() => Assert.Equal(44, GoldenTraining.Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Follows_the_reference(string name) => Follow(GoldenTraining.Cases[name], DType.Float64, Double);

    [Theory]
    [InlineData("SGD/nesterov_weight_decay")]
    [InlineData("Adam/amsgrad")]
    [InlineData("AdamW/clip_norm")]
    [InlineData("AdamW/cosine")]
    [InlineData("NAdam/default")]
    [InlineData("Adamax/weight_decay")]
    [InlineData("RMSprop/centered")]
    [InlineData("Adagrad/lr_decay")]
    [InlineData("Adadelta/default")]
    public void Follows_it_in_single_precision(string name) =>
        Follow(GoldenTraining.Cases[name], DType.Float32, Tolerance.Of(DType.Float32));

    private static void Follow(JsonElement json, DType dtype, Tolerance tolerance)
    {
        var training = new GoldenTrajectory(json, dtype);
        var (losses, norms, rates) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < json.GetProperty("steps").GetInt32(); i++)
        {
            losses.Add(training.Run());
            norms.Add(training.Step.GradientNorm);
            rates.Add(training.Step.LearningRate);
            if (i == 0) Compare(json, "parameters_after_first_step", training, tolerance);
        }
        Assert.True(Compare(json, "losses", losses, tolerance) && Compare(json, "final_parameters", training, tolerance));
        Assert.Equal(json.TryGetProperty("clip", out var clip) && clip.GetProperty("type").GetString() == "norm",
            Compare(json, "gradient_norms", norms, tolerance));
        Assert.Equal(json.TryGetProperty("scheduler", out _), Compare(json, "lrs", rates, Double));
        Assert.Null(tolerance.Complaint("final loss", Vector(json.GetProperty("final_loss").GetDouble()), Vector(training.Loss())));
    }

    /// <summary>Compares with a list of the case; false where it has none.</summary>
    private static bool Compare(JsonElement json, string which, List<double> actual, Tolerance tolerance)
    {
        if (!json.TryGetProperty(which, out var expected)) return false;
        Assert.Null(tolerance.Complaint(which, Vector(GoldenTraining.Numbers(expected)), Vector([.. actual])));
        return true;
    }

    private static bool Compare(JsonElement json, string which, GoldenTrajectory training, Tolerance tolerance)
    {
        if (!json.TryGetProperty(which, out var expected)) return false;
        var parameters = training.Net.NamedParameters.ToDictionary(p => p.Name, p => p.Value.Value);
        foreach (var array in expected.EnumerateArray())
        {
            var name = array.GetProperty("name").GetString()!;
            Assert.Null(tolerance.Complaint($"{which} {name}", GoldenCase.Array(array), parameters[name]));
        }
        return true;
    }

    private static TensorData Vector(params double[] values) => TensorData.Wrap(values, [values.Length]);
}
