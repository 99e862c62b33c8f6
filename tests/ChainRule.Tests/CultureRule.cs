using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ChainRule.Tests;

/// <summary>Finds code whose result depends on the thread's culture, of the kinds that the SDK's analyzers let pass.</summary>
internal static class CultureRule
{
    private static readonly HashSet<string> Writers = ["String", "StringBuilder", "TextWriter", "StreamWriter", "StringWriter", "Console"];

    private static readonly HashSet<string> Orders =
        ["Order", "OrderDescending", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Min", "Max", "MinBy", "MaxBy", "Sort",
            "BinarySearch"];

    private static readonly HashSet<string> OrderedCollections = ["SortedSet", "SortedDictionary", "SortedList", "PriorityQueue"];

    /// <summary>Each as "file:line: code, and why".</summary>
    public static IEnumerable<string> Violations(Compilation compilation) =>
        from tree in compilation.SyntaxTrees
        let model = compilation.GetSemanticModel(tree)
        from node in tree.GetRoot().DescendantNodes()
        where node is ExpressionSyntax or InterpolationSyntax
        let reason = Reason(model.GetOperation(node))
        where reason is not null
        let line = tree.GetLineSpan(node.Span).StartLinePosition.Line + 1
        select $"{Path.GetFileName(tree.FilePath)}:{line}: {node}: {reason}";

    private static string? Reason(IOperation? operation) => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum
            when IsForeign(TypeOf(sum.LeftOperand)) || IsForeign(TypeOf(sum.RightOperand)) => "a number is added to text",
        ICompoundAssignmentOperation { Type.SpecialType: SpecialType.System_String } sum when IsForeign(TypeOf(sum.Value)) =>
            "a number is added to text",
        IInterpolationOperation hole when TypeOf(hole.Expression) is { IsRecord: true } record && IsForeign(record) =>
            "a record's numbers take the culture's format",
        IInvocationOperation call => Reason(call),
        IObjectCreationOperation { Type: INamedTypeSymbol type } creation when OrderedCollections.Contains(type.Name)
            && IsText(type.TypeArguments[type.Name == "PriorityQueue" ? 1 : 0]) && !creation.Arguments.Any(IsComparer) =>
                "text is ordered without a comparer",
        _ => null,
    };

    private static string? Reason(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var hasProvider = method.Parameters.Any(parameter => parameter.Type.Name == "IFormatProvider");
        if (method is { Name: "ToString", Parameters: [] } && call.Instance is { } instance && IsForeign(TypeOf(instance)))
            return "ToString takes the culture's format";
        if (method is { Name: "Parse" or "TryParse", IsStatic: true } && !hasProvider && IsForeign(method.ContainingType))
            return "text is read by the culture";
        if (Writers.Contains(method.ContainingType.Name) && !hasProvider && call.Arguments.Any(WritesForeign))
            return "a number is written without a format provider";
        return Orders.Contains(method.Name) && Ordered(method) is { } key && IsText(key) && !call.Arguments.Any(IsComparer)
            ? "text is ordered without a comparer"
            : null;
    }

    /// <summary>Positions and counts are not written.</summary>
    private static bool WritesForeign(IArgumentOperation argument) =>
        argument.Parameter is { Name: "value" or "values" or "handler" or "arg" or "args" or "arg0" or "arg1" or "arg2" }
        && Written(argument.Value).Any(IsForeign);

    /// <summary>The types of what an argument stands for: itself, or the elements of a list.</summary>
    private static IEnumerable<ITypeSymbol?> Written(IOperation value) => WithoutConversion(value) switch
    {
        IArrayCreationOperation { Initializer: { } elements } => elements.ElementValues.Select(TypeOf),
        IInterpolatedStringHandlerCreationOperation text =>
            text.Syntax
                .DescendantNodes()
                .OfType<InterpolationSyntax>()
                .Select(hole => text.SemanticModel!.GetTypeInfo(hole.Expression).Type),
        ICollectionExpressionOperation list => list.Elements.SelectMany(Written),
        var other => [other.Type, Element(other.Type)],
    };

    private static ITypeSymbol? Element(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { Name: "Span" or "ReadOnlySpan" or "IEnumerable" } list => list.TypeArguments.FirstOrDefault(),
        { SpecialType: SpecialType.System_String } or null => null,
        _ => type.AllInterfaces.FirstOrDefault(
            i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0],
    };

    private static ITypeSymbol? TypeOf(IOperation operation) => WithoutConversion(operation).Type;

    private static IOperation WithoutConversion(IOperation operation) =>
        operation is IConversionOperation { IsImplicit: true } conversion ? WithoutConversion(conversion.Operand) : operation;

    /// <summary>Whether a culture can decide how it is written. Numbers without a sign are digits everywhere.</summary>
    private static bool IsForeign(ITypeSymbol? type) => type switch
    {
        null or { TypeKind: TypeKind.Enum } => false,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => IsForeign(nullable.TypeArguments[0]),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Any(element => IsForeign(element.Type)),
        ITypeParameterSymbol parameter => parameter.ConstraintTypes.Any(IsFormattable),
        { IsRecord: true } when type.GetMembers("ToString").All(member => member.IsImplicitlyDeclared) =>
            type
                .GetMembers()
                .OfType<IPropertySymbol>()
                .Any(property => !SymbolEqualityComparer.Default.Equals(property.Type, type) && IsForeign(property.Type)),
        {
            SpecialType: SpecialType.System_Char or SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32
            or SpecialType.System_UInt64
        } =>
            false,
        { Name: "Rune" or "Guid" or "Version" } => false,
        _ => IsFormattable(type),
    };

    private static bool IsFormattable(ITypeSymbol type) =>
        type.Name == "IFormattable" || type.AllInterfaces.Any(i => i is { Name: "IFormattable", ContainingNamespace.Name: "System" });

    /// <summary>The type by which a method orders: what its selector gives, or the elements themselves.</summary>
    private static ITypeSymbol? Ordered(IMethodSymbol method) =>
        method.Parameters
            .Select(parameter => parameter.Type)
            .OfType<INamedTypeSymbol>()
            .FirstOrDefault(type => type.Name == "Func")?.TypeArguments[^1]
        ?? method.TypeArguments.LastOrDefault() ?? method.ContainingType.TypeArguments.FirstOrDefault();

    private static bool IsText(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_String
        || type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Any(element => IsText(element.Type));

    private static bool IsComparer(IArgumentOperation argument) =>
        argument.ArgumentKind == ArgumentKind.Explicit && argument.Parameter?.Type.Name is "IComparer" or "Comparison" or "IComparable";
}
