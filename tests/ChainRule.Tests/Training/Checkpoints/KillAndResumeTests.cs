using System.Diagnostics;
using System.Runtime.CompilerServices;
using ChainRule.Tests.Execution;
using ChainRule.Training;

namespace ChainRule.Tests.Training.Checkpoints;

/// <summary>A training that is killed again and again ends in the bits of one that nobody disturbed.</summary>
[Collection(nameof(Alone))]
public sealed class KillAndResumeTests : IDisposable
{
    private const string ChildMark = "CHAINRULE_TRAIN_INTO";
    private const int Kills = 20;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Where the mark is set this process is one that the test below starts: it trains, and nothing else.</summary>
    [ModuleInitializer]
    internal static void TrainIfChild()
    {
        if (Environment.GetEnvironmentVariable(ChildMark) is not { } path) return;
        var checkpoint = new TrainingCheckpoint(path) { EverySteps = 7, Resume = true };
        ResumableTraining.Run(checkpoint, new Told(Follow), CancellationToken.None);
        Environment.Exit(0);
    }

    /// <summary>Tells of a step, and waits where no more are allowed: it must not run ahead to its end.</summary>
    private static void Follow(TrainingProgress progress)
    {
        Console.Out.WriteLine(progress.Batch);
        Console.In.ReadLine();
    }

    [Fact]
    public async Task Killed_at_twenty_moments_it_ends_in_the_same_bits()
    {
        var cancel = TestContext.Current.CancellationToken;
        var path = folder.Path("run.safetensors");
        var random = new Random(1);
        for (var kill = 0; kill < Kills; kill++) await LiveAndDie(path, random.Next(30), random.Next(4000), cancel);
        using (var last = Start(path))
        {
            last.StandardInput.Close();
            await last.StandardOutput.ReadToEndAsync(cancel);
            await last.WaitForExitAsync(cancel);
            Assert.Equal(0, last.ExitCode);
        }

        var undisturbed = ResumableTraining.Run(checkpoint: null, progress: null, cancel);
        var resumed = ResumableTraining.Run(new(path) { Resume = true }, new Told(progress => Assert.True(progress.IsEnd)), cancel);
        Assert.Equal(undisturbed, resumed);
        Assert.Equal(["run.safetensors"], folder.Files);
    }

    /// <summary>Trains in a process of its own, and kills it some microseconds after so many steps.</summary>
    private static async Task LiveAndDie(string path, int steps, int microseconds, CancellationToken cancel)
    {
        using var process = Start(path);
        for (var allowed = 0; allowed < steps + 10; allowed++) await process.StandardInput.WriteLineAsync();
        await process.StandardInput.FlushAsync(cancel);
        for (var step = 0; step < steps; step++) Assert.NotNull(await process.StandardOutput.ReadLineAsync(cancel));
        for (var from = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(from).TotalMicroseconds < microseconds;) Thread.SpinWait(20);
        Assert.False(process.HasExited, "the training ended before it could be killed");
        process.Kill();
        await process.WaitForExitAsync(cancel);
    }

    private static Process Start(string path)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(KillAndResumeTests).Assembly.Location);
        start.Environment[ChildMark] = path;
        return Process.Start(start)!;
    }
}
