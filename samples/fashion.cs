#:project ../src/ChainRule/ChainRule.csproj

// A convolutional network on Fashion-MNIST: 60,000 images of clothes in ten classes. The folder with the four *-ubyte.gz files is the
// argument (Debian's package dataset-fashion-mnist brings it); "quick" after it looks at a part of the images only.
//     dotnet run -c Release samples/fashion.cs /usr/share/datasets/fashion-mnist
using ChainRule;
using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

var folder = args is [var given, ..] ? given : "/usr/share/datasets/fashion-mnist";
if (!Directory.Exists(folder))
{
    Console.WriteLine($"skipped: there is no folder {folder}; give the one with Fashion-MNIST's files as the argument");
    return;
}
var quick = args.Contains("quick");
using var images = IdxDataset.OpenMnist(folder);
using var testImages = IdxDataset.OpenMnist(folder, "t10k");
Dataset training = quick ? images[..2000] : images, test = quick ? testImages[..1000] : testImages;

Initialize.Seed(1);
var model = new Sequential
{
    new Conv2d(1, 32, 3, padding: 1), Relu, new MaxPool2d(2),
    new Conv2d(32, 64, 3, padding: 1), Relu, new MaxPool2d(2),
    new Flatten(), new Linear(64 * 7 * 7, 128), Relu, new Dropout(0.3), new Linear(128, 10),
};
const int BatchSize = 64;
var epochs = quick ? 1 : 5;
var trainer = new Trainer(model, new AdamW(2e-3), (x, y) => CrossEntropyLoss(model.Forward(x), y))
{
    Epochs = epochs,
    BatchSize = BatchSize,
    Schedule = new CosineSchedule(epochs * training.Count / BatchSize),
    Validation = test,
    Metrics = { ["accuracy"] = (x, y) => Metric.Accuracy(model.Forward(x), y) },
};
var result = trainer.Run(training.Map(column: 0, seed: 1, Augment.Flip()));
Console.WriteLine(
    $"{result.History[^1].Validation!["accuracy"]:P2} of {test.Count:N0} test images are told right after {result.History.Count} "
    + $"epochs, {result.Time.TotalSeconds:F0} s");
