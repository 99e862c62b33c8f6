using ChainRule.Cli;

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = !cancellation.IsCancellationRequested; // a second Ctrl-C ends the process at once
    cancellation.Cancel();
};
return App.Run(args, Terminal.OfProcess(), cancellation.Token);
