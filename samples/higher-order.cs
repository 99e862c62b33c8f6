#:project ../src/ChainRule/ChainRule.csproj

// A gradient is an expression, so it has gradients too: to any order, along directions, as whole matrices.
using ChainRule;
using static ChainRule.Functions;

var x = new Parameter(2.0, "x");
var derivative = Pow(x, 5);
for (var order = 0; order <= 5; order++)
{
    Console.WriteLine($"order {order}: {derivative.Item()}");
    derivative = Gradient.Of(derivative, x);
}

// Rosenbrock's valley: f(v) = (1 − v₀)² + 100·(v₁ − v₀²)²
var v = new Parameter([-1.2, 1.0], "v");
var mask = Tensor.Constant<double>([1, 0]);
var (v0, v1) = (Sum(v * mask), Sum(v * (1 - mask)));
var f = Square(1 - v0) + 100 * Square(v1 - Square(v0));
var direction = Tensor.Constant<double>([1, 1]);
Console.WriteLine($"f        {f.Item()}");
Console.WriteLine($"gradient {Gradient.Of(f, v).Evaluate()}");
Console.WriteLine($"Hessian  {Gradient.Hessian(f, v).Evaluate()}");
Console.WriteLine($"H·(1,1)  {Gradient.Hvp(f, v, direction).Evaluate()}, without the Hessian");

// Newton's method: v ← v − H⁻¹g, with the 2×2 inverse written out.
for (var i = 0; i < 6; i++)
{
    var (g, h) = (Gradient.Of(f, v).Evaluate(), Gradient.Hessian(f, v).Evaluate());
    var determinant = h[0] * h[3] - h[1] * h[2];
    v.Value = TensorData.Create(
        [v.Value[0] - (h[3] * g[0] - h[1] * g[1]) / determinant, v.Value[1] - (h[0] * g[1] - h[2] * g[0]) / determinant], [2]);
}
Console.WriteLine($"Newton   {v.Value}, f = {f.Item():G3}");
