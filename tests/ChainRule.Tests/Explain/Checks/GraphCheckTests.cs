using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

public class GraphCheckTests
{
    private static readonly Parameter Weight = new(TensorData.Create<double>([0.5, -0.5], [2, 1]), "w");
    private static readonly Input X = new(TensorData.Create<double>([1, 2, 3, 4, 5, 7], [3, 2]), "x");
    private static readonly Input Y = new(TensorData.Create<double>([1, 0, 1], [3]), "y");

    [Fact]
    public void Predictions_against_targets_of_another_shape() => Holds(() =>
    {
        var prediction = MatMul(X, Weight);
        return Mean(Square(prediction - Y));
    }, FindingSeverity.Warning, FindingKind.Broadcast,
        """
        warning 'x @ w − y' at GraphCheckTests.cs:# combines 'x @ w' of shape [3, 1] and 'y' of shape [3]:
                they broadcast to [3, 3], every element of one with every element of the other
        try     one shape for both: prediction.Reshape(3); MSELoss and the other losses refuse shapes that
                differ
        """);

    [Fact]
    public void The_other_way_round_as_well()
    {
        var column = new Input(TensorData.Create<double>([1, 0, 1], [3, 1]), "column");
        Tells(() => Mean(Abs(Squeeze(MatMul(X, Weight)) - column)), FindingKind.Broadcast, "of shape [3] and 'column' of shape [3, 1]");
        Tells(() => -Mean(Y * Log(Sigmoid(MatMul(X, Weight)))), FindingKind.Broadcast, "'y' of shape [3] and");
        Tells(() => Mean(Square(Y + 0.9 * StopGradient(MatMul(X, Weight)) - Squeeze(MatMul(X, Weight)))), FindingKind.Broadcast,
            "they broadcast to [3, 3]");
    }

    [Fact]
    public void What_is_stretched_on_purpose_is_no_finding()
    {
        var scores = Squeeze(MatMul(X, Weight));
        Passes(Mean(Square(Unsqueeze(scores, 1) - scores)));
        Passes(Sum(Outer(scores, Y)));
        Passes(Mean(Square(MatMul(X, Weight) - Unsqueeze(Y, 1))));
        Passes(Mean(Exp(-Square(Slice(X, 1, 0, 1) - new Parameter([1.0, 2, 3], "centers")))));
        Passes(Mean(Square(MatMul(X, Weight) * new Parameter([1.0, 2, 3], "scale"))));
    }

    [Fact]
    public void A_parameter_that_the_loss_is_not_made_of()
    {
        Parameter[] expected = [Weight, new(1.0, "a"), new(2.0, "b")];
        Holds(() => Mean(Square(MatMul(X, Weight))), FindingSeverity.Warning, FindingKind.Unreached,
            """
            warning the loss is not made of 'a', 'b': nothing will train them
            try     use them in the forward pass, or freeze them or take them out of the model if that is meant
            """, expected);
        foreach (var parameter in expected) parameter.IsFrozen = !ReferenceEquals(parameter, Weight);
        Passes(Mean(Square(MatMul(X, Weight))), expected);
    }

    [Fact]
    public void A_parameter_behind_a_cut_edge() =>
        Holds(() => Mean(Square(Round(MatMul(X, Weight)) - 1)), FindingSeverity.Warning, FindingKind.Unreached,
        """
        warning no gradient comes to 'w': 'round(x @ w)' at GraphCheckTests.cs:# passes no gradient on to
                'x @ w' (flat between the steps: the derivative is 0)
        try     pass the gradient straight through: CustomOp.WithGradient("…", f, (x, y, gradient) =>
                gradient); freeze it if that is meant
        """);

    [Fact]
    public void A_parameter_without_values() =>
        Holds(() => Sum(Parameter.Uninitialized([2], name: "late")), FindingSeverity.Error, FindingKind.Uninitialized,
        """
        error   'late' at GraphCheckTests.cs:# is used, but was never given values
        try     initialise it, or load a checkpoint, before training
        """);

    [Fact]
    public void NaN_in_parameters_and_data()
    {
        Tells(() => Sum(new Parameter([1, double.NaN], "p")), FindingKind.NotFinite,
            "holds NaN or infinite numbers in 1 of 2 elements, the first at [1]");
        Tells(() => Sum(Weight * new Input(TensorData.Create<double>([double.NaN], [1]), "d")), FindingKind.NotFinite,
            "holds NaN or infinite numbers in 1 of 1 elements");
        Passes(Sum(Softmax(Weight.Reshape(2) + new Input(TensorData.Create<double>([0, double.NegativeInfinity], [2]), "mask"))));
    }

    [Fact]
    public void A_branch_whose_gradient_would_be_NaN() => Holds(() =>
    {
        var z = MatMul(X, Weight); // −0.5, −0.5, −1
        return Sum(Where(Greater(z, 0), Log(z + 0.5), z));
    }, FindingSeverity.Error, FindingKind.UntakenBranch,
        """
        error   'where(x @ w > 0, log(x @ w + 0.5), x @ w)' at GraphCheckTests.cs:# does not take
                'log(x @ w + 0.5)' at GraphCheckTests.cs:# at 2 of 3 elements where its derivative is not
                finite, first at [0, 0] with 'x @ w + 0.5' = 0: the gradient there is 0·∞, which is NaN
        try     choose a safe operand before the op as well: Where(ok, Log(Where(ok, x, 1)), 0)
        """);

    [Fact]
    public void An_overflow_in_a_branch_that_is_not_taken()
    {
        var big = new Parameter([1.0, 1000], "p");
        Tells(() => Sum(Where(Greater(big, 20), big, Log1p(Exp(big)))), FindingKind.UntakenBranch, "with 'p' = 1000");
        Passes(Sum(Where(Greater(big, 20), big, Log1p(Exp(Where(Greater(big, 20), 0, big))))));
        Passes(Sum(Softplus(big, beta: 1)));
        Passes(Sum(Where(Greater(big, 20), big, Log1p(Exp(StopGradient(big))))));
    }

    [Theory]
    [InlineData("cross-entropy of softmax",
        "LogSoftmax at GraphCheckTests.cs:# is taken of 'softmax(logits)' at GraphCheckTests.cs:#, which is a softmax already")]
    [InlineData("cross-entropy of sigmoid", "which is a sigmoid already")]
    [InlineData("cross-entropy of log-softmax", "which is a log-softmax already")]
    [InlineData("cross-entropy of probabilities", "which is a softmax already")]
    [InlineData("binary cross-entropy of sigmoid", "the logarithm of a sigmoid at GraphCheckTests.cs:# is taken of 'sigmoid(logits)'")]
    [InlineData("negative log-likelihood of softmax", "a probability: NLLLoss expects its logarithm")]
    public void Probabilities_where_logits_are_expected(string loss, string message)
    {
        var logits = new Parameter(TensorData.Create<double>([1, 2, 3, 4], [2, 2]), "logits");
        var classes = new Input(TensorData.Create<long>([0, 1], [2]), "classes");
        var target = Tensor.Constant<double>([1, 0, 0, 1], [2, 2], "target");
        Tells(() => loss switch
        {
            "cross-entropy of softmax" => CrossEntropyLoss(Softmax(logits), classes),
            "cross-entropy of sigmoid" => CrossEntropyLoss(Sigmoid(logits), classes),
            "cross-entropy of log-softmax" => CrossEntropyLoss(LogSoftmax(logits), classes),
            "cross-entropy of probabilities" => CrossEntropyLoss(Softmax(logits), target),
            "binary cross-entropy of sigmoid" => BCEWithLogitsLoss(Sigmoid(logits), target),
            _ => NLLLoss(Softmax(logits), classes),
        }, FindingKind.Probabilities, message);
    }

    [Fact]
    public void Labels_without_a_class()
    {
        var logits = new Parameter(TensorData.Create<double>([1, 2, 3, 4], [2, 2]), "logits");
        var classes = new Input(TensorData.Create<long>([1, 2], [2]), "classes");
        Holds(() => CrossEntropyLoss(logits, classes), FindingSeverity.Error, FindingKind.Index,
            """
            error   'classes' holds 2 at element [1], but 'logits' has 2 places: 0 to 1
            try     check the labels or tokens, and the number of classes or of rows; labels that count from 1
                    need 1 taken away
            """);
        classes.Value = TensorData.Create<long>([1, -1], [2]);
        Holds(() => CrossEntropyLoss(logits, classes), FindingSeverity.Error, FindingKind.Index,
            """
            error   'classes' holds -1 at element [1], but 'logits' has 2 places: 0 to 1
            try     if it stands for a missing label, say so: CrossEntropyLoss(…, ignoreIndex: -1)
            """);
        Tells(() => Sum(Gather(logits, classes)), FindingKind.Index,
            "'classes' holds -1 at element [1], which counts from the end and means 1");
        Passes(CrossEntropyLoss(logits, classes, ignoreIndex: -1));
        Tells(() => Sum(Embedding(logits, new Input(TensorData.Create<long>([5], [1]), "tokens"))), FindingKind.Index,
            "'tokens' holds 5 at element [0]");
    }

    [Fact]
    public void Errors_come_first_and_throw()
    {
        var check = Check.Graph(Sum(Parameter.Uninitialized([2], DType.Float64, "late")) + Sum(Floor(Weight)));
        Assert.Equal([FindingKind.Uninitialized, FindingKind.Unreached], check.Findings.Select(finding => finding.Kind));
        Assert.StartsWith("the graph cannot be trained. error   'late'",
            Assert.Throws<InvalidOperationException>(check.ThrowIfFailed).Message, StringComparison.Ordinal);
        Check.Graph(Sum(Floor(Weight))).ThrowIfFailed();
    }

    [Fact]
    public void Healthy_networks_pass()
    {
        Initialize.Seed(1);
        var images = new Input(Initialize.Uniform([4, 1, 6, 6], 0, 1), "images");
        var labels = new Input(TensorData.Create<long>([0, 1, 2, 0], [4]), "labels");
        Linear hidden = new(36, 8), output = new(8, 3), query = new(6, 6), key = new(6, 6), value = new(6, 6), next = new(6, 3);
        var mlp = CrossEntropyLoss(output.Forward(Relu(hidden.Forward(images.Reshape(4, 36)))), labels);
        Passes(mlp, [.. hidden.Parameters, .. output.Parameters]);

        var kernels = new Parameter(Initialize.Uniform([2, 1, 3, 3], -0.3, 0.3), "kernels");
        var scale = new Parameter(TensorData.Create<float>([1, 1], [2]), "scale");
        var shift = new Parameter(TensorData.Zeros([2], DType.Float32), "shift");
        Tensor mean = Tensor.Constant<float>([0, 0]), variance = Tensor.Constant<float>([1, 1]);
        var normalized = BatchNormTraining(Conv2d(images, kernels), scale, shift, mean, variance).Output;
        var pooled = MaxPool2d(Relu(normalized), (2, 2)).Reshape(4, 8);
        Passes(CrossEntropyLoss(output.Forward(pooled), labels, labelSmoothing: 0.1), [kernels, scale, shift, .. output.Parameters]);

        var tokens = LayerNorm(images.Reshape(4, 6, 6), [6]);
        var attended = tokens + ScaledDotProductAttention(query.Forward(tokens), key.Forward(tokens), value.Forward(tokens), causal: true);
        Passes(CrossEntropyLoss(next.Forward(Mean(Gelu(attended), [1])), labels),
            [.. query.Parameters, .. key.Parameters, .. value.Parameters, .. next.Parameters]);
    }

    private static void Passes(Tensor loss, IReadOnlyList<Parameter>? expected = null)
    {
        var check = Check.Graph(loss, expected);
        Assert.True(check.Passed, check.ToString());
    }

    private static void Holds(Func<Tensor> loss, FindingSeverity severity, FindingKind kind, string text,
        IReadOnlyList<Parameter>? expected = null)
    {
        var check = Check.Graph(loss, expected);
        Assert.Equal(text, CodePlaces.WithoutLines(check.ToString()));
        var finding = Assert.Single(check.Findings);
        Assert.Equal((severity, kind), (finding.Severity, finding.Kind));
    }

    private static void Tells(Func<Tensor> loss, FindingKind kind, string message)
    {
        var finding = Assert.Single(Check.Graph(loss).Findings);
        Assert.Equal(kind, finding.Kind);
        Assert.Contains(message, CodePlaces.WithoutLines(finding.Message), StringComparison.Ordinal);
    }
}
