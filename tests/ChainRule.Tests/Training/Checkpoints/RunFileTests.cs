using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Training.Checkpoints;

/// <summary>Files of whole trainings: when they are written, what they give, and what is not taken for one.</summary>
public sealed class RunFileTests : IDisposable
{
    private static readonly TensorDataset ThreeRows = Straight.Rows((1, 2), (1, 2), (1, 2));
    private static readonly TensorDataset FiveRows = Straight.Rows((1, 2), (2, 3), (1, 1), (-1, 0), (3, 5));
    private static readonly TensorDataset BestAtOne = Straight.Rows((1, 1));
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string RunPath => folder.Path("run");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(2, null, null, "0,2 1,1 1,3 2,0")] // of three batches an epoch; the end is always saved
    [InlineData(null, 1, null, "1,0 2,0")]
    [InlineData(null, 2, null, "2,0")]
    [InlineData(null, null, null, "1,0 2,0")]
    [InlineData(4, 1, null, "1,0 1,1 2,0")]
    [InlineData(null, null, 0, "0,1 0,2 0,3 1,1 1,2 1,3 2,0")]
    public void It_is_saved_when_that_is_asked_for(int? everySteps, int? everyEpochs, int? everySeconds, string saved)
    {
        var places = new List<string>();
        void Look(TrainingProgress progress)
        {
            if (!File.Exists(RunPath)) return;
            var place = string.Join(',', Safetensors.Read(RunPath).Tensors["training/position"].ToArray<long>());
            if (places.LastOrDefault() != place) places.Add(place);
        }
        var checkpoint = new TrainingCheckpoint(
            RunPath)
        { EverySteps = everySteps, EveryEpochs = everyEpochs, Every = everySeconds is { } s ? TimeSpan.FromSeconds(s) : null };
        new Straight().Trainer(2, 1, s => s with { Checkpoint = checkpoint, Progress = new Told(Look) }).Run(ThreeRows, Cancel);
        Assert.Equal(saved, string.Join(' ', places));
    }

    [Fact]
    public void More_epochs_go_on_where_the_fewer_ended()
    {
        TrainerSettings Settings(TrainerSettings s, TrainingCheckpoint? checkpoint) =>
            s with
            {
                Checkpoint = checkpoint,
                Validation = BestAtOne,
                EarlyStopping = new(Patience: 3),
                Schedule = new ReduceOnPlateau(Patience: 0)
            };
        var checkpoint = new TrainingCheckpoint(RunPath) { Resume = true };
        var (resumed, uninterrupted) = (new Straight(), new Straight());
        resumed.Trainer(2, 3, s => Settings(s, checkpoint)).Run(ThreeRows, Cancel);
        var result = resumed.Trainer(20, 3, s => Settings(s, checkpoint)).Run(ThreeRows, Cancel);
        var expected = uninterrupted.Trainer(20, 3, s => Settings(s, null)).Run(ThreeRows, Cancel);
        Assert.Equal(uninterrupted.Slope, resumed.Slope);
        Assert.Equal(expected.History.Select(e => (e.Loss, e.LearningRate, e.ValidationLoss)),
            result.History.Select(e => (e.Loss, e.LearningRate, e.ValidationLoss)));
        Assert.Equal((2, 6, TrainingStop.EarlyStopping), (result.Best, result.Epochs, result.Stop));
        Assert.Equal(["loss", "distance"], result.Validation!.Keys);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Cancelled_after_any_step_it_goes_on_as_if_it_were_not(int stop)
    {
        TrainerSettings Settings(TrainerSettings s, TrainingCheckpoint? checkpoint, IProgress<TrainingProgress>? progress) => s with
        {
            Accumulate = 2,
            Validation = BestAtOne,
            Schedule = new ReduceOnPlateau(Factor: 0.5, Patience: 0, Threshold: 0.5).AfterWarmup(3),
            Checkpoint = checkpoint,
            Progress = progress,
        };
        using var source = new CancellationTokenSource();
        var steps = 0;
        var checkpoint = new TrainingCheckpoint(RunPath) { Resume = true };
        var cancel = new Told(progress => { if (progress.Completed is null && ++steps == stop) source.Cancel(); });
        Assert.Throws<OperationCanceledException>(
            () => new Straight().Trainer(4, 1, s => Settings(s, checkpoint, cancel)).Run(FiveRows, source.Token));

        var (resumed, uninterrupted) = (new Straight(), new Straight());
        var result = resumed.Trainer(4, 1, s => Settings(s, checkpoint, null)).Run(FiveRows, Cancel);
        var expected = uninterrupted.Trainer(4, 1, s => Settings(s, null, null)).Run(FiveRows, Cancel);
        Assert.Equal(uninterrupted.Slope, resumed.Slope);
        Assert.Equal(expected.History.Select(e => (e.Loss, e.LearningRate, e.ValidationLoss)),
            result.History.Select(e => (e.Loss, e.LearningRate, e.ValidationLoss)));
    }

    public static TheoryData<int> Steps => [.. Enumerable.Range(1, 19)]; // of four epochs of five batches

    [Fact]
    public void The_result_tells_for_how_many_epochs_the_resumed_training_was_planned()
    {
        var checkpoint = new TrainingCheckpoint(RunPath) { Resume = true };
        Assert.Null(new Straight().Trainer(2, 1, s => s with { Checkpoint = checkpoint }).Run(ThreeRows, Cancel).ResumedEpochs);
        Assert.Equal(2, new Straight().Trainer(3, 1, s => s with { Checkpoint = checkpoint }).Run(ThreeRows, Cancel).ResumedEpochs);
        Assert.Equal(3, new Straight().Trainer(3, 1, s => s with { Checkpoint = checkpoint }).Run(ThreeRows, Cancel).ResumedEpochs);
    }

    /// <summary>Opening it to write would wait for a reader.</summary>
    [Fact]
    public void A_pipe_keeps_no_checkpoint()
    {
        var pipe = folder.Special("p");
        var error = Assert.Throws<CheckpointException>(
            () => new Straight().Trainer(2, 1, s => s with { Checkpoint = new(pipe) { Resume = true } }).Run(ThreeRows, Cancel));
        Assert.Equal($"{pipe}: it is a pipe, which keeps no checkpoint; give a file", error.Message);
    }

    [Fact]
    public void A_link_to_a_file_that_is_not_there_yet_stays_a_link()
    {
        var (link, checkpoint) = (folder.Path("link"), new TrainingCheckpoint(folder.Path("link")) { Resume = true });
        File.CreateSymbolicLink(link, RunPath);
        new Straight().Trainer(2, 1, s => s with { Checkpoint = checkpoint }).Run(ThreeRows, Cancel);
        Assert.Equal(RunPath, new FileInfo(link).LinkTarget);
        Assert.Equal(2, new Straight().Trainer(2, 1, s => s with { Checkpoint = checkpoint }).Run(ThreeRows, Cancel).ResumedEpochs);
    }

    [Fact]
    public void A_training_that_has_ended_is_not_trained_further()
    {
        var checkpoint = new TrainingCheckpoint(RunPath) { Resume = true };
        var first = new Straight().Trainer(3, 1, s => s with { Checkpoint = checkpoint }).Run(ThreeRows, Cancel);
        var model = new Straight();
        var again = model.Trainer(3, 1, s => s with { Checkpoint = checkpoint }).Run(ThreeRows, Cancel);
        Assert.Equal(first.History.Select(e => e.Loss), again.History.Select(e => e.Loss));
        Assert.Equal(9, again.Steps);
        Assert.NotEqual(0, model.Slope);
    }

    [Fact]
    public void Without_resume_it_begins_anew()
    {
        var checkpoint = new TrainingCheckpoint(RunPath);
        new Straight().Trainer(3, 1, s => s with { Checkpoint = checkpoint }).Run(ThreeRows, Cancel);
        Assert.Equal(1, new Straight().Trainer(1, 1, s => s with { Checkpoint = checkpoint }).Run(ThreeRows, Cancel).Epochs);
    }

    [Fact]
    public void The_best_model_is_loaded_from_it_or_else_the_last()
    {
        var model = new Straight();
        model
            .Trainer(5, 3, s => s with { Validation = BestAtOne, EarlyStopping = new(Patience: 5), Checkpoint = new(RunPath) })
            .Run(ThreeRows, Cancel);
        Assert.Equal(0.976, Load().Slope, 1e-15);
        model = new Straight();
        model.Trainer(5, 3, s => s with { Checkpoint = new(RunPath) }).Run(ThreeRows, Cancel);
        Assert.Equal(1.34464, Load().Slope, 1e-15);
    }

    [Fact]
    public void Settings_that_change_the_order_of_the_data_are_told()
    {
        Save();
        Assert.StartsWith($"""
            {RunPath}: the training in it does not go on with other settings or data; make them alike, or begin anew with another file:
              examples: 2 here, 3 in the file
              batch size: 2 here, 1 in the file
              data (SHA-256): 
            """.ReplaceLineEndings("\n"), Refused(batchSize: 2, data: Straight.Rows((1, 2), (1, 2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_data_of_the_same_size_are_told()
    {
        Save();
        Assert.Matches(@"other settings or data; .*:\n  data \(SHA-256\): [0-9a-f]{16} here, [0-9a-f]{16} in the file$",
            Refused(data: Straight.Rows((1, 2), (1, 2), (1, 2.0000001))).Message);
    }

    [Fact]
    public void Other_validation_data_are_told()
    {
        var checkpoint = new TrainingCheckpoint(RunPath) { Resume = true };
        new Straight().Trainer(1, 1, s => s with { Checkpoint = checkpoint, Validation = BestAtOne }).Run(ThreeRows, Cancel);
        var other = new Straight().Trainer(2, 1, s => s with { Checkpoint = checkpoint, Validation = Straight.Rows((1, 2)) });
        Assert.Contains("\n  validation data (SHA-256): ", Assert.Throws<CheckpointException>(() => other.Run(ThreeRows, Cancel)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_from_before_there_were_digests_goes_on()
    {
        Save();
        var file = Safetensors.Read(RunPath);
        var notes = file.Metadata
            .Where(note => !note.Key.Contains("SHA-256", StringComparison.Ordinal))
            .Select(note => (note.Key, note.Value))
            .ToList();
        Assert.Equal(file.Metadata.Count - 1, notes.Count);
        new Safetensors(file.Tensors.Select(tensor => (tensor.Key, tensor.Value)), notes).Write(RunPath);
        Assert.Equal(2,
            new Straight().Trainer(2, 1, s => s with { Checkpoint = new(RunPath) { Resume = true } }).Run(ThreeRows, Cancel).Epochs);
    }

    [Fact]
    public void An_empty_file_holds_no_training()
    {
        folder.Write("run", []);
        Assert.Equal(1,
            new Straight().Trainer(1, 1, s => s with { Checkpoint = new(RunPath) { Resume = true } }).Run(ThreeRows, Cancel).Epochs);
        Assert.NotEqual(0, new FileInfo(RunPath).Length);
    }

    [Fact]
    public void What_another_optimizer_remembers_is_told()
    {
        Save();
        var model = new Straight();
        var trainer = new Trainer(model, new Adam(), (x, y) => MSELoss(model.Forward(x), y))
        {
            BatchSize = 1,
            Shuffle = false,
            Progress = null,
            Checkpoint = new(RunPath) { Resume = true },
        };
        var error = Assert.Throws<CheckpointException>(() => trainer.Run(ThreeRows, Cancel));
        Assert.Contains("not in the file: training/step.mean.w, training/step.square.w", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, model.Slope);
    }

    [Fact]
    public void A_model_alone_is_not_a_training()
    {
        Checkpoint.Save(RunPath, new Straight());
        Assert.Contains("it holds a model alone and not its training", Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("training/position", null, "the training's 'position' is missing or is not Int64 [2]")]
    [InlineData("training/position", new[] { 1.0, 2 }, "the training's 'position' is missing or is not Int64 [2]")]
    [InlineData("training/position", new[] { -1.0, 0 }, "the training's position [-1, 0] is not one of epochs of 3 batches")]
    [InlineData("training/position", new[] { 1.0, 4 }, "the training's position [1, 4] is not one of epochs of 3 batches")]
    [InlineData("training/sums", null, "the training's 'sums' is missing or is not Float64 [3]")]
    [InlineData("training/history.loss", new[] { 1.0, 2 }, "the training's 'history.loss' is missing or is not Float64 [1]")]
    [InlineData("training/history.rate", null, "the training's history lacks its loss or its rate")]
    [InlineData("training/step.steps", null, "its tensors are not those of the model:\n  not in the file: training/step.steps")]
    [InlineData("w", null, "its tensors are not those of the model:\n  not in the file: w")]
    [InlineData("training/else", new[] { 1.0 }, "its tensors are not those of the model:\n  not in the model: training/else")]
    public void A_file_that_contradicts_itself_is_refused(string name, double[]? values, string message)
    {
        Save();
        var file = Safetensors.Read(RunPath);
        IEnumerable<(string, TensorData)> tensors = file.Tensors
            .Where(tensor => tensor.Key != name)
            .Select(tensor => (tensor.Key, tensor.Value));
        if (values is not null) tensors = tensors.Append((name, Numbers(name, values)));
        new Safetensors(tensors, file.Metadata.Select(note => (note.Key, note.Value))).Write(RunPath);
        Assert.StartsWith($"{RunPath}: {message}", Refused().Message, StringComparison.Ordinal);
    }

    /// <summary>As integers, unless there is no negative and no large one: that is the case in which the type is wrong.</summary>
    private static TensorData Numbers(string name, double[] values) =>
        name == "training/position" && values is not [1, 2]
            ? TensorData.Create<long>([.. values.Select(v => (long)v)], [values.Length])
            : TensorData.Create(values, [values.Length]);

    [Fact]
    public void A_variable_without_a_name_is_told_before_anything_is_saved()
    {
        var (model, hidden) = (new Straight(), new Parameter(1.0, "hidden"));
        var trainer = new Trainer(model, new Sgd(0.1),
            (x, y) => MSELoss(model.Forward(x) * hidden, y))
        { BatchSize = 1, Progress = null, Checkpoint = new(RunPath) };
        Assert.StartsWith("the loss uses 'hidden', which is not among the model's Members",
            Assert.Throws<InvalidOperationException>(() => trainer.Run(ThreeRows, Cancel)).Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_place_that_does_not_exist_is_told_before_the_first_step()
    {
        var model = new Straight();
        Assert.Throws<DirectoryNotFoundException>(
            () => model.Trainer(1, 1, s => s with { Checkpoint = new(folder.Path("none/run")) }).Run(ThreeRows, Cancel));
        Assert.Equal(0, model.Slope);
    }

    private void Save() => new Straight().Trainer(1, 1, s => s with { Checkpoint = new(RunPath) }).Run(ThreeRows, Cancel);

    private Straight Load()
    {
        var model = new Straight();
        Checkpoint.Load(RunPath, model);
        return model;
    }

    /// <summary>Tries to go on, which leaves the model as it is.</summary>
    private CheckpointException Refused(int batchSize = 1, Dataset? data = null)
    {
        var model = new Straight(0.25);
        var trainer = model.Trainer(2, batchSize, s => s with { Checkpoint = new(RunPath) { Resume = true } });
        var error = Assert.Throws<CheckpointException>(() => trainer.Run(data ?? ThreeRows, Cancel));
        Assert.Equal(0.25, model.Slope);
        return error;
    }
}
