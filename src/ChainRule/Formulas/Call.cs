using System.Globalization;

namespace ChainRule.Formulas;

/// <summary>A function call such as <c>sum(x, axis=1)</c>.</summary>
/// <param name="Function">The function's name as typed.</param>
/// <param name="FunctionSpan">Where that name stands.</param>
/// <param name="Arguments">The arguments without a name.</param>
/// <param name="NamedArguments">The arguments with a name, which come last.</param>
/// <param name="Span"><inheritdoc cref="Expression"/></param>
public sealed record Call(
    string Function,
    IReadOnlyList<Expression> Arguments,
    IReadOnlyList<NamedArgument> NamedArguments,
    TextSpan FunctionSpan = default,
    TextSpan Span = default) : Expression(Span)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Expression> Children => Arguments;

    /// <summary>How many indices it was written with, as many as its operand has axes: 2 of Σᵢⱼ Mᵢⱼ, and null of sum(M).</summary>
    internal int? Indices { get; init; }

    private protected override object Label => $"{Function}({string.Join(", ", NamedArguments)})";

    /// <inheritdoc/>
    public bool Equals(Call? other) => SaysTheSameAs(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashOfWhatItSays();
}

/// <summary>An option of a call: <c>axis=1</c>.</summary>
/// <param name="Name">The option's name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Span">Where it stands in the source, from the name to the end of the value.</param>
public sealed record NamedArgument(string Name, ArgumentValue Value, TextSpan Span = default)
{
    /// <summary>The argument as it is written.</summary>
    public override string ToString() => $"{Name}={Value}";
}

/// <summary>The value of a <see cref="NamedArgument"/>: a number, a list of numbers, or true or false.</summary>
public abstract record ArgumentValue;

/// <summary>A single number.</summary>
/// <param name="Value">The number.</param>
public sealed record NumberValue(double Value) : ArgumentValue
{
    /// <summary>The number as it is written.</summary>
    public override string ToString() => NumberText.Of(Value);
}

/// <summary>A list of numbers.</summary>
/// <param name="Values">The numbers.</param>
public sealed record ListValue(IReadOnlyList<double> Values) : ArgumentValue
{
    /// <inheritdoc/>
    public bool Equals(ListValue? other) => other is not null && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);

    /// <summary>The list as it is written.</summary>
    public override string ToString() => $"[{string.Join(", ", Values.Select(NumberText.Of))}]";
}

/// <summary><c>true</c> or <c>false</c>.</summary>
/// <param name="Value">Which of the two.</param>
public sealed record FlagValue(bool Value) : ArgumentValue
{
    /// <summary>The word as it is written.</summary>
    public override string ToString() => Value ? "true" : "false";
}

internal static class NumberText
{
    /// <summary>The shortest text that reads back as the same number; π by its name.</summary>
    public static string Of(double value) =>
        value == Math.PI ? "pi" : value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
}
