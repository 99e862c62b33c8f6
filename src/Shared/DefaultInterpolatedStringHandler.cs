using System.Globalization;
using System.Text;

namespace System.Runtime.CompilerServices;

/// <summary>
/// Makes interpolated strings invariant. The compiler writes <c>$"{x}"</c> with the type of this name, and prefers one that the compiled
/// assembly declares to that of .NET, which formats by the thread's culture: "−5" for -5 in Swedish, "0,5" for 0.5 in German. So shapes,
/// messages, programs and files read the same in every application. Directory.Build.props compiles this file into every project.
/// </summary>
[InterpolatedStringHandler]
internal ref struct DefaultInterpolatedStringHandler
{
    private const int UsualHole = 11; // characters

    private readonly StringBuilder text;
    private StringBuilder.AppendInterpolatedStringHandler writer;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        text = new(literalLength + formattedCount * UsualHole);
        writer = new(literalLength, formattedCount, text, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string value) => writer.AppendLiteral(value);

    public void AppendFormatted<T>(T value)
    {
        if (value is ITuple tuple) AppendElements(tuple);
        else writer.AppendFormatted(value);
    }

    public void AppendFormatted<T>(T value, string? format) => writer.AppendFormatted(value, format);

    public void AppendFormatted<T>(T value, int alignment) => writer.AppendFormatted(value, alignment);

    public void AppendFormatted<T>(T value, int alignment, string? format) => writer.AppendFormatted(value, alignment, format);

    public void AppendFormatted(string? value) => writer.AppendFormatted(value);

    public void AppendFormatted(ReadOnlySpan<char> value) => writer.AppendFormatted(value);

    public readonly string ToStringAndClear() => text.ToString();

    /// <summary>A tuple's own ToString has no format provider.</summary>
    private void AppendElements(ITuple tuple)
    {
        for (var i = 0; i < tuple.Length; i++)
        {
            AppendLiteral(i == 0 ? "(" : ", ");
            AppendFormatted(tuple[i]);
        }
        AppendLiteral(")");
    }
}
