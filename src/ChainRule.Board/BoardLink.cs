using System.Globalization;
using System.Text;
using ChainRule.Explanations;
using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>
/// A state as the fragment of a link, and back: <c>e=loss%20=%20w*x&amp;w=1&amp;x=2&amp;step=5&amp;hide=chain</c>. A value stands under its
/// name. A name that is also a key of the link, such as <c>step</c>, is written with a dot before it: <c>.step=1</c>.
/// </summary>
public static class BoardLink
{
    private const char Escape = '.';

    private static readonly string[] Keys = ["e", "wrt", "rate", "step", "hide", "mode", "open", "code", "table", "embed"];

    // What belongs to a lesson under way.
    private static readonly string[] KeysOfLesson = ["step", "hide", "mode", "open", "code", "table"];

    private static readonly (BoardParts Part, string Word)[] Parts =
        [.. Enum.GetValues<BoardParts>().Where(part => part != BoardParts.None).Select(part => (part, Word(part.ToString())))];

    private static readonly (BoardMode Mode, string Word)[] Modes = [.. Enum
        .GetValues<BoardMode>()
        .Select(mode => (mode, Word(mode.ToString())))];

    private static readonly (ProgramStyle Style, string Word)[] Programs =
        [(ProgramStyle.PyTorch, "pytorch"), (ProgramStyle.PyTorchModules, "modules"), (ProgramStyle.CSharp, "csharp")];

    // They mean nothing in a fragment, and a formula is easier to read with them.
    private static readonly string[] Readable = ["*", "=", ",", "(", ")", "/"];

    /// <summary>The fragment, without its #. What is as by default is left out.</summary>
    public static string Write(BoardState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var text = new StringBuilder();
        Add(text, "e", state.Formula);
        foreach (var (name, value) in state.Values) Add(text, Keys.Contains(name) ? Escape + name : name, ValueText.Write(value));
        if (state.Wrt.Count > 0) Add(text, "wrt", string.Join(',', state.Wrt));
        if (state.Rate != BoardState.Default.Rate) Add(text, "rate", state.Rate.ToString("R", CultureInfo.InvariantCulture));
        if (state.Step != 0 || IsBegunAlone(state)) Add(text, "step", state.Step.ToString(CultureInfo.InvariantCulture));
        if (state.Hidden != BoardParts.None)
            Add(text, "hide", string.Join(',', Parts.Where(part => state.Hidden.HasFlag(part.Part)).Select(part => part.Word)));
        if (state.Mode != BoardMode.Step) Add(text, "mode", Word(state.Mode.ToString()));
        if (state.Open is { } open) Add(text, "open", string.Join(',', open));
        if (state.Program is { } program) Add(text, "code", Programs.First(known => known.Style == program).Word);
        if (state.Table is { } table) Add(text, "table", table);
        if (state.IsEmbedded) Add(text, "embed", "1");
        return text.ToString();
    }

    /// <summary>The state of a fragment, or of a whole address. Unknown keys are ignored; without a formula it is the lecture's.</summary>
    /// <exception cref="BoardException">It is too long, or a value cannot be read; the message says which and why.</exception>
    public static BoardState Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > BoardLimits.MaxLink)
            throw BoardLimits.TooMuch("the link", text.Length, "characters", BoardLimits.MaxLink, "a smaller table would do");
        var fields = Fields(Fragment(text));
        if (!fields.TryGetValue("e", out var formula)) (formula, fields) = (BoardState.Default.Formula, WithDefaults(fields));
        BoardLimits.CheckFormula(formula);
        var syntax = Parsed(formula, GivenNames(fields));
        return new()
        {
            Formula = formula,
            Values = Values(fields, syntax?.FreeNames ?? []),
            Wrt = fields.TryGetValue("wrt", out var wrt) ? Words(wrt) : [],
            Rate = fields.TryGetValue("rate", out var rate) ? Rate(rate) : BoardState.Default.Rate,
            Step = fields.TryGetValue("step", out var step) ? Step(step) : 0,
            IsBegun = KeysOfLesson.Any(fields.ContainsKey),
            Hidden = fields.TryGetValue("hide", out var hide) ? Hidden(hide) : BoardParts.None,
            Mode = fields.TryGetValue("mode", out var mode) ? Mode(mode) : BoardMode.Step,
            Open = fields.TryGetValue("open", out var open) && syntax is not null
                ? [.. syntax.Assignments.Select(statement => statement.Name).Intersect(Words(open))]
                : null,
            Program = fields.TryGetValue("code", out var code) ? Named(Programs, code, "code") : null,
            Table = fields.GetValueOrDefault("table"),
            IsEmbedded = fields.GetValueOrDefault("embed") == "1",
        };
    }

    /// <summary>Whether the first step is all that says that the lesson has begun.</summary>
    private static bool IsBegunAlone(BoardState state) => state is
    { IsBegun: true, Hidden: BoardParts.None, Mode: BoardMode.Step, Open: null, Program: null, Table: null };

    /// <summary>What follows the # of an address; a # within a formula is its own.</summary>
    private static string Fragment(string text)
    {
        var sign = text.IndexOf('#', StringComparison.Ordinal);
        return sign == 0 || (sign > 0 && text.AsSpan(0, sign).Contains("://", StringComparison.Ordinal)) ? text[(sign + 1)..] : text;
    }

    private static void Add(StringBuilder text, string key, string value)
    {
        if (text.Length > 0) text.Append('&');
        text.Append(Encoded(key)).Append('=').Append(Encoded(value));
    }

    private static string Encoded(string text) =>
        Readable.Aggregate(Uri.EscapeDataString(text),
            (encoded, sign) => encoded.Replace(Uri.EscapeDataString(sign), sign, StringComparison.Ordinal));

    /// <summary>The last of equal keys counts, as with a repeated option.</summary>
    private static Dictionary<string, string> Fields(string fragment)
    {
        var fields = new Dictionary<string, string>();
        foreach (var field in fragment.Split('&'))
            if (field.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                fields[Uri.UnescapeDataString(field[..equals])] = Uri.UnescapeDataString(field[(equals + 1)..]);
        return fields;
    }

    private static Dictionary<string, string> WithDefaults(Dictionary<string, string> fields)
    {
        var all = BoardState.Default.Values.ToDictionary(value => value.Key, value => ValueText.Write(value.Value));
        foreach (var (key, value) in fields) all[key] = value;
        return all;
    }

    /// <summary>The names that have values in the link, without the dot that tells them from keys.</summary>
    private static IEnumerable<string> GivenNames(Dictionary<string, string> fields) =>
        fields.Keys.Where(key => !Keys.Contains(key)).Select(key => key[0] == Escape && Keys.Contains(key[1..]) ? key[1..] : key);

    /// <summary>The formula; one that cannot be read has no names, and its error comes when it is bound.</summary>
    private static FormulaSyntax? Parsed(string formula, IEnumerable<string> given)
    {
        try
        {
            return FormulaSyntax.Parse(formula, given);
        }
        catch (FormulaException)
        {
            return null;
        }
    }

    private static Dictionary<string, ArrayValue> Values(Dictionary<string, string> fields, IReadOnlyList<string> names)
    {
        var values = new Dictionary<string, ArrayValue>();
        foreach (var name in names)
            if (fields.TryGetValue(Keys.Contains(name) ? Escape + name : name, out var text) || fields.TryGetValue(Escape + name, out text))
                values[name] = Value(name, text);
        return values;
    }

    private static ArrayValue Value(string name, string text)
    {
        try
        {
            var value = ValueSyntax.Parse(text);
            BoardLimits.CheckValue(name, value);
            return value;
        }
        catch (FormulaException e)
        {
            throw new BoardException($"the value of {name} cannot be read: {e.Message}");
        }
    }

    private static double Rate(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && double.IsFinite(rate) && rate > 0
            ? rate : throw new BoardException($"rate takes a number above 0 such as 0.1, not '{Short(text)}'");

    private static int Step(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            ? step : throw new BoardException($"step takes a whole number from 0, not '{Short(text)}'");

    private static BoardParts Hidden(string text) =>
        Words(text).Aggregate(BoardParts.None, (hidden, word) => hidden | Named(Parts, word, "hide"));

    private static BoardMode Mode(string text) => Named(Modes, text, "mode");

    private static T Named<T>((T Value, string Word)[] known, string word, string key)
    {
        foreach (var (value, name) in known)
            if (name == word) return value;
        throw new BoardException($"{key} does not know '{Short(word)}'; it takes {string.Join(", ", known.Select(k => k.Word))}");
    }

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Word(string name) => name.ToLowerInvariant();

    private static string Short(string text) => TokenText.Shorten(TokenText.OnOneLine(text));
}
