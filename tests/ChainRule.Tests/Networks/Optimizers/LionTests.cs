using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

public class LionTests
{
    /// <summary>Algorithm 2 of Chen et al. (2023), in plain loops, on Σ cᵢ(wᵢ − 1)².</summary>
    [Theory]
    [InlineData(DType.Float64, 1e-12)]
    [InlineData(DType.Float32, 1e-5)]
    public void Steps_by_the_sign_of_a_mean(DType dtype, double tolerance)
    {
        var (rate, beta1, beta2, decay) = (0.03, 0.9, 0.99, 0.1);
        double[] c = [1, 3, 0.5], w = [0.2, 2, -1], m = [0, 0, 0];
        var parameter = new Parameter(TensorData.Create<double>(w, [3]).Cast(dtype), "w");
        var loss = Sum(Tensor.Constant(TensorData.Create<double>(c, [3]).Cast(dtype)) * Square(parameter - 1));
        var step = new Step([loss], new Lion(rate, beta1, beta2, decay).Updates(loss, [parameter]));
        for (var t = 0; t < 40; t++)
        {
            for (var i = 0; i < 3; i++)
            {
                var g = 2 * c[i] * (w[i] - 1);
                var update = Math.Sign(beta1 * m[i] + (1 - beta1) * g);
                w[i] -= rate * (update + decay * w[i]);
                m[i] = beta2 * m[i] + (1 - beta2) * g;
            }
            step.Run();
            for (var i = 0; i < 3; i++) Assert.Equal(w[i], parameter.Value[i], tolerance);
        }
    }
}
