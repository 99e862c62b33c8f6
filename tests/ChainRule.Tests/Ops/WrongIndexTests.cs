using ChainRule.Networks;
using ChainRule.Tests.Explanations;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>
/// Indices and classes that have no place are refused by the run that meets them, with a message; those that have one are exact.
/// </summary>
public class WrongIndexTests
{
    private static readonly Parameter table = new(TensorData.Wrap([.. Enumerable.Range(0, 12).Select(i => i * i / 10.0)], [4, 3]), "table");

    private const string Hint = ". With CHAINRULE_ORIGINS=1 in the environment, the line of code is named";

    /// <summary>Everything that takes classes, with the message for a wrong one among four of three classes.</summary>
    public static TheoryData<string, string> OfClasses => new()
    {
        { "CrossEntropyLoss", "classes are 0 to 2; elements without one are marked by ignoreIndex, which is -100" },
        { "CrossEntropyLoss weighted", "classes are 0 to 2; elements without one are marked by ignoreIndex, which is -100" },
        { "CrossEntropyLoss smoothed", "classes are 0 to 2; elements without one are marked by ignoreIndex, which is -100" },
        { "CrossEntropyLoss of columns", "classes are 0 to 2; elements without one are marked by ignoreIndex, which is -100" },
        { "CrossEntropyLoss ignoring 1", "classes are 0 to 2; elements without one are marked by ignoreIndex, which is 1" },
        { "NLLLoss", "classes are 0 to 2; elements without one are marked by ignoreIndex, which is -100" },
        { "Embedding", "rows are 0 to 2" },
    };

    [Theory, MemberData(nameof(OfClasses))]
    public void A_class_that_is_none_is_named(string use, string range)
    {
        var function = use.Split(' ')[0];
        foreach (var wrong in new[] { -1, -3, 3, 100, long.MinValue, long.MaxValue, 1L << 32 })
        {
            var y = new Input(TensorData.Wrap([0, 2, wrong, -7], [4]), "labels");
            var result = Use(use, y);
            var message =
                $"{function}: {(use.StartsWith("Embedding", StringComparison.Ordinal) ? "index" : "class")} {wrong} at element [2] of "
                + $"'labels'; {range}";
            Assert.Equal(message + Hint, Assert.Throws<IndexException>(() => Sum(result).Item()).Message);
            Assert.Equal(message + Hint, Assert.Throws<IndexException>(() => Gradient.Of(Sum(result), table).Evaluate()).Message);
            y.Value = TensorData.Wrap(new long[] { 0, 2, 1, 2 }, [4]);
            Assert.True(double.IsFinite(Sum(result).Item()));
        }
    }

    [Theory, MemberData(nameof(OfClasses))]
    public void A_step_that_met_a_wrong_class_has_changed_nothing_and_runs_again(string use, string range)
    {
        Assert.NotEmpty(range);
        var y = new Input(TensorData.Wrap(new long[] { 0, 2, 3, 1 }, [4]), "labels");
        var w = new Parameter(table.Value, "w");
        var loss = Sum(Use(use, y, w));
        var step = new Step([loss], [(w, w - 0.1 * Gradient.Of(loss, w))]);
        Assert.Throws<IndexException>(step.Run);
        Assert.Equal(table.Value.ToDoubles(), w.Value.ToDoubles());
        Assert.Throws<InvalidOperationException>(() => step.Scalar());
        y.Value = TensorData.Wrap(new long[] { 0, 2, 1, 1 }, [4]);
        var (expected, slope) = (loss.Item(), Gradient.Of(loss, w).Evaluate().ToDoubles());
        step.Run();
        Assert.Equal(expected, step.Scalar());
        Assert.All(w.Value.ToDoubles().Zip(table.Value.ToDoubles().Zip(slope)),
            pair => Assert.Equal(pair.Second.First - 0.1 * pair.Second.Second, pair.First, 1e-14));
    }

    [Fact]
    public void The_first_wrong_element_is_named_whoever_meets_one_first()
    {
        var places = new long[200_000];
        Array.Fill(places, 9, 70_000, 130_000);
        places[70_000] = 8;
        var x = Gather(new Parameter(TensorData.Zeros([4, 16], DType.Float32), "x"),
            new Input(TensorData.Wrap(places, [1000, 200]), "places"));
        for (var run = 0; run < 5; run++)
            Assert.Equal(
                "Gather: index 8 at element [350, 0] of 'places'; the axis has size 4, so indices are 0 to 3, or -4 to -1 from the end"
                + Hint,
                Assert.Throws<IndexException>(() => Sum(x).Item()).Message);
    }

    [Fact]
    public void The_line_is_named_where_it_is_known()
    {
        using var recording = Origins.Record();
        var y = new Input(TensorData.Wrap(new long[] { 5 }, [1]), "y");
        var line = CodePlaces.Here() + 1;
        var loss = CrossEntropyLoss(Slice(table, 0, 0, 1), y);
        Assert.StartsWith($"CrossEntropyLoss at WrongIndexTests.cs:{line}: class 5 at element [0] of 'y'; classes are 0 to 2;",
            Assert.Throws<IndexException>(() => loss.Item()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_layer_of_embeddings_refuses_what_the_function_does() =>
        Assert.Equal("Embedding: index -1 at element [1, 0] of 'tokens'; rows are 0 to 2" + Hint,
            Assert.Throws<IndexException>(
                () => new Embedding(3, 2).Forward(Tensor.Constant<long>([0, 1, -1, 2], [2, 2], "tokens")).Evaluate()).Message);

    [Fact]
    public void A_trainer_names_the_line_too()
    {
        var model = new Sequential { new Linear(1, 3) };
        var trainer = new Trainer(model, new Sgd(0.1),
            (x, y) => CrossEntropyLoss(model.Forward(x), y))
        { Progress = null, Findings = null };
        var data = new TensorDataset(TensorData.Zeros([4, 1], DType.Float32), TensorData.Wrap(new long[] { 0, 1, 2, 3 }, [4]));
        const string expected = @"^CrossEntropyLoss at WrongIndexTests\.cs:\d+: class 3 at element \[\d\] of 'y'; classes are 0 to 2;";
        Assert.Matches(expected, Assert.Throws<IndexException>(() => trainer.Run(data, TestContext.Current.CancellationToken)).Message);
        Assert.Matches(expected,
            Assert.Throws<IndexException>(() => trainer.Evaluate(data, TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void Indexing_functions_count_from_the_end()
    {
        var places = Tensor.Constant<long>([-1, -4, 3, 0]);
        var rows = table.Value.ToDoubles().Chunk(3).ToArray();
        Assert.Equal([.. rows[3], .. rows[0], .. rows[3], .. rows[0]], Gather(table, places).Evaluate().ToDoubles());
        Assert.Equal([rows[0][2], rows[1][0], rows[2][2], rows[3][1]],
            TakeAlongAxis(table, Tensor.Constant<long>([-1, -3, 2, 1], [4, 1]), 1).Evaluate().ToDoubles());
        Assert.Equal([0, 0, 5, 0, 7, 0],
            ScatterAdd(Tensor.Constant<double>(new double[6]), Tensor.Constant<long>([-4, -2]), Tensor.Constant<double>([5, 7]), 0)
                .Evaluate()
                .ToDoubles());
        Assert.Equal([.. rows[2], .. rows[3]], Slice(table, 0, -2, 2).Evaluate().ToDoubles());
        Assert.Equal([.. rows[3], .. rows[2]], Slice(table, 0, -1, 2, -1).Evaluate().ToDoubles());
        Assert.Throws<ShapeException>(() => Slice(table, 0, -5, 1));
        Assert.Throws<ShapeException>(() => Slice(table, 0, -1, 2));
    }

    [Fact]
    public void Beyond_the_end_they_are_named()
    {
        foreach (var (function, wrong) in new (Func<Tensor, Tensor>, string)[]
        {
            (i => Gather(table, i), "Gather"),
            (i => TakeAlongAxis(table, i.Reshape(4, 1).BroadcastTo([4, 3]).Transpose(0, 1), 0), "TakeAlongAxis"),
            (i => ScatterAdd(table, i.Reshape(4, 1).BroadcastTo([4, 3]), table, 0), "ScatterAdd"),
        })
        {
            Names(function, wrong, -5);
            Names(function, wrong, 4);
        }

        static void Names(Func<Tensor, Tensor> function, string name, long wrong)
        {
            var indices = new Input(TensorData.Wrap([0, -4, 3, wrong], [4]), "i");
            var message = Assert.Throws<IndexException>(() => function(indices).Evaluate()).Message;
            Assert.StartsWith($"{name}: index {wrong} at element [3", message, StringComparison.Ordinal);
            Assert.Contains("; the axis has size 4, so indices are 0 to 3, or -4 to -1 from the end", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_last_row_may_be_the_padding()
    {
        var indices = Tensor.Constant<long>([0, 3, 3, 1]);
        var gradient = Gradient.Of(Sum(Embedding(table, indices, paddingIndex: -1)), table).Evaluate().ToDoubles();
        Assert.Equal([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0], gradient);
        Assert.Equal(gradient, Gradient.Of(Sum(Embedding(table, indices, paddingIndex: 3)), table).Evaluate().ToDoubles());
        var layer = new Embedding(4, 3, paddingIndex: -1);
        Assert.Equal([0, 0, 0], layer.Weight.Value.ToDoubles()[9..]);
        Assert.DoesNotContain(0, layer.Weight.Value.ToDoubles()[..9]);
        foreach (var wrong in new[] { 4, -5 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Embedding(table, indices, wrong));
            Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(4, 3, wrong));
        }
    }

    [Fact]
    public void Classes_beyond_what_single_precision_tells_apart_are_exact()
    {
        const int classes = (1 << 24) + 3;
        var logits = new float[classes];
        for (var last = 0; last < 3; last++) logits[^(last + 1)] = -(last + 1);
        var x = Tensor.Constant<float>(logits, [1, classes]);
        var y = new Input(TensorData.Wrap(new long[] { 0 }, [1]), "y");
        var loss = NLLLoss(x, y);
        for (var last = 0; last < 3; last++)
        {
            y.Value = TensorData.Wrap(new long[] { classes - 1 - last }, [1]);
            Assert.Equal(last + 1, loss.Item());
        }
        Assert.Equal(0, NLLLoss(x, y, reduction: Reduction.Sum, ignoreIndex: classes - 3).Item());
        Assert.Equal(3, NLLLoss(x, y, reduction: Reduction.Sum, ignoreIndex: classes - 4).Item());
        var one = Tensor.Constant(TensorData.Wrap(new long[] { classes - 2 }, [1]));
        Assert.Equal(0, Metric.Accuracy(OneHot(one, classes), Tensor.Constant(TensorData.Wrap(new long[] { classes - 3 }, [1]))).Item());
        Assert.Equal(1, Metric.Accuracy(OneHot(one, classes), one).Item());
    }

    [Fact]
    public void Ignored_classes_may_be_any_number()
    {
        foreach (var ignored in new[] { 1, -1, long.MinValue, long.MaxValue, (1L << 53) + 1 })
        {
            var y = Tensor.Constant<long>([0, ignored, 2]);
            var expected = CrossEntropyLoss(Gather(table, Tensor.Constant<long>([0, 2])), Tensor.Constant<long>([0, 2]));
            Assert.Equal(expected.Item(), CrossEntropyLoss(Slice(table, 0, 0, 3), y, ignoreIndex: ignored).Item(), 1e-14);
        }
        // Next to the ignored number there is none that is ignored.
        Assert.Throws<IndexException>(
            () => CrossEntropyLoss(Slice(table, 0, 0, 1), Tensor.Constant<long>([1L << 53]), ignoreIndex: (1L << 53) + 1).Item());
    }

    private static Tensor Use(string use, Tensor y, Tensor? w = null)
    {
        w ??= table;
        return use switch
        {
            "CrossEntropyLoss" => CrossEntropyLoss(w, y),
            "CrossEntropyLoss weighted" => CrossEntropyLoss(w, y, weight: Tensor.Constant<double>([1, 2, 3])),
            "CrossEntropyLoss smoothed" => CrossEntropyLoss(w, y, labelSmoothing: 0.1),
            "CrossEntropyLoss of columns" => CrossEntropyLoss(w.Reshape(1, 4, 3).Transpose(0, 2, 1), y.Reshape(1, 4)),
            "CrossEntropyLoss ignoring 1" => CrossEntropyLoss(w, y, ignoreIndex: 1),
            "NLLLoss" => NLLLoss(w, y),
            _ => Square(Embedding(Slice(w, 0, 0, 3), y)),
        };
    }
}
