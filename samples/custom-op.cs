#:project ../src/ChainRule/ChainRule.csproj

// A function of one's own: its value and its derivative in one declaration. Everything else follows.
using ChainRule;
using static ChainRule.Functions;

// The Lambert function W(x), for which W·exp(W) = x; its derivative is W / (x·(1 + W)).
var lambert = CustomOp.Elementwise("Lambert", Solve, (x, w) => w / (x * (1 + w)));

var a = new Parameter(2.0, "a");
var loss = Square(lambert(a) - 1);
Console.WriteLine(
    $"W(2) = {lambert(a).Item():F6}, W'(2) = {Gradient.Of(lambert(a), a).Item():F6}, W''(2) "
    + $"= {Gradient.Of(Gradient.Of(lambert(a), a), a).Item():F6}");
Console.WriteLine();
Console.WriteLine(Explain.Gradient(loss, a));

var step = new Step([loss], [(a, a - 2 * Gradient.Of(loss, a))]);
for (var i = 0; i < 100; i++) step.Run();
Console.WriteLine($"W(a) = 1 at a = {a.Value.Item():F6}, and e = {Math.E:F6}");

// Newton's method for w·exp(w) = x.
static double Solve(double x)
{
    var w = Math.Log(1 + x);
    for (var i = 0; i < 20; i++) w -= (w * Math.Exp(w) - x) / (Math.Exp(w) * (1 + w));
    return w;
}
