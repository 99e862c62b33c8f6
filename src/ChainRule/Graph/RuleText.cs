using System.Globalization;
using System.Text;

namespace ChainRule.Graph;

/// <summary>
/// Rules as ops declare them have places for names: <c>{0}</c>, <c>{1}</c> … for the operands, <c>{g}</c> for the upstream gradient,
/// <c>{f}</c> for the formula of the result and <c>{d}</c> for that of the derivative.
/// </summary>
internal static class RuleText
{
    /// <summary>The rule with words in its places; what is no place, or has no word, stays as it is.</summary>
    public static string Fill(string rule, Func<string, string?> word)
    {
        var text = new StringBuilder(rule.Length + 16);
        for (var at = 0; at < rule.Length; at++)
        {
            var end = rule[at] == '{' ? rule.IndexOf('}', at) : -1;
            if (end > 0 && word(rule[(at + 1)..end]) is { } written)
            {
                text.Append(written);
                at = end;
            }
            else
            {
                text.Append(rule[at]);
            }
        }
        return text.ToString();
    }

    /// <summary>The place of the operand that a key names; -1 for every other key.</summary>
    public static int Operand(string key) => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : -1;

    /// <summary>The rule of any operand called x.</summary>
    public static string Of(string rule, string x) => Fill(rule, key => key == "0" ? x : null);

    /// <summary>The rule with the operands' own names where they have some, otherwise letters.</summary>
    public static string Of(Tensor tensor, int input) => Fill(tensor.Op.Rule(input), key =>
        key == "g" ? "upstream"
        : Operand(key) is var place && place >= 0 && place < tensor.Inputs.Length ? Name(tensor.Inputs[place], place)
        : null);

    private static string Name(Tensor operand, int place) =>
        operand.Name ?? (operand.Op is LiteralOp literal ? literal.Value.ToString(CultureInfo.InvariantCulture) : $"{(char)('a' + place)}");
}
