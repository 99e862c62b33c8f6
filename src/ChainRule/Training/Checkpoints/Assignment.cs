namespace ChainRule.Training;

/// <summary>A file's tensors beside the variables that they are for: compared first, assigned then.</summary>
internal sealed class Assignment
{
    private readonly List<(Variable Variable, TensorData Value)> matched = [];

    public Assignment(IReadOnlyList<(string Name, Variable Value)> variables, IReadOnlyDictionary<string, TensorData> tensors)
    {
        List<string> missing = [], misshapen = [];
        foreach (var (name, variable) in variables)
            if (!tensors.TryGetValue(name, out var data)) missing.Add(name);
            else if (Describe(variable.Shape, variable.DType, data) is { } difference) misshapen.Add($"{name}: {difference}");
            else matched.Add((variable, data.DType == variable.DType ? data : data.Cast(variable.DType)));
        var known = variables.Select(variable => variable.Name).ToHashSet();
        Mismatch = new(missing, [.. tensors.Keys.Where(name => !known.Contains(name))], misshapen);
    }

    /// <summary>In what they do not agree.</summary>
    public CheckpointMismatch Mismatch { get; }

    public void ThrowIfMismatched(string path)
    {
        if (!Mismatch.IsEmpty) throw new CheckpointException(path, $"its tensors are not those of the model:{Mismatch}");
    }

    /// <summary>Gives each variable that has its like in the file the value there.</summary>
    public void Apply()
    {
        foreach (var (variable, value) in matched) variable.Value = value;
    }

    private static string? Describe(Shape shape, DType dtype, TensorData data)
    {
        if (!data.Shape.Equals(shape)) return $"{shape} in the model, {data.Shape} in the file";
        return data.DType == dtype || (data.DType.IsFloat() && dtype.IsFloat()) ? null : $"{dtype} in the model, {data.DType} in the file";
    }
}
