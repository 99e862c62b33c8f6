namespace ChainRule.Tests.Ops;

/// <summary>Values, gradients, second order and forward mode of each op, against libtorch's.</summary>
public class GoldenTests
{
    public static TheoryData<string, DType> Rows
    {
        get
        {
            var rows = new TheoryData<string, DType>();
            foreach (var golden in GoldenFile.Cases.Values)
            {
                rows.Add(golden.Name, DType.Float64);
                if (!golden.Has("float64_only")) rows.Add(golden.Name, DType.Float32);
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_op_gives_what_the_golden_file_says(string name, DType dtype)
    {
        var complaints = new GoldenCheck(GoldenFile.Cases[name], dtype).Complaints().ToList();
        Assert.True(complaints.Count == 0, string.Join(Environment.NewLine, complaints));
    }

    [Fact]
    public void The_derivative_that_the_reference_rounds_is_a_sixth()
    {
        var x = new Parameter(0.5, "x");
        Assert.Equal(1.0 / 6, Gradient.Of(Functions.HardSigmoid(x), x).Item(), 1e-16);
    }
}

/// <summary>Builds all that a golden case speaks of, computes it in one run and compares.</summary>
internal sealed class GoldenCheck
{
    private readonly GoldenCase golden;
    private readonly DType dtype;
    private readonly GoldenCall call;
    private readonly List<(string What, TensorData Expected, Tensor Actual, Tolerance Tolerance)> claims = [];

    public GoldenCheck(GoldenCase golden, DType dtype)
    {
        (this.golden, this.dtype) = (golden, dtype);
        call = new GoldenCall(golden, dtype);
        var outputs = GoldenOps.Call(golden.Op, call);
        ClaimOutputs(outputs);
        if (golden.Cotangents.Count > 0) ClaimDerivatives(outputs);
    }

    public IEnumerable<string> Complaints()
    {
        var actual = Tensor.Evaluate([.. claims.Select(claim => claim.Actual)]);
        return claims.Select((claim, i) => claim.Tolerance.Complaint(claim.What, claim.Expected, actual[i])).OfType<string>();
    }

    private void ClaimOutputs(Tensor[] outputs)
    {
        for (var i = 0; i < golden.Outputs.Count; i++)
            claims.Add(($"output {golden.Outputs[i].Name}", golden.Outputs[i].Value, outputs[i], golden.OutputTolerance(dtype)));
        for (var i = 0; i < golden.After.Count; i++)
            Claim($"{golden.After[i].Name} after", golden.After[i].Value, outputs[golden.Outputs.Count + i]);
    }

    private void ClaimDerivatives(Tensor[] outputs)
    {
        Input[] inputs = [.. golden.Gradients.Select(gradient => call.Leaves[gradient.Name])];
        Input[] cotangents = [.. golden.Cotangents.Select(cotangent => new Input(cotangent.Value.Cast(dtype), "c"))];
        Tensor[] results = [.. golden.Cotangents.Select(
            cotangent => outputs[golden.Outputs.ToList().FindIndex(output => output.Name == cotangent.Name)])];
        var gradients = Gradient.Vjp([.. results.Zip(cotangents, (result, cotangent) => (result, (Tensor)cotangent))], inputs);
        for (var i = 0; i < inputs.Length; i++) Claim($"gradient by {inputs[i].Name}", golden.Gradients[i].Value, gradients[i]);
        if (golden.Second is { } second) ClaimSecond(second, inputs, cotangents, results, gradients);
    }

    private void ClaimSecond(GoldenSecond second, Input[] inputs, Input[] cotangents, Tensor[] results, Tensor[] gradients)
    {
        Tensor[] directions = [.. inputs.Select(input => Tensor.Constant(second.Directions[input.Name!].Cast(dtype)))];
        Tensor[] wrt = [.. second.Gradients.Select(gradient => call.Leaves[gradient.Name]), .. cotangents];
        var seconds = Gradient.Vjp([.. gradients.Zip(directions)], wrt);
        for (var i = 0; i < second.Gradients.Count; i++)
            Claim($"second gradient by {second.Gradients[i].Name}", second.Gradients[i].Value, seconds[i]);
        var tangents = Gradient.Jvp(results, [.. inputs.Zip(directions, (input, direction) => ((Tensor)input, direction))]);
        for (var i = 0; i < second.Jvp.Count; i++)
        {
            Claim($"gradient by the cotangent {second.Jvp[i].Name}", second.Jvp[i].Value, seconds[second.Gradients.Count + i]);
            Claim($"jvp {second.Jvp[i].Name}", second.Jvp[i].Value, tangents[i]);
        }
    }

    private void Claim(string what, TensorData expected, Tensor actual) => claims.Add((what, expected, actual, golden.Tolerance(dtype)));
}
