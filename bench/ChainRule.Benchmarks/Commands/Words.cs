using System.CommandLine;
using ChainRule.Benchmarks.Workloads;

namespace ChainRule.Benchmarks.Commands;

/// <summary>Arguments and options that several commands have.</summary>
internal static class Words
{
    /// <summary>Names of workloads; all of them where none is given.</summary>
    public static Argument<string[]> Workloads()
    {
        var names = new Argument<string[]>(
            "NAME")
        {
            Description = $"Workloads: {string.Join(", ", Suite.Names)}. All of them where none is named.",
            Arity = ArgumentArity.ZeroOrMore
        };
        names.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (Complaint(token.Value) is { } complaint) result.AddError(complaint);
        });
        return names;
    }

    /// <summary>The name of one workload.</summary>
    public static Argument<string> Workload()
    {
        var name = new Argument<string>("NAME") { Description = $"A workload: {string.Join(", ", Suite.Names)}." };
        name.Validators.Add(result =>
        {
            if (Complaint(result.Tokens[0].Value) is { } complaint) result.AddError(complaint);
        });
        return name;
    }

    /// <summary>How many threads share the work.</summary>
    public static Option<int?> Threads()
    {
        var threads = new Option<int?>(
            "--threads")
        {
            Description = "How many threads share the work; as many as there are processors where it is not given.",
            HelpName = "N"
        };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1) result.AddError("--threads is a number from 1.");
        });
        return threads;
    }

    /// <summary>How many fresh processes are started.</summary>
    public static Option<int> Processes() =>
        new("--processes")
        {
            Description = "How many fresh processes are started, one after the other.",
            HelpName = "N",
            DefaultValueFactory = _ => 5
        };

    /// <summary>Lets so many threads share the work.</summary>
    public static void Use(int? threads)
    {
        if (threads is { } count) ChainRule.Threads.Count = count;
    }

    private static string? Complaint(string name) =>
        Suite.Names.Contains(name) ? null : $"There is no workload '{name}'; there are {string.Join(", ", Suite.Names)}.";
}
