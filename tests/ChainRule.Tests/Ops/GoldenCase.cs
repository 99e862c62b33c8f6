using System.Text.Json;
using ChainRule.Graph;

namespace ChainRule.Tests.Ops;

/// <summary>How far a computed number may lie from the golden one: rtol·|g| + atol·max(1, greatest |g| of the array).</summary>
internal readonly record struct Tolerance(double Relative, double Absolute)
{
    public static Tolerance Of(DType dtype) => dtype == DType.Float32 ? new(1e-4, 1e-5) : new(1e-9, 1e-12);

    /// <summary>What is wrong with <paramref name="actual"/>, or <see langword="null"/>.</summary>
    public string? Complaint(string what, TensorData expected, TensorData actual)
    {
        if (!actual.Shape.Equals(expected.Shape)) return $"{what}: shape {actual.Shape} instead of {expected.Shape}";
        var numbers = expected.ToDoubles();
        var finite = numbers.Where(double.IsFinite).Select(Math.Abs);
        var slack = Absolute * finite.Append(1).Max();
        for (var i = 0; i < numbers.Length; i++)
        {
            var (a, g) = (actual[i], numbers[i]);
            if (a == g || (double.IsNaN(a) && double.IsNaN(g)) || Math.Abs(a - g) <= Relative * Math.Abs(g) + slack) continue;
            return $"{what}: element {i} is {a:R} instead of {g:R}, in {actual} instead of {expected}";
        }
        return null;
    }
}

/// <summary>One line of the golden file; its README says what is in it.</summary>
internal sealed class GoldenCase(JsonElement json)
{
    public string Name { get; } = json.GetProperty("name").GetString()!;

    public string Op { get; } = json.GetProperty("op").GetString()!;

    public JsonElement Attributes { get; } = json.GetProperty("attributes");

    public IEnumerable<JsonElement> Inputs => json.GetProperty("inputs").EnumerateArray();

    /// <summary>The results; where there is one, it has no name.</summary>
    public IReadOnlyList<(string Name, TensorData Value)> Outputs => Named("output", "outputs");

    /// <summary>The cotangents of those results that have one.</summary>
    public IReadOnlyList<(string Name, TensorData Value)> Cotangents => Named("cotangent", "cotangents");

    public IReadOnlyList<(string Name, TensorData Value)> After => json.TryGetProperty("after", out var after) ? Arrays(after) : [];

    public IReadOnlyList<(string Name, TensorData Value)> Gradients =>
        json.TryGetProperty("gradients", out var gradients) ? Arrays(gradients) : [];

    /// <summary>The second order, where there is one.</summary>
    public GoldenSecond? Second => json.TryGetProperty("second", out var second) ? new GoldenSecond(second) : null;

    public bool Has(string tag) => json.TryGetProperty("tags", out var tags) && tags.EnumerateArray().Any(t => t.GetString() == tag);

    /// <summary>
    /// libtorch's derivative of HardSigmoid holds 1/6 in single precision even for doubles, so that its values differ from c/6
    /// by a factor of 1 + 3·10⁻⁸. Ours is c/6; these cases are compared to what the reference is good for.
    /// </summary>
    private bool IsRoundedInReference => Op == "HardSigmoid";

    public Tolerance Tolerance(DType dtype) => Given("tolerance", dtype)
        ?? (IsRoundedInReference && dtype == DType.Float64 ? new Tolerance(1e-7, 1e-12) : Ops.Tolerance.Of(dtype));

    public Tolerance OutputTolerance(DType dtype) =>
        Given("output_tolerance", dtype) ?? Given("tolerance", dtype) ?? Ops.Tolerance.Of(dtype);

    public override string ToString() => Name;

    /// <summary>An array of the file: flat, row-major; NaN and the infinities are words.</summary>
    public static TensorData Array(JsonElement json)
    {
        var shape = Shape.Create([.. json.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())]);
        var data = json.GetProperty("data").EnumerateArray();
        return (json.TryGetProperty("dtype", out var dtype) ? dtype.GetString() : "float64") switch
        {
            "int64" => TensorData.Wrap([.. data.Select(value => value.GetInt64())], shape),
            "bool" => TensorData.Wrap([.. data.Select(value => value.GetBoolean())], shape),
            _ => TensorData.Wrap([.. data.Select(Number)], shape),
        };
    }

    public static double Number(JsonElement json) =>
        json.ValueKind == JsonValueKind.String
            ? double.Parse(json.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            : json.GetDouble();

    internal static IReadOnlyList<(string Name, TensorData Value)> Arrays(JsonElement json) =>
        [.. json.EnumerateObject().Select(property => (property.Name, Array(property.Value)))];

    private IReadOnlyList<(string Name, TensorData Value)> Named(string one, string several)
    {
        if (json.TryGetProperty(one, out var single)) return [("", Array(single))];
        return json.TryGetProperty(several, out var list)
            ? [.. list.EnumerateArray().Select(array => (array.GetProperty("name").GetString()!, Array(array)))]
            : [];
    }

    private Tolerance? Given(string name, DType dtype) => dtype == DType.Float64 && json.TryGetProperty(name, out var given)
        ? new(given.GetProperty("rtol").GetDouble(), given.GetProperty("atol").GetDouble())
        : null;
}

/// <summary>The second order of a case: directions, and the derivatives of Σ gradient·direction.</summary>
internal sealed class GoldenSecond(JsonElement json)
{
    public IReadOnlyDictionary<string, TensorData> Directions { get; } = GoldenCase
        .Arrays(json.GetProperty("v"))
        .ToDictionary(v => v.Name, v => v.Value);

    /// <summary>By the inputs.</summary>
    public IReadOnlyList<(string Name, TensorData Value)> Gradients { get; } = GoldenCase.Arrays(json.GetProperty("gradients"));

    /// <summary>By the cotangents.</summary>
    public IReadOnlyList<(string Name, TensorData Value)> Jvp { get; } = json.GetProperty("jvp").TryGetProperty("data", out _)
        ? [("", GoldenCase.Array(json.GetProperty("jvp")))]
        : GoldenCase.Arrays(json.GetProperty("jvp"));
}

/// <summary>The cases of the golden file of ops.</summary>
internal static class GoldenFile
{
    private static readonly Lazy<Dictionary<string, GoldenCase>> Loaded = new(() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "ops.json")))
            .RootElement.GetProperty("cases").EnumerateArray().Select(json => new GoldenCase(json)).ToDictionary(c => c.Name));

    public static IReadOnlyDictionary<string, GoldenCase> Cases => Loaded.Value;
}
