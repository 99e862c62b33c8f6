#:project ../src/ChainRule.Data/ChainRule.Data.csproj

// Handwritten digits, 8×8 pixels each, told apart by a small network: reading the table, training, testing, saving, loading.
using ChainRule;
using ChainRule.Data;
using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

using var table = CsvTable.Load(Path.Combine(Folder(), "digits.csv.gz"), categories: ["digit"]);
var pixels = table.Numbers([.. table.Columns.Where(column => column.Name != "digit").Select(column => column.Name)]);
var examples = new TensorDataset(pixels, table.Classes("digit"));
var (training, test) = examples.Split(0.8, seed: 1, classColumn: 1);
var scale = Standardize.Fit(training, column: 0);

Initialize.Seed(1);
var model = Network();
var trainer = new Trainer(model, new AdamW(3e-3), (x, y) => CrossEntropyLoss(model.Forward(x), y))
{
    Epochs = 30,
    BatchSize = 32,
    Schedule = new CosineSchedule(30 * training.Count / 32),
    Validation = scale.Apply(test, column: 0),
    Metrics = { ["accuracy"] = (x, y) => Metric.Accuracy(model.Forward(x), y) },
};
var result = trainer.Run(scale.Apply(training, column: 0));
var accuracy = result.History[^1].Validation!["accuracy"];
Console.WriteLine(
    $"{accuracy:P2} of {test.Count} test digits are told right after {result.History.Count} epochs, {result.Time.TotalSeconds:F1} s");

// What is saved is loaded into a network of the same build, by the names of its fields.
var file = Path.Combine(Path.GetTempPath(), "digits.safetensors");
Checkpoint.Save(file, model);
var copy = Network();
Checkpoint.Load(file, copy);
copy.Eval();
var batch = scale.Apply(test, column: 0)[..10].ToMemory();
Console.WriteLine($"told   {ArgMax(copy.Forward(Tensor.Constant(batch.Arrays[0])), 1).Evaluate()}");
Console.WriteLine($"truth  {batch.Arrays[1]}");
if (accuracy < 0.97) throw new InvalidOperationException("97 % were expected");

static Sequential Network() => new() { new Linear(64, 64), Relu, new Dropout(0.2), new Linear(64, 10) };

// The data lie beside the samples, wherever the program was started.
static string Folder([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
    Path.Combine(Path.GetDirectoryName(here)!, "..", "data");
