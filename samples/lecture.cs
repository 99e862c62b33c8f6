#:project ../src/ChainRule/ChainRule.csproj

// The lecture's network, by hand and then by graph: x = 1, y = 2, ŷ = w·x, loss = (ŷ − y)².
using ChainRule;
using ChainRule.Networks;
using static ChainRule.Functions;

double hand = 1;
for (var i = 0; i < 3; i++)
{
    var yhat = hand * 1;                 // forward
    var s = yhat - 2;
    var gradient = 2 * s * 1 * 1;        // ∂loss/∂s · ∂s/∂ŷ · ∂ŷ/∂w
    Console.WriteLine($"by hand   w = {hand:F4}   loss = {s * s:F4}   ∂loss/∂w = {gradient:F4}");
    hand -= 0.1 * gradient;
}

var (x, y) = (Tensor.Constant(1.0, "x"), Tensor.Constant(2.0, "y"));
var w = new Parameter(1.0, "w");
var loss = Square(w * x - y);
var dw = Gradient.Of(loss, w);           // an expression like any other

// Forward pass, backward pass and update are one step, planned once.
var step = new Step([loss, dw], new Sgd(0.1).Updates(loss, [w]));
for (var i = 0; i < 60; i++)
{
    var before = w.Value.Item();
    step.Run();
    if (i < 3) Console.WriteLine($"by graph  w = {before:F4}   loss = {step.Scalar():F4}   ∂loss/∂w = {step.Scalar(1):F4}");
}
Console.WriteLine($"after 60 steps   w = {w.Value.Item():F6}");
