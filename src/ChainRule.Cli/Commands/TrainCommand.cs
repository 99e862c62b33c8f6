using System.CommandLine;
using ChainRule.Cli.Output;
using ChainRule.Data;

namespace ChainRule.Cli.Commands;

/// <summary><c>chainrule train DATA.csv --target COLUMN</c></summary>
internal static class TrainCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var data = new Argument<string>(
            "DATA.csv")
        { Description = "A table with a header, separated by comma, semicolon or tab; plain or gzipped." };
        var target = new Option<string>("--target") { Description = "The column to predict.", HelpName = "COLUMN", Required = true };
        var hidden = new Option<string>(
            "--hidden")
        { Description = "The sizes of the hidden layers.", HelpName = "32,32", DefaultValueFactory = _ => "32,32" };
        var task = FormulaInput.Choice("--task", "Whether a class or a number is predicted; auto finds out by the target.", "auto",
            "classification", "regression");
        var epochs = new Option<int?>(
            "--epochs")
        { Description = "How often the data are gone through at most (by the number of rows, 20 to 200).", HelpName = "N" };
        var batch = new Option<int?>(
            "--batch")
        { Description = "How many rows make a step (by the number of rows, 16 to 256).", HelpName = "ROWS" };
        var test = new Option<double>(
            "--test")
        {
            Description = "The share of the rows that is kept for the test.",
            HelpName = "SHARE",
            DefaultValueFactory = _ => 0.2
        };
        var seed = new Option<int>(
            "--seed")
        {
            Description = "Decides what is left to chance: which rows are for the test, first weights, order.",
            HelpName = "N"
        };
        var output = new Option<string?>(
            "--out")
        { Description = "Writes the model to a file, for chainrule predict.", HelpName = "model.safetensors" };
        var plot = new Option<string?>("--plot") { Description = "Draws the loss by epoch.", HelpName = "FILE.svg" };
        var checkpoint = new Option<string?>(
            "--checkpoint")
        {
            Description = "Saves the training after every epoch, and goes on with it if the file is there.",
            HelpName = "FILE"
        };
        var format = FormulaInput.Choice("--format", "How to write the result.", "text", "json");

        var command = new Command("train", "Trains a network to predict a column of a table from the others.")
        {
            data, target, hidden, task, epochs, batch, test, seed, output, plot, checkpoint, format,
        };
        command.SetAction(parsed =>
        {
            var outcome = TrainRun.Run(new TrainRequest
            {
                Data = parsed.GetRequiredValue(data),
                Target = parsed.GetRequiredValue(target),
                Hidden = parsed.GetRequiredValue(hidden),
                Task = Task(parsed.GetRequiredValue(task)),
                Epochs = parsed.GetValue(epochs),
                Batch = parsed.GetValue(batch),
                Test = parsed.GetValue(test),
                Seed = parsed.GetValue(seed),
                Model = parsed.GetValue(output),
                Plot = parsed.GetValue(plot),
                Checkpoint = parsed.GetValue(checkpoint),
            }, terminal, cancellation);
            if (parsed.GetValue(format) == "json") terminal.Out.WriteLine(TrainJson.Of(outcome));
            else terminal.WriteText(TrainText.Of(outcome, terminal.IsUnicode));
        });
        return command;
    }

    private static PredictionTask? Task(string word) => word switch
    {
        "classification" => PredictionTask.Classification,
        "regression" => PredictionTask.Regression,
        _ => null,
    };
}
