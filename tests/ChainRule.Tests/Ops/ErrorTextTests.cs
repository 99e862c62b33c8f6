using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>What the commonest mistakes are answered: the operands as the user named them, their shapes, and what would fit.</summary>
public class ErrorTextTests
{
    private static readonly Tensor image = Of(2, 3, 8, 8);
    private static readonly Tensor kernels = Of(4, 5, 3, 3);
    private static readonly Tensor a = Of(2, 3);
    private static readonly Tensor b = Of(4, 5);
    private static readonly Tensor row = Of(4);
    private static readonly Tensor column = Of(4, 1);
    private static readonly Tensor classes = Tensor.Constant(TensorData.Zeros([3], DType.Int64));
    private static readonly Tensor doubles = Tensor.Constant(TensorData.Zeros([2, 3], DType.Float64));

    [Fact]
    public void Sums_of_other_shapes() =>
        Says("Add cannot combine 'u' of shape [2, 3] and 'v' of shape [2]: counted from the last, sizes must agree or be 1, and the last "
            + "axis has 3 against 2; a second operand of shape [3] or [1] would fit",
        () => new Input([2, 3], name: "u") + new Input([2], name: "v"));

    [Fact]
    public void Sums_of_other_dtypes() =>
        Says("Maximum needs operands of one dtype, but 'a' is Float32 and 'doubles' is Float64; cast one of them, as in "
            + "'doubles'.Cast(DType.Float32)",
        () => Maximum(a, doubles));

    [Fact]
    public void Functions_of_whole_numbers() =>
        Says("Pow needs floating-point numbers, but 'classes' is Int64; 'classes'.Cast(DType.Float32) would fit",
        () => Pow(classes, row));

    [Fact]
    public void Masks_that_are_numbers() => Says("Where needs Bool for 'a', which is Float32", () => Where(a, a, a));

    [Fact]
    public void Products_of_matrices() =>
        Says("MatMul cannot multiply 'a' of shape [2, 3] by 'b' of shape [4, 5]: the last axis of the first has 3, the second-last axis of "
            + "the second 4, and these must agree; a second operand of shape [3, 5] would fit",
        () => MatMul(a, b));

    [Fact]
    public void Products_with_a_vector() =>
        Says("MatMul cannot multiply 'a' of shape [2, 3] by 'row' of shape [4]: the last axis of the first has 3, the only axis of the "
            + "second 4, and these must agree; a second operand of shape [3] would fit",
        () => MatMul(a, row));

    [Fact]
    public void Products_with_a_scalar() =>
        Says("MatMul cannot multiply 'a' of shape [2, 3] by 'Of()' of shape []: a scalar is no matrix; use * for it",
            () => MatMul(a, Of()));

    [Fact]
    public void Batches_of_other_sizes() =>
        Says("MatMul cannot multiply 'Of(2, 3, 4)' of shape [2, 3, 4] by 'Of(5, 4, 3)' of shape [5, 4, 3]: the axes before the last two "
            + "must broadcast",
        () => MatMul(Of(2, 3, 4), Of(5, 4, 3)));

    [Fact]
    public void Losses_that_would_broadcast() =>
        Says("MSELoss compares element by element and needs one shape, but got 'row' of shape [4] and 'column' of shape [4, 1]; "
            + "column.Reshape(4) would fit",
        () => MSELoss(row, column));

    [Fact]
    public void Losses_of_other_shapes() =>
        Says("L1Loss compares element by element and needs one shape, but got 'a' of shape [2, 3] and 'row' of shape [4]; a target of "
            + "shape [2, 3] would fit",
        () => L1Loss(a, row));

    [Fact]
    public void Classes_for_another_batch() =>
        Says("CrossEntropyLoss needs logits [N, C, …] and classes [N, …], but got 'a' of shape [2, 3] and 'classes' of shape [3]; classes "
            + "of shape [2] would fit",
        () => CrossEntropyLoss(a, classes));

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(1)]
    [InlineData(1, 3)]
    public void Weights_for_other_classes(params int[] shape)
    {
        var two = Tensor.Constant(TensorData.Zeros([2], DType.Int64));
        foreach (var (name, loss) in new (string, Func<Tensor>)[]
        {
            ("CrossEntropyLoss", () => CrossEntropyLoss(a, two, Of(shape))),
            ("CrossEntropyLoss", () => CrossEntropyLoss(a, two, Of(shape), labelSmoothing: 0.1)),
            ("CrossEntropyLoss", () => CrossEntropyLoss(a, a, Of(shape))),
            ("NLLLoss", () => NLLLoss(a, two, Of(shape))),
        })
            Says($"{name} needs a weight for each class, but got 'weight' of shape [{string.Join(", ", shape)}] for 3 classes; weights of "
                + $"shape [3] would fit", loss);
    }

    [Fact]
    public void Kernels_for_other_channels() =>
        Says("Conv2d with 1 groups cannot use 'kernels' of shape [4, 5, 3, 3] on 'image' of shape [2, 3, 8, 8]: the kernels' second size "
            + "times the groups must be the channels 3, and the groups must divide the kernels 4; kernels of shape [4, 3, 3, 3] would fit",
        () => Conv2d(image, kernels));

    [Fact]
    public void Images_without_a_batch() =>
        Says("Conv2d needs images [N, C, H, W] (4 axes), but got 'a' of shape [2, 3]", () => Conv2d(a, kernels));

    [Fact]
    public void Kernels_larger_than_the_image() =>
        Says("Conv2d finds no place for 'Of(1, 1, 5, 5)' of shape [1, 1, 5, 5] on 'Of(1, 1, 4, 4)' of shape [1, 1, 4, 4] with padding [0, "
            + "0]: the kernel is larger than the image",
        () => Conv2d(Of(1, 1, 4, 4), Of(1, 1, 5, 5)));

    [Fact]
    public void Indices_that_are_numbers() => Says("Gather needs Int64 for 'row', which is Float32", () => Gather(a, row));

    [Fact]
    public void Axes_that_are_not_there() => Says("shape [2, 3] has no axis 2; its axes are -2…1", () => Sum(a, [2]));

    [Fact]
    public void Axes_named_twice() => Says("axis 1 is named twice", () => Sum(a, [1, -1]));

    [Fact]
    public void Shapes_of_other_sizes() =>
        Says("Reshape cannot make [4, 2] (8 elements) of 'x' of shape [2, 3] (6 elements)",
            () => new Input([2, 3], name: "x").Reshape(4, 2));

    [Fact]
    public void Splits_that_do_not_add_up() =>
        Says("Split needs sizes that add up to 3, axis 1 of 'x' of shape [2, 3]; [1, 1] add up to 2",
            () => Split(new Input([2, 3], name: "x"), [1, 1], 1)[0]);

    [Fact]
    public void Parts_of_other_widths() =>
        Says("Concat along axis 0 needs equal sizes on the other axes, but got 'x' of shape [2, 3] and 'y' of shape [4, 5]; shape [4, 3] "
            + "would fit",
        () => Concat([new Input([2, 3], name: "x"), new Input([4, 5], name: "y")], 0));

    [Fact]
    public void Channels_without_a_weight() =>
        Says("'w' must hold one number for each of the 3 channels of 'x' of shape [2, 3, 8, 8], so have shape [3], not [4]",
        () => GroupNorm(new Input([2, 3, 8, 8], name: "x"), 1, new Input([4], name: "w")));

    [Fact]
    public void Equations_with_an_unknown_axis() =>
        Says("Einsum \"ij,jk->il\", character 9: no operand has an axis 'l'", () => Einsum("ij,jk->il", a, b));

    [Fact]
    public void Equations_with_other_sizes() =>
        Says("Einsum \"ij,jk->ik\": axis 'j' has size 3 before, but 4 in 'y' of shape [4, 5]",
            () => Einsum("ij,jk->ik", a, new Input([4, 5], name: "y")));

    [Fact]
    public void Equations_with_a_sign() =>
        Says("Einsum \"i.,jk\", character 2: axes have names of one letter, not '.'", () => Einsum("i.,jk", a, b));

    [Fact]
    public void Keys_of_another_size() =>
        Says("ScaledDotProductAttention needs queries and keys of one size, but got 'a' of shape [2, 3] and 'b' of shape [4, 5]; keys of "
            + "shape [4, 3] would fit",
        () => ScaledDotProductAttention(a, b, b));

    private static Tensor Of(params int[] sizes) => Tensor.Constant(TensorData.Zeros(Shape.Create(sizes), DType.Float32));

    private static void Says(string text, Func<Tensor> mistake) => Assert.Equal(text, Assert.Throws<ShapeException>(mistake).Message);
}
