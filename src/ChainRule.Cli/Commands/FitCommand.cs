using System.CommandLine;
using ChainRule.Cli.Output;
using ChainRule.Formulas;

namespace ChainRule.Cli.Commands;

/// <summary><c>chainrule fit FORMULA DATA.csv --target COLUMN</c></summary>
internal static class FitCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var formula = new Argument<string>(
            "FORMULA")
        {
            Description = "Such as \"w*x + b\": names that are columns are data, the others are found; - reads it from "
                + "standard input."
        };
        var data = new Argument<string>("DATA.csv") { Description = "A table with a header, separated by comma, semicolon or tab." };
        var target = new Option<string>("--target") { Description = "The column to predict.", HelpName = "COLUMN", Required = true };
        var init = new Option<string[]>(
            "--init")
        { Description = "Where a parameter begins, such as a=1,b=2; may be repeated.", HelpName = "a=1" };
        var loss = FormulaInput.Choice("--loss", "What is made small.", "mse", "mae", "huber", "logistic");
        var optimizer = FormulaInput.Choice("--optimizer",
            "lbfgs searches for a good start and needs no rate; the others take plain steps.", "lbfgs", "sgd", "momentum", "adam");
        var rate = new Option<double?>("--rate") { Description = "The learning rate of sgd, momentum and adam (0.01).", HelpName = "RATE" };
        var epochs = new Option<int>(
            "--epochs")
        { Description = "How often the data are gone through at most.", HelpName = "N", DefaultValueFactory = _ => 1000 };
        var batch = new Option<int?>(
            "--batch")
        { Description = "How many rows sgd, momentum and adam look at for a step (all).", HelpName = "ROWS" };
        var seed = new Option<int>("--seed") { Description = "Decides what is left to chance.", HelpName = "N" };
        var format = FormulaInput.Choice("--format", "How to write the result.", "text", "json");
        var memory = FormulaInput.MaxMemory();
        var output = new Option<string?>(
            "--out")
        { Description = "Writes the result to a file instead, which is there whole or not at all.", HelpName = "FILE" };

        var command = new Command("fit", "Finds the parameters with which a formula predicts a column of data best.")
        {
            formula, data, target, init, loss, optimizer, rate, epochs, batch, seed, memory, format, output,
        };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(output);
            if (file is not null) OutputFile.CheckWritable(file, "--out", parsed.GetRequiredValue(data));
            var request = new FitRequest
            {
                Text = FormulaInput.ReadText(parsed.GetRequiredValue(formula), terminal),
                Data = parsed.GetRequiredValue(data),
                Target = parsed.GetRequiredValue(target),
                Init = [.. (parsed.GetValue(init) ?? []).SelectMany(
                    list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
                Loss = parsed.GetRequiredValue(loss),
                Optimizer = parsed.GetRequiredValue(optimizer),
                Rate = parsed.GetValue(rate),
                Epochs = parsed.GetValue(epochs),
                Batch = parsed.GetValue(batch),
                Seed = parsed.GetValue(seed),
                MaxMemory = FormulaInput.Bytes(parsed.GetValue(memory), "--max-memory"),
            };
            var outcome = FitRun.Run(request, terminal, cancellation);
            var text = parsed.GetValue(format) == "json"
                ? FitJson.Of(outcome)
                : TokenText.OnLines(FitText.Of(outcome, terminal.IsUnicode));
            if (file is null) terminal.Out.WriteLine(text);
            else OutputFile.Write(file, text + "\n");
        });
        return command;
    }
}
