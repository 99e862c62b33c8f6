using System.Runtime.CompilerServices;

namespace ChainRule.Networks;

/// <summary>Something that a module owns, under the name of the field that holds it. Nothing, where the field is null.</summary>
public readonly struct Member
{
    private readonly Module? module;
    private readonly IReadOnlyList<Module>? list;

    /// <summary>A module; what it owns is named <c>field.name</c>.</summary>
    /// <remarks>It is preferred for <see cref="Sequential"/>, which is a module and a list: both name what is inside alike.</remarks>
    [OverloadResolutionPriority(1)]
    public Member(Module? module, [CallerArgumentExpression(nameof(module))] string name = "") =>
        (this.module, Name) = (module, FieldName(name));

    /// <summary>A list of modules; what they own is named <c>field.0.name</c>, <c>field.1.name</c>, …</summary>
    public Member(IReadOnlyList<Module>? modules, [CallerArgumentExpression(nameof(modules))] string name = "") =>
        (list, Name) = (modules, FieldName(name));

    /// <summary>A parameter or a state.</summary>
    public Member(Variable? variable, [CallerArgumentExpression(nameof(variable))] string name = "") =>
        (Variable, Name) = (variable, FieldName(name));

    /// <summary>The name of the field.</summary>
    public string Name { get; }

    /// <summary>The variable that it is.</summary>
    internal Variable? Variable { get; }

    /// <summary>The modules that it is, each with its name; a list without a name gives the numbers alone.</summary>
    internal IEnumerable<(string Name, Module Module)> Modules
    {
        get
        {
            if (module is not null) yield return (Name, module);
            for (var i = 0; i < (list?.Count ?? 0); i++) yield return (Name.Length == 0 ? $"{i}" : $"{Name}.{i}", list![i]);
        }
    }

    /// <summary>A field as it is written, without <c>this.</c> and the underscore that some put before it.</summary>
    private static string FieldName(string expression) => expression.Replace("this.", "", StringComparison.Ordinal).TrimStart('_');
}
