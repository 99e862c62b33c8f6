using System.Globalization;
using ChainRule.Formulas;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>
/// What a diagnosis calls a tensor: the user's name for it, else the top of its formula, down to names: <c>relu(… + hidden.bias)</c>.
/// </summary>
internal static class NodeLabels
{
    private const int Longest = 48, Deepest = 3;

    /// <summary>The name or the formula, in quotes.</summary>
    public static string Of(Tensor tensor) => $"'{Bare(tensor)}'";

    /// <summary>The name or the formula.</summary>
    public static string Bare(Tensor tensor) => tensor.Name is { } name ? TokenText.Name(name) : Formula(tensor, Longest, ReadsName);

    /// <summary>The same with where it was made: <c>'relu(h)' at Model.cs:12</c>.</summary>
    public static string WithPlace(Tensor tensor) => $"{Of(tensor)}{AtPlace(tensor)}";

    /// <summary>What a tensor is made of, even if it has a name; without quotes, for tables.</summary>
    public static string Made(Tensor tensor, int longest = Longest) =>
        tensor is Leaf ? Bare(tensor) : Formula(tensor, longest, t => !ReferenceEquals(t, tensor) && ReadsName(t));

    /// <summary>That, with the name if there is one, in quotes, and where it was made.</summary>
    public static string MadeWithPlace(Tensor tensor) =>
        tensor.Name is { } name && tensor.Inputs.Length > 0
            ? $"'{TokenText.Name(name)} = {Made(tensor)}'{AtPlace(tensor)}"
            : $"'{Made(tensor)}'{AtPlace(tensor)}";

    /// <summary>Model.cs:12, in CrossEntropyLoss; nothing where that is not known.</summary>
    public static string Place(Tensor tensor) => Origins.Of(tensor) switch
    {
        null => "",
        { Within: { } within } origin when Tells(within, tensor) => $"{origin}, in {within}",
        var origin => $"{origin}",
    };

    /// <summary>A number with three digits.</summary>
    public static string Short(double value) =>
        FormulaNotation.Pretty.Number(double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    private static string AtPlace(Tensor tensor) => Place(tensor) is { Length: > 0 } place ? $" at {place}" : "";

    // The function that is called like the op says nothing new, nor does a constructor.
    private static bool Tells(string within, Tensor tensor) =>
        tensor is not Leaf && !within.Equals(tensor.Op.Info.Name, StringComparison.OrdinalIgnoreCase);

    private static bool ReadsName(Tensor tensor) => tensor.Name is not null;

    private static string Formula(Tensor tensor, int longest, Func<Tensor, bool> isNamed)
    {
        for (var depth = Deepest; depth > 1; depth--)
            if (Write(tensor, depth, isNamed) is { } formula && DisplayWidth.Of(formula) <= longest) return formula;
        return Write(tensor, 1, isNamed) ?? tensor.Op.Info.Name;
    }

    private static string? Write(Tensor tensor, int depth, Func<Tensor, bool> isNamed)
    {
        var shown = Near(tensor, depth, isNamed);
        return new FormulaWriter(FormulaNotation.Calls, t => Word(t, shown, isNamed)).Write(tensor, 4 * Longest);
    }

    private static Word? Word(Tensor tensor, HashSet<Tensor> shown, Func<Tensor, bool> isNamed) =>
        isNamed(tensor) ? Named(TokenText.Name(tensor.Name!))
        : tensor.Op is LiteralOp || tensor is Constant { Shape.Size: 1 } ? null
        : tensor is Leaf ? Named(tensor.Op.Info.Name.ToLowerInvariant())
        : shown.Contains(tensor) ? null
        : new Word("…");

    private static Word Named(string name) => Explanations.Word.Name(name, name);

    /// <summary>The tensors that are taken apart. A view does not count: it is what it shows.</summary>
    private static HashSet<Tensor> Near(Tensor tensor, int depth, Func<Tensor, bool> isNamed)
    {
        var near = new HashSet<Tensor>();
        Collect(tensor, depth);
        return near;

        void Collect(Tensor t, int left)
        {
            if (left == 0 || isNamed(t)) return;
            near.Add(t);
            foreach (var input in t.Inputs) Collect(input, left - 1);
        }
    }
}
