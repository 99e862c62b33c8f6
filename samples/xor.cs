#:project ../src/ChainRule/ChainRule.csproj

// XOR: the smallest problem that one layer cannot solve. The training loop is written out; see digits.cs for the trainer.
using ChainRule;
using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

Initialize.Seed(1);
var model = new Sequential { new Linear(2, 8), Tanh, new Linear(8, 1) };
var x = TensorData.Create<float>([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
var y = TensorData.Create<float>([0, 1, 1, 0], [4, 1]);

// Forward pass, backward pass and update are one plan, traced at the first run.
var step = new TrainingStep(model, new Adam(0.05), (x, y) => BCEWithLogitsLoss(model.Forward(x), y));
for (var i = 0; i <= 300; i++)
{
    var loss = step.Run(x, y);
    if (i % 100 == 0) Console.WriteLine($"step {i,3}   loss {loss:F4}");
}

model.Eval();
var probabilities = Sigmoid(model.Forward(Tensor.Constant(x))).Evaluate();
for (var i = 0; i < 4; i++) Console.WriteLine($"{x[2 * i]} xor {x[2 * i + 1]} = {y[i]}   predicted {probabilities[i]:F3}");
if (Enumerable.Range(0, 4).Any(i => Math.Abs(probabilities[i] - y[i]) > 0.1)) throw new InvalidOperationException("XOR was not learned");
