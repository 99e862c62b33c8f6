using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Training.Checkpoints;

/// <summary>Models to files and back: all or nothing, and every tensor that does not fit is named.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private sealed class Mlp(int inputs, int hiddens) : Layer
    {
        private readonly Linear hidden = new(inputs, hiddens), output = new(hiddens, 2);
        private readonly State seen = new(TensorData.Create([7L], []));

        protected override IEnumerable<Member> Members => [new(hidden), new(output), new(seen)];

        public override Tensor Forward(Tensor x) => output.Forward(Relu(hidden.Forward(x)));
    }

    [Fact]
    public void A_model_comes_back_bit_for_bit()
    {
        var (saved, loaded) = (new Mlp(4, 3), new Mlp(4, 3));
        saved.NamedStates[0].Value.Value = TensorData.Create([123L], []);
        Checkpoint.Save(folder.Path("m"), saved);
        Assert.True(Checkpoint.Load(folder.Path("m"), loaded).IsEmpty);
        Assert.Equal(["hidden.weight", "hidden.bias", "output.weight", "output.bias", "seen"], loaded.NamedVariables.Select(v => v.Name));
        Assert.Equal(Values(saved), Values(loaded));
        Assert.Equal(["m"], folder.Files);
    }

    [Fact]
    public void Numbers_of_the_other_precision_are_rounded_to_the_models()
    {
        var model = new Linear(1, 1, bias: false);
        new Safetensors([("weight", TensorData.Create([0.1], [1, 1]))]).Write(folder.Path("m"));
        Checkpoint.Load(folder.Path("m"), model);
        Assert.Equal(0.1f, model.Weight.Value.AsSpan<float>()[0]);
    }

    [Fact]
    public void All_that_does_not_fit_is_named_and_nothing_is_loaded()
    {
        var model = new Mlp(4, 3);
        var before = Values(model);
        new Safetensors(
        [
            ("hidden.weight", TensorData.Zeros([3, 5], DType.Float32)),
            ("hidden.bias", TensorData.Zeros([3], DType.Float32)),
            ("seen", TensorData.Zeros([], DType.Float32)),
            ("head", TensorData.Zeros([1], DType.Float32)),
        ]).Write(folder.Path("m"));
        var exception = Assert.Throws<CheckpointException>(() => Checkpoint.Load(folder.Path("m"), model));
        Assert.Equal($"""
            {folder.Path("m")}: its tensors are not those of the model:
              not in the file: output.weight, output.bias
              not in the model: head
              hidden.weight: [3, 4] in the model, [3, 5] in the file
              seen: Int64 in the model, Float32 in the file
            """, exception.Message, ignoreLineEndingDifferences: true);
        Assert.Equal(before, Values(model));
    }

    [Fact]
    public void What_fits_is_loaded_where_that_is_asked_for()
    {
        var model = new Mlp(4, 3);
        new Safetensors([("hidden.bias", TensorData.Create([1f, 2f, 3f], [3])), ("head", TensorData.Zeros([1], DType.Float32))]).Write(
            folder.Path("m"));
        var leftOut = Checkpoint.Load(folder.Path("m"), model, strict: false);
        Assert.Equal([1.0, 2, 3], model.NamedParameters[1].Value.Value.ToDoubles());
        Assert.Equal(["hidden.weight", "output.weight", "output.bias", "seen"], leftOut.Missing);
        Assert.Equal(["head"], leftOut.Surplus);
        Assert.Empty(leftOut.Misshapen);
    }

    [Fact]
    public void A_parameter_that_waited_for_its_values_has_them()
    {
        var parameter = Parameter.Uninitialized([2], name: "w");
        var model = new Holder(parameter);
        new Safetensors([("weight", TensorData.Create([1f, 2f], [2]))]).Write(folder.Path("m"));
        Checkpoint.Load(folder.Path("m"), model);
        Assert.True(parameter.IsInitialized);
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_so() =>
        Assert.Throws<FileNotFoundException>(() => Checkpoint.Load(folder.Path("m"), new Mlp(1, 1)));

    private sealed class Holder(Parameter weight) : Module
    {
        protected override IEnumerable<Member> Members => [new(weight)];
    }

    private static double[] Values(Module model) => [.. model.NamedVariables.SelectMany(v => v.Value.Value.ToDoubles())];
}
