using ChainRule.Explanations;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

public class ScratchTests
{
    private static void Show(Explanation e) { Print(e.ToString()); Print(e.ToJson()); Print("-----"); }
    private static void Print(string s) => System.IO.File.AppendAllText("/tmp/scratch.txt", s + "\n");

    [Fact]
    public void Shows()
    {
        System.IO.File.Delete("/tmp/scratch.txt");
        var x = Tensor.Constant(1.0, "x"); var y = Tensor.Constant(2.0, "y");
        var w = new Parameter(1.0, "w");
        var yhat = (w * x).Named("yhat");
        var s = (yhat - y).Named("s");
        Show(Explain.Gradient(Square(s).Named("loss"), w));
        Print(Explain.Gradient(Square(s).Named("loss"), w).ToString(new ExplainOptions { Ascii = true, Data = ["y"] }));
        Show(Explain.Gradient(Square(w * x - y)));
        {
            Tensor X = Tensor.Constant(3.0, "x"), Y = Tensor.Constant(10.0, "y");
            Parameter W = new(2.0, "w"), B = new(1.0, "b");
            Show(Explain.Gradient((Square(Y - (W * X + B)) + Square(W)).Named("e"), W));
            Show(Explain.Gradient((Square(Y - (W * X + B)) + Square(W)).Named("e")));
        }
        {
            Parameter a = new(-4.0, "a"), b = new(2.0, "b");
            Tensor c = a + b, d = a * b + Pow(b, 3);
            c = c + (c + 1);
            c = c + (1 + c + -a);
            d = d + (d * 2 + Relu(b + a));
            d = d + (3 * d + Relu(b - a));
            Tensor e = c - d, f = Square(e), g = f / 2.0;
            g = g + 10.0 / f;
            Show(Explain.Gradient(g.Named("g"), a, b));
        }
        {
            Parameter W = new(TensorData.Create<double>([1, 2, 3, 4, 5, 6], [2, 3]), "W"), b = new([0.1, -0.2], "b");
            Tensor X = Tensor.Constant<double>([1, 0, -1, 2, 1, 0.5], [2, 3], "X"), Y = Tensor.Constant<double>([1, 2, 3, 4], [2, 2], "Y");
            var pred = (MatMul(X, W.Transpose()) + b).Named("yhat");
            Show(Explain.Gradient(Mean(Square(Tanh(pred) - Y)).Named("loss")));
        }
        {
            Parameter p = new(0.0, "p"), q = new(0.0, "q"), r = new(1.0, "r");
            Show(Explain.Gradient((p / q).Named("L"), p, r));
            Show(Explain.Gradient(Sqrt(p) * 2 + Relu(q) + Floor(r)));
            Show(Explain.Gradient(p));
        }
    }
}
