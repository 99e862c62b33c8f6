using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>How each op of the golden file is called.</summary>
internal static class GoldenOps
{
    private static readonly Dictionary<string, Func<GoldenCall, Tensor[]>> Table = [];

    static GoldenOps()
    {
        Elementwise();
        Reductions();
        Movement();
        Indexing();
        Products();
        Images();
        Layers();
        Losses();
    }

    public static Tensor[] Call(string op, GoldenCall call) =>
        Table.TryGetValue(op, out var function) ? function(call) : throw new NotSupportedException($"the table has no op {op}");

    private static void Unary(string op, Func<Tensor, Tensor> function) => Table.Add(op, c => [function(c.X)]);

    private static void Add(string op, Func<GoldenCall, Tensor> function) => Table.Add(op, c => [function(c)]);

    private static void Elementwise()
    {
        foreach (var (name, function) in new (string, Func<Tensor, Tensor>)[]
        {
            ("Neg", x => -x), ("Abs", Abs), ("Sign", Sign), ("Exp", Exp), ("Log", Log), ("Log1p", Log1p), ("Expm1", Expm1), ("Sqrt", Sqrt),
            ("Rsqrt", Rsqrt), ("Reciprocal", Reciprocal), ("Sin", Sin), ("Cos", Cos), ("Tan", Tan), ("Tanh", Tanh), ("Sigmoid", Sigmoid),
            ("Relu", Relu), ("Silu", Silu), ("Erf", Erf), ("Floor", Floor), ("Ceil", Ceil), ("Round", Round), ("Square", Square),
            ("Trunc", Trunc), ("Sinh", Sinh), ("Cosh", Cosh), ("Asin", Asin), ("Acos", Acos), ("Atan", Atan), ("Asinh", Asinh),
            ("Acosh", Acosh), ("Atanh", Atanh), ("Log2", Log2), ("Log10", Log10), ("Exp2", Exp2), ("Erfc", Erfc),
            ("LogSigmoid", LogSigmoid), ("Selu", Selu), ("Mish", Mish), ("Softsign", Softsign), ("Relu6", Relu6),
            ("HardSigmoid", HardSigmoid), ("HardSwish", HardSwish),
        }) Unary(name, function);

        Add("Softplus", c => Softplus(c.X, c.Double("beta"), c.Double("threshold")));
        Add("LeakyRelu", c => LeakyRelu(c.X, c.Double("alpha")));
        Add("Elu", c => Elu(c.X, c.Double("alpha")));
        Add("Gelu", c => Gelu(c.X, c.Text("approximate") == "tanh" ? GeluForm.Tanh : GeluForm.Exact));
        Add("Add", c => c.X + c.Y);
        Add("Sub", c => c.X - c.Y);
        Add("Mul", c => c.X * c.Y);
        Add("Div", c => c.X / c.Y);
        Add("Pow", c => c.Has("exponent") ? Pow(c.X, c.Double("exponent")) : Pow(c.X, c.Y));
        Add("Maximum", c => Maximum(c.X, c.Y));
        Add("Minimum", c => Minimum(c.X, c.Y));
        Add("Atan2", c => Atan2(c.X, c.Y));
        Add("LogAddExp", c => LogAddExp(c.X, c.Y));
        Add("Hypot", c => Hypot(c.X, c.Y));
        Add("Clamp", c => Clamp(c.X, c.MaybeDouble("min"), c.MaybeDouble("max")));
        Add("Where", c => Where(c["condition"], c.X, c.Y));
        Add("MaskedFill", c => MaskedFill(c.X, c["mask"], c.Double("value")));
    }

    private static void Reductions()
    {
        Add("Sum", c => Sum(c.X, c.MaybeInts("axes"), c.Flag("keepdims")));
        Add("Mean", c => Mean(c.X, c.MaybeInts("axes"), c.Flag("keepdims")));
        Add("Max", c => Max(c.X, c.MaybeInts("axes"), c.Flag("keepdims")));
        Add("Min", c => Min(c.X, c.MaybeInts("axes"), c.Flag("keepdims")));
        Add("Prod", c => Prod(c.X, c.MaybeInts("axes"), c.Flag("keepdims")));
        Add("LogSumExp", c => LogSumExp(c.X, c.MaybeInts("axes"), c.Flag("keepdims")));
        Add("Var", c => Var(c.X, c.MaybeInts("axes"), c.Flag("keepdims"), c.Double("correction")));
        Add("Std", c => Std(c.X, c.MaybeInts("axes"), c.Flag("keepdims"), c.Double("correction")));
        Add("Norm", c => Norm(c.X, c.Double("ord"), c.MaybeInts("axes"), c.Flag("keepdims")));
        Add("ArgMax", c => ArgMax(c.X, c.MaybeInt("axis"), c.Flag("keepdims")));
        Add("ArgMin", c => ArgMin(c.X, c.MaybeInt("axis"), c.Flag("keepdims")));
        Add("CumSum", c => CumSum(c.X, c.Int("axis")));
        Add("CumProd", c => CumProd(c.X, c.Int("axis")));
        Add("Softmax", c => Softmax(c.X, c.Int("axis")));
        Add("LogSoftmax", c => LogSoftmax(c.X, c.Int("axis")));
        Add("CosineSimilarity", c => CosineSimilarity(c.X, c.Y, c.Int("axis"), c.Double("eps")));
        Table.Add("MaxWithIndices", c => Both(MaxWithIndices(c.X, c.Int("axis"), c.Flag("keepdims"))));
        Table.Add("MinWithIndices", c => Both(MinWithIndices(c.X, c.Int("axis"), c.Flag("keepdims"))));
    }

    private static void Movement()
    {
        Add("Reshape", c => c.X.Reshape(c.Ints("shape")));
        Add("Expand", c => c.X.BroadcastTo(Shape.Create(c.Ints("shape"))));
        Add("Transpose", c => c.X.Transpose(c.Ints("perm")));
        Add("Squeeze", c => Squeeze(c.X, c.MaybeInts("axes")));
        Add("Unsqueeze", c => Unsqueeze(c.X, c.Int("axis")));
        Add("Slice", c => Slice(c.X, c.Ints("starts"), c.Ints("ends"), c.Ints("axes"), c.Ints("steps")));
        Add("Pad", c => Pad(c.X, c.Pairs("pads"), c.Enum<PadMode>("mode"), c.Double("value")));
        Add("Concat", c => Concat(c.All, c.Int("axis")));
        Add("Stack", c => Stack(c.All, c.Int("axis")));
        Table.Add("Split", c => Split(c.X, c.Ints("sizes"), c.Int("axis")));
        Add("Flip", c => Flip(c.X, c.Ints("axes")));
        Add("Roll", c => Roll(c.X, c.Ints("shifts"), c.Ints("axes")));
        Add("Tile", c => Tile(c.X, c.Ints("repeats")));
        Add("RepeatInterleave", c => RepeatInterleave(c.X, c.Int("repeats"), c.Int("axis")));
        Add("Tril", c => Tril(c.X, c.Int("k")));
        Add("Triu", c => Triu(c.X, c.Int("k")));
        Add("Diagonal", c => Diagonal(c.X, c.Int("offset"), c.Int("axis1"), c.Int("axis2")));
    }

    private static void Indexing()
    {
        Add("Gather", c => Gather(c.X, c["indices"], c.Int("axis")));
        Add("TakeAlongAxis", c => TakeAlongAxis(c.X, c["indices"], c.Int("axis")));
        Add("ScatterAdd", c => ScatterAdd(c.X, c["indices"], c["updates"], c.Int("axis")));
        Add("Embedding", c => Embedding(c["weight"], c["indices"], c.MaybeInt("padding_index")));
        Table.Add("Sort", c => Both(Sort(c.X, c.Int("axis"), c.Flag("descending"))));
        Table.Add("TopK", c => Both(TopK(c.X, c.Int("k"), c.Int("axis"), c.Flag("largest"))));
    }

    private static void Products()
    {
        Add("MatMul", c => MatMul(c.X, c.Y));
        Add("Outer", c => Outer(c.X, c.Y));
        Add("Einsum", c => Einsum(c.Text("equation"), c.All));
        Add("ScaledDotProductAttention",
            c => ScaledDotProductAttention(c["query"], c["key"], c["value"], c.Optional("mask"), c.Flag("causal"), c.Double("scale")));
    }

    private static void Images()
    {
        Add("Conv1d",
            c =>
                Conv1d(c.X, c["weight"], c.Optional("bias"), c.Ints("stride")[0], c.Ints("padding")[0], c.Ints("dilation")[0],
                    c.Int("groups")));
        Add("Conv2d",
            c => Conv2d(c.X, c["weight"], c.Optional("bias"), c.Pair("stride"), c.Pair("padding"), c.Pair("dilation"), c.Int("groups")));
        Add("ConvTranspose1d",
            c =>
                ConvTranspose1d(c.X, c["weight"], c.Optional("bias"), c.Ints("stride")[0], c.Ints("padding")[0],
                    c.Ints("output_padding")[0], c.Ints("dilation")[0], c.Int("groups")));
        Add("ConvTranspose2d",
            c =>
                ConvTranspose2d(c.X, c["weight"], c.Optional("bias"), c.Pair("stride"), c.Pair("padding"), c.Pair("output_padding"),
                    c.Pair("dilation"), c.Int("groups")));
        Add("MaxPool1d",
            c =>
                MaxPool1d(c.X, c.Ints("kernel")[0], c.Ints("stride")[0], c.Ints("padding")[0], c.Ints("dilation")[0], c.Flag("ceil_mode")));
        Add("MaxPool2d",
            c => MaxPool2d(c.X, c.Pair("kernel"), c.Pair("stride"), c.Pair("padding"), c.Pair("dilation"), c.Flag("ceil_mode")));
        Add("AvgPool2d",
            c => AvgPool2d(c.X, c.Pair("kernel"), c.Pair("stride"), c.Pair("padding"), c.Flag("ceil_mode"), c.Flag("count_include_pad")));
        Add("AdaptiveAvgPool2d", c => AdaptiveAvgPool2d(c.X, c.Pair("output_size")));
        Add("UpsampleNearest2d", c => UpsampleNearest2d(c.X, c.Int("scale")));
    }

    private static void Layers()
    {
        Add("LayerNorm",
            c => LayerNorm(c.X, Shape.Create(c.Ints("normalized_shape")), c.Optional("weight"), c.Optional("bias"), c.Double("eps")));
        Add("GroupNorm", c => GroupNorm(c.X, c.Int("num_groups"), c.Optional("weight"), c.Optional("bias"), c.Double("eps")));
        Add("InstanceNorm", c => InstanceNorm(c.X, c.Optional("weight"), c.Optional("bias"), c.Double("eps")));
        Add("RMSNorm", c => RMSNorm(c.X, c.Optional("weight"), c.Double("eps"), c.Int("axis")));
        Table.Add("BatchNorm", c =>
        {
            var (weight, bias, mean, variance, eps) = (c["weight"], c["bias"], c["running_mean"], c["running_var"], c.Double("eps"));
            if (!c.Flag("training")) return [BatchNorm(c.X, weight, bias, mean, variance, eps)];
            var result = BatchNormTraining(c.X, weight, bias, mean, variance, c.Double("momentum"), eps);
            return [result.Output, result.RunningMean, result.RunningVar];
        });
    }

    private static void Losses()
    {
        Add("MSELoss", c => MSELoss(c["input"], c["target"], c.Enum<Reduction>("reduction")));
        Add("L1Loss", c => L1Loss(c["input"], c["target"], c.Enum<Reduction>("reduction")));
        Add("HuberLoss", c => HuberLoss(c["input"], c["target"], c.Double("delta"), c.Enum<Reduction>("reduction")));
        Add("SmoothL1Loss", c => SmoothL1Loss(c["input"], c["target"], c.Double("beta"), c.Enum<Reduction>("reduction")));
        Add("BCELoss", c => BCELoss(c["input"], c["target"], c.Enum<Reduction>("reduction")));
        Add("BCEWithLogitsLoss",
            c =>
                BCEWithLogitsLoss(c["input"], c["target"], c.Optional("weight"), c.Optional("pos_weight"), c.Enum<Reduction>("reduction")));
        Add("KLDivLoss", c => KLDivLoss(c["input"], c["target"], c.Enum<Reduction>("reduction"), c.Flag("log_target")));
        Add("NLLLoss", c => NLLLoss(c["input"], c["target"], c.Optional("weight"), c.Enum<Reduction>("reduction"), c.Int("ignore_index")));
        Add("CrossEntropyLoss", c => CrossEntropyLoss(c["input"], c["target"], c.Optional("weight"), c.Enum<Reduction>("reduction"),
            c.Double("label_smoothing"), c.MaybeInt("ignore_index") ?? -100));
    }

    private static Tensor[] Both(ValuesAndIndices chosen) => [chosen.Values, chosen.Indices];
}
