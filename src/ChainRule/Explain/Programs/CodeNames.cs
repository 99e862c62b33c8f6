using System.Text;
using ChainRule.Formulas;

namespace ChainRule.Explanations;

/// <summary>An identifier of a programming language for every named tensor: ASCII letters, digits and underscores, each once.</summary>
internal sealed class CodeNames
{
    private readonly Dictionary<Tensor, string> identifiers = [];

    /// <param name="derivation">Whose tensors.</param>
    /// <param name="reserved">What means something else in the program.</param>
    public CodeNames(Derivation derivation, IEnumerable<string> reserved)
    {
        var taken = new HashSet<string>(reserved);
        foreach (var tensor in derivation.Tensors)
            if (derivation.Names.Has(tensor)) identifiers[tensor] = Unused(Identifier(derivation.Names[tensor]), taken);
    }

    /// <summary>The tensor's identifier; <see langword="null"/> for a number, which stands for itself.</summary>
    public string? this[Tensor tensor] => identifiers.GetValueOrDefault(tensor);

    private static string Unused(string name, HashSet<string> taken)
    {
        var unused = name;
        for (var i = 2; !taken.Add(unused); i++) unused = $"{name}_{i}";
        return unused;
    }

    /// <summary>α is alpha, ŷ is yhat; another sign becomes an underscore.</summary>
    private static string Identifier(string name)
    {
        var identifier = new StringBuilder();
        foreach (var c in name)
            if (char.IsAscii(c)) identifier.Append(char.IsLetterOrDigit(c) ? c : '_');
            else identifier.Append(Spelled(NameStyle.Parse(c.ToString())));
        return identifier.Length == 0 || char.IsDigit(identifier[0]) ? $"_{identifier}" : identifier.ToString();
    }

    private static string Spelled(NamePart letter) =>
        NameStyle.GreekWord(letter.Letters) is { } greek ? greek
        : letter.Accent is { } accent ? letter.Letters + accent
        : "_";
}
