using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Says what happens at a step, in one sentence, and why, in another.</summary>
internal sealed class StepText(LessonPlan plan, LessonText text)
{
    private readonly Explanation explanation = text.Explanation;
    private readonly Derivation derivation = text.Explanation.Derivation;

    private string Output => text.Name(derivation.Output);

    private string Rate => FormulaNotation.Pretty.Number(explanation.LearningRate);

    /// <summary>What is found at a step.</summary>
    public string Line(PlannedStep step) => step switch
    {
        { Phase: LessonPhase.Given } => Given(),
        { Phase: LessonPhase.Forward, Node: { } node } => Forward(node),
        { Phase: LessonPhase.Seed } =>
            $"{text.Gradient(derivation.Output)} = 1: {Output} changes just as much as it changes itself. Here the way back begins.",
        { Phase: LessonPhase.Local, Edge: { } edge } =>
            edge.Local is null ? $"{text.LocalFormula(edge)}." : $"{text.LocalFormula(edge)}: {HowItChanges(edge)}.",
        { Phase: LessonPhase.Numbers, Edge: { } edge } => $"{text.LocalFormula(edge)} {text.LocalNumbers(edge)}: {HowItChanges(edge)}.",
        { Phase: LessonPhase.Multiply, Edge: { } edge } => $"{text.Product(edge)}: {Product(edge)}.",
        { Phase: LessonPhase.Accumulate, Edge: { } edge } => Accumulated(edge),
        { Phase: LessonPhase.Meaning } => Meaning(step.Parameter),
        { Phase: LessonPhase.Update } =>
            $"{text.Meaning.Step(explanation.Parameters[step.Parameter])}: one step against the gradient, with the learning rate {Rate}.",
        _ =>
            $"{Output} = {FormulaNotation.Pretty.Number(explanation.OutputAfter)} at the updated values; it "
            + $"was {FormulaNotation.Pretty.Number(explanation.Value)}.",
    };

    /// <summary>Why it is done so, where learners ask.</summary>
    public string? Why(PlannedStep step, BoardParts hidden) => step switch
    {
        { Phase: LessonPhase.Given } => new QuestionText(text, tellsValues: !hidden.HasFlag(BoardParts.Values)).Write(),
        { Phase: LessonPhase.Seed } => $"Every other gradient is a multiple of this one: the chain rule multiplies on from here.",
        { Phase: LessonPhase.Local, Edge: { } edge } => WhyNow(edge),
        { Phase: LessonPhase.Accumulate, Edge.From: var from } =>
            $"A change of {text.Name(from)} reaches {Output} along {plan.Into(from).Count()} edges, and what it does along each adds up. "
            + $"So it is +=: with = all but the last would be forgotten.",
        { Phase: LessonPhase.Update } =>
            $"The gradient points to where {Output} grows. To make {Output} smaller the step goes the other way: hence the minus.",
        { Phase: LessonPhase.After } => text.Meaning.Growth() is { } growth ? $"{Capital(growth)}." : null,
        _ => null,
    };

    /// <summary>The step as a question, where its sentence would tell what is hidden; else <see langword="null"/>.</summary>
    public string? Asked(PlannedStep step, BoardParts hidden)
    {
        bool Hides(BoardParts parts) => (hidden & parts) != 0;
        return step switch
        {
            { Phase: LessonPhase.Forward, Node: { } node } when Hides(BoardParts.Formulas) => $"{text.Name(node)} = ?",
            { Phase: LessonPhase.Forward, Node: { } node } when Hides(BoardParts.Values) =>
                $"{text.Name(node)} = {text.Formulas.Expression(node)} = ?",
            { Phase: LessonPhase.Local or LessonPhase.Numbers, Edge: { } edge } when Hides(BoardParts.Local) =>
                $"{text.Formulas.Partial(edge.Of, edge.From)} = ?",
            { Phase: LessonPhase.Numbers, Edge: { } edge } when Hides(ViewFrame.InNumbersOf(edge, derivation)) =>
                $"{text.LocalFormula(edge)} = ?",
            { Phase: LessonPhase.Multiply or LessonPhase.Accumulate, Edge: { } edge } when Hides(BoardParts.Chain | BoardParts.Local) =>
                $"{text.Gradient(edge.From)} {(edge.Merges ? "+=" : "=")} {Factors(edge)} = ?",
            { Phase: LessonPhase.Meaning } when Hides(BoardParts.Chain | BoardParts.Local | BoardParts.Meaning) => AskedSign(step.Node!),
            { Phase: LessonPhase.Update, Node: { } node } when Hides(BoardParts.Chain | BoardParts.Meaning) =>
                $"{text.Name(node)} ← {text.Name(node)} − {Rate}·{text.Gradient(node)} = ?",
            { Phase: LessonPhase.After } when Hides(BoardParts.Chain | BoardParts.Meaning | BoardParts.Values) =>
                $"{Output} = ? at the updated values.",
            _ => null,
        };
    }

    private string AskedSign(Tensor parameter) =>
        $"Is {text.Gradient(parameter)} positive or negative? Should {text.Name(parameter)} grow or shrink?";

    /// <summary>Upstream × local in names.</summary>
    private string Factors(DerivationStep edge) => edge.Local is null || !derivation.IsScalar
        ? text.Formulas.Product(edge)
        : $"{text.Gradient(edge.Of)}·{text.Formulas.Partial(edge.Of, edge.From)}";

    private string Given()
    {
        var leaves = derivation.Tensors.OfType<Leaf>().Where(leaf => leaf.Name is not null).ToList();
        var data = leaves.Where(leaf => !derivation.Wrt.Contains(leaf)).Select(text.Name).ToList();
        var values = string.Join(", ", leaves.Select(leaf => $"{text.Name(leaf)} = {LessonText.Full(explanation.ValueOf(leaf))}"));
        return data.Count == 0 ? $"{values}." : $"{values}. {Listed(data)} {(data.Count == 1 ? "is" : "are")} data.";
    }

    private string Forward(Tensor node)
    {
        var (row, results) = (text.Forward(node), derivation.Results.ToList());
        string[] sides = [row.Left, row.Formula, row.Numbers, row.Value];
        return $"{string.Join(" = ", sides.Where(side => side.Length > 0))}: result {results.IndexOf(node) + 1} of {results.Count}.";
    }

    private string HowItChanges(DerivationStep edge) => $"how {text.Name(edge.Of)} changes as {text.Name(edge.From)} changes";

    private string Product(DerivationStep edge) =>
        derivation.IsScalar
            ? $"upstream {text.Gradient(edge.Of)} times local {text.Local(edge).Left}"
            : $"what comes back from {text.Name(edge.Of)}";

    private string Accumulated(DerivationStep edge)
    {
        var (parts, name) = (plan.Into(edge.From).ToList(), text.Gradient(edge.From));
        var count = parts.IndexOf(edge) + 1;
        var sum = LessonText.Full(Sums.Of(explanation, parts.Take(count)));
        if (count == 1) return $"{name} = {sum} so far; {parts.Count - 1} more to come.";
        var terms = derivation.IsScalar
            ? $"{string.Join(" + ", parts.Take(count).Select(Factor))} = "
            : "";
        return count < parts.Count
            ? $"{name} = {terms}{sum} so far; {parts.Count - count} more to come."
            : $"{name} = {terms}{sum}: the sum over all {count} edges.";
    }

    private string Factor(DerivationStep part) => FormulaNotation.Pretty.Factor(explanation.ContributionOf(part).Item());

    /// <summary>The chain of factors where there is one path, and the sign.</summary>
    private string Meaning(int parameter)
    {
        var row = explanation.Parameters[parameter];
        var chain = row.Paths.Count < 2
            ? text.Chain.Lines(row)[0]
            : $"{text.Gradient(row.Parameter)} = {LessonText.Full(row.Gradient)}, the sum over {row.Paths.Count + row.MorePaths} paths";
        return $"{chain}. {Capital(text.Meaning.Sign(row))}.";
    }

    private string? WhyNow(DerivationStep edge)
    {
        if (!ReferenceEquals(derivation.Steps.First(e => e.Of == edge.Of), edge)) return null;
        var constants = edge.Of.Inputs
            .Where(input => input is Leaf { Name: not null } && !derivation.Wrt.Contains(input))
            .Distinct()
            .Select(text.Name)
            .ToList();
        var data = constants.Count == 0
            ? ""
            : $" {Listed(constants)} {(constants.Count == 1 ? "is" : "are")} data and never changed, so no gradient goes there.";
        var users = plan.Into(edge.Of).Count();
        var now = ReferenceEquals(edge.Of, derivation.Output) ? $"The output comes first: its gradient is known."
            : users > 1 ? $"{text.Name(edge.Of)} waited for all {users} edges that lead on from it: only now is {text.Gradient(edge.Of)} "
                + $"complete and can be passed back. That is why the order is topological."
            : $"{text.Gradient(edge.Of)} is complete, since all that uses {text.Name(edge.Of)} has passed its part back.";
        return now + data;
    }

    private static string Listed(List<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
