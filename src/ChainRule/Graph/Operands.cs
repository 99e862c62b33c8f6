namespace ChainRule.Graph;

/// <summary>The inputs of an op that is being built, with the words by which the user knows them.</summary>
internal readonly ref struct Operands(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<string?> labels)
{
    private readonly ReadOnlySpan<Tensor> inputs = inputs;
    private readonly ReadOnlySpan<string?> labels = labels;

    public int Count => inputs.Length;

    public Tensor this[int index] => inputs[index];

    public Shape Shape(int index) => inputs[index].Shape;

    public Tensor[] ToArray() => inputs.ToArray();

    /// <summary>For messages: <c>'w' of shape [2, 3]</c>.</summary>
    public string Describe(int index) => $"{Label(index)} of shape {inputs[index].Shape}";

    /// <summary>The user's name for the tensor, else the expression passed in, else the op it came from.</summary>
    public string Label(int index) =>
        inputs[index].Name is { } name ? $"'{name}'"
        : index < labels.Length && labels[index] is { } expression ? $"'{expression}'"
        : inputs[index].Describe();

    /// <summary>The float type that the inputs from <paramref name="from"/> on share.</summary>
    public DType CommonFloat(string op, int from = 0)
    {
        var dtype = inputs[from].DType;
        for (var i = from; i < Count; i++)
        {
            if (!inputs[i].DType.IsFloat())
                throw new ShapeException(
                    $"{op} needs floating-point numbers, but {Label(i)} is {inputs[i].DType}; {Label(i)}.Cast(DType.Float32) would fit");
            if (inputs[i].DType != dtype)
                throw new ShapeException(
                    $"{op} needs operands of one dtype, but {Label(from)} is {dtype} and {Label(i)} is {inputs[i].DType}; cast one of "
                    + $"them, as in {Label(i)}.Cast(DType.{dtype})");
        }
        return dtype;
    }

    public void RequireDType(string op, int index, DType dtype)
    {
        if (inputs[index].DType != dtype)
            throw new ShapeException($"{op} needs {dtype} for {Label(index)}, which is {inputs[index].DType}");
    }

    public void RequireRank(string op, int index, int rank, string layout)
    {
        if (Shape(index).Rank != rank)
            throw new ShapeException($"{op} needs {layout} ({rank} axes), but got {Describe(index)}");
    }
}
