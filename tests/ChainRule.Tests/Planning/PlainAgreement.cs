using ChainRule.Execution;

namespace ChainRule.Tests.Planning;

/// <summary>Compares what plans compute with what plain loops compute.</summary>
internal static class PlainAgreement
{
    /// <summary>Evaluates the outputs both ways.</summary>
    /// <param name="outputs">What is compared.</param>
    /// <param name="where">What to say of them where they differ.</param>
    public static void Check(Tensor[] outputs, string where = "") => Check(outputs, Tensor.Evaluate(outputs), where);

    /// <summary>Compares values that are computed already.</summary>
    public static void Check(Tensor[] outputs, TensorData[] computed, string where = "")
    {
        var expected = PlainInterpreter.Evaluate(outputs);
        for (var o = 0; o < outputs.Length; o++)
        {
            Assert.Equal(outputs[o].Type, computed[o].Type);
            Assert.Equal(outputs[o].Shape.Size, expected[o].Length);
            var scale = expected[o].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max() + 1;
            var tolerance = scale * (outputs[o].DType == DType.Float32 ? 1e-3 : 1e-10);
            for (var i = 0; i < expected[o].Length; i++)
                if (!expected[o][i].Equals(computed[o][i]) && !(Math.Abs(expected[o][i] - computed[o][i]) <= tolerance))
                    Assert.Fail(
                        $"{where} output {o}, {outputs[o].Describe()} of shape {outputs[o].Shape}, element {i}: {computed[o][i]} instead "
                        + $"of {expected[o][i]}\n{new Evaluation(outputs).Plan}");
        }
    }
}
