using System.Globalization;

namespace ChainRule.Formulas;

/// <summary>Reads the statements of a formula and keeps the book of its names.</summary>
internal sealed class FormulaParser
{
    private readonly string source;
    private readonly TokenCursor cursor;
    private readonly NameBook names;
    private readonly ExpressionParser expressions;
    private readonly List<Assignment> assignments = [];
    private readonly HashSet<string> assignedNames = [];
    private readonly List<string> freeNames = [];
    private readonly HashSet<string> freeNameSet = [];

    public FormulaParser(string source, IEnumerable<string> given)
    {
        this.source = source;
        cursor = new TokenCursor(source);
        names = new NameBook(given);
        expressions = new ExpressionParser(cursor, names);
    }

    public FormulaSyntax Parse()
    {
        SkipSeparators();
        if (cursor.At(TokenKind.End))
            throw cursor.Error(default, "the formula is empty: write for example loss = (w*x - y)^2");
        while (!cursor.At(TokenKind.End))
        {
            if (cursor.AtNameWithAssign || cursor.AtDefinition) ParseAssignment();
            else ParseBareExpression();
            SkipSeparators();
        }

        return new FormulaSyntax(source, assignments, freeNames, cursor.IsRewritten);
    }

    private void ParseAssignment()
    {
        var token = cursor.Take();
        var name = names.SpellingOf(cursor.TextOf(token));
        if (name != cursor.TextOf(token)) cursor.NoteRewriting();
        CheckAssignable(name, token.Span);
        var parameters = cursor.At(TokenKind.Assign) ? null : ParseParameters(name, token);
        cursor.Take();
        var value = ParseToEndOfStatement();
        NoteUses(value, assignedName: name);
        assignedNames.Add(name);
        names.Assign(name);
        if (parameters != null) names.Define(name, parameters);
        assignments.Add(new Assignment(name, value, token.Span, IsImplicit: false));
    }

    /// <summary>f(x, …) = names the value f; it is not a function of other arguments.</summary>
    private List<string> ParseParameters(string name, Token token)
    {
        if (FormulaFunctions.Knows(name))
            throw cursor.Error(token.Span, $"'{name}' is a function already: choose another name, as in f(x) = …");
        cursor.NoteRewriting();
        var parameters = new List<string>();
        do
        {
            cursor.Take();
            parameters.Add(names.SpellingOf(cursor.TextOf(cursor.Take())));
        }
        while (cursor.At(TokenKind.Comma));
        cursor.Take();
        return parameters;
    }

    private void ParseBareExpression()
    {
        var value = ParseToEndOfStatement();
        SkipSeparators();
        if (!cursor.At(TokenKind.End))
            throw cursor.Error(value.Span, value is Binary { Operator: BinaryOperator.Equal, Left: Name { Text: var left } }
                ? $"'==' compares: to name this value write {TokenText.Shorten(left)} = …"
                : "only the last statement may stand without a name: write name = … before this one");
        NoteUses(value, assignedName: null);
        assignments.Add(new Assignment(UnusedName(), value, value.Span, IsImplicit: true));
    }

    private Expression ParseToEndOfStatement()
    {
        var value = expressions.ParseStatement();
        return cursor.Current.EndsStatement ? value : throw cursor.ExpectedEndOfOperand(", a new line or ';'", opener: null);
    }

    private void CheckAssignable(string name, TextSpan place)
    {
        var shown = TokenText.Shorten(name);
        if (ExpressionParser.IsPi(name)) throw cursor.Error(place, $"'{shown}' is the number 3.14159…: choose another name");
        if (assignedNames.Contains(name)) throw cursor.Error(place, $"'{shown}' is assigned twice: choose another name");
        if (freeNameSet.Contains(name))
            throw cursor.Error(place, $"'{shown}' is used above, before it is assigned here: move this statement up");
    }

    private void NoteUses(Expression value, string? assignedName)
    {
        foreach (var name in value.PostOrder().OfType<Name>())
        {
            if (name.Text == assignedName)
                throw cursor.Error(
                    name.Span,
                    $"'{TokenText.Shorten(name.Text)}' is used in its own definition: give the new value another name");
            if (!assignedNames.Contains(name.Text) && freeNameSet.Add(name.Text)) freeNames.Add(name.Text);
        }
    }

    private string UnusedName()
    {
        var name = "out";
        for (var i = 1; assignedNames.Contains(name) || freeNameSet.Contains(name); i++)
            name = string.Create(CultureInfo.InvariantCulture, $"out{i}");
        return name;
    }

    private void SkipSeparators()
    {
        while (cursor.At(TokenKind.NewLine) || cursor.At(TokenKind.Semicolon)) cursor.Take();
    }
}
