using System.Globalization;
using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>A number as it was answered.</summary>
/// <param name="Value">The number.</param>
/// <param name="LastDigit">What its last digit counts; 0 for an expression, which has all its digits.</param>
internal readonly record struct GivenNumber(double Value, double LastDigit)
{
    private const double ExpressionTolerance = 2e-3;
    private const double Exact = 1e-6;
    private const double MaxRounding = 0.05;

    /// <summary>Whether this is that number, rounded to the digits given, as long as these tell it from others.</summary>
    public bool Is(double number)
    {
        var difference = Math.Abs(Value - number);
        if (difference <= Exact * Math.Abs(number)) return true;
        var rounding = LastDigit > 0 ? 0.5 * LastDigit * (1 + 1e-9) : ExpressionTolerance * Math.Abs(number);
        return difference <= rounding && difference <= MaxRounding * Math.Abs(number);
    }

    /// <summary>Whether it is that number to too few digits, or cut where it should have been rounded.</summary>
    public bool IsNear(double number)
    {
        var difference = Math.Abs(Value - number);
        return Math.Sign(Value) * Math.Sign(number) >= 0
            && (difference <= 0.5 * LastDigit || (difference <= LastDigit && difference <= MaxRounding * Math.Abs(number)));
    }
}

/// <summary>Reads answers: numbers, with a decimal point or comma, and expressions of numbers in the formula language.</summary>
internal static class AnswerReader
{
    private const int MaxLength = 200;

    /// <summary>The number; else why there is none.</summary>
    public static (GivenNumber? Number, string? Problem) Read(string text)
    {
        var plain = text.Trim().Replace('−', '-').Replace('·', '*').Replace('×', '*');
        if (plain.Length == 0) return (null, "write a number such as -2, 0.25, 1/3 or 2*(-1)");
        if (plain.Length > MaxLength) return (null, $"an answer has at most {MaxLength} characters");
        return (Plain(plain) ?? Plain(plain.Replace(',', '.'))) is { } number ? (number, null) : Expression(plain);
    }

    private static GivenNumber? Plain(string text)
    {
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) return null;
        var parts = text.Split('e', 'E');
        var point = parts[0].IndexOf('.');
        var decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        var exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        return new(value, Math.Pow(10, exponent - decimals));
    }

    private static (GivenNumber?, string?) Expression(string text)
    {
        try
        {
            var formula = Formula.Parse(text);
            if (formula.FreeNames is [var name, ..]) return (null, $"{name} is a name; put its number in, as in 2*(-1)");
            var result = formula.Build(new Dictionary<string, Tensor>());
            if (result.Shape.Size != 1) return (null, $"one number is asked for, not {result.Shape}");
            return result.Item() is var value && double.IsFinite(value)
                ? (new(value, 0), null)
                : (null, $"that is {value.ToString(CultureInfo.InvariantCulture)}, and no finite number");
        }
        catch (FormulaException e)
        {
            return (null, e.Message);
        }
    }
}
