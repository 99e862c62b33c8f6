// Mutation testing: does a test fail when the code is changed?
// Run: dotnet run .ci/mutate.cs -- [--minutes 110] [--seed 1] [--mutate GLOB] [--reuse]
// Stryker.NET finds and compiles all mutants into one library. A random sample of them is then tested, each in a process of its own:
// Stryker's own runner keeps one test process for many mutants, and cached plans and static tables would go from one mutant to the next.
// The sample grows until the time is over. Fails if less than 85 % of it are killed. --reuse takes the mutants that the last run compiled.
using System.Diagnostics;
using System.Text.Json;

const double Required = 0.85;
const int Workers = 2;

var minutes = int.Parse(Option("--minutes", "110"), null);
var seed = int.Parse(Option("--seed", "1"), null);
var tests = Path.GetFullPath("tests/ChainRule.Tests");
var output = Path.GetFullPath("StrykerOutput");
var library = Path.Combine(output, "library");
var runner = Path.Combine(output, "run");

// The namespaces of tests that run for each mutant; the one that mirrors the mutant's folder comes first.
string[] engine = ["Shapes", "Graph", "Ops", "Differentiation", "Rewriting", "Planning", "Execution"];

var clock = Stopwatch.StartNew();
if (!args.Contains("--reuse"))
{
    if (Directory.Exists(output)) Directory.Delete(output, true);
    Directory.CreateDirectory(library);
    if (await MakeMutants() != 0) return Fail("Stryker failed");
    if (!File.Exists(Path.Combine(library, "ChainRule.dll"))) return Fail("no mutated library: MutantKeeper did not run");
    Copy(Path.Combine(tests, "bin/Debug/net10.0"), runner);
    File.Copy(Path.Combine(library, "ChainRule.dll"), Path.Combine(runner, "ChainRule.dll"), true);
}

var mutants = ReadMutants();
new Random(seed).Shuffle(mutants);
Console.WriteLine($"{mutants.Length} mutants after {clock.Elapsed:h\\:mm\\:ss}; seed {seed}");

var began = clock.Elapsed;
if (!await Passes(new Mutant(-1, "", 0, ""), engine, TimeSpan.FromMinutes(20))) return Fail("the tests fail without a mutant");
var limit = 3 * (clock.Elapsed - began) + TimeSpan.FromSeconds(30);
Console.WriteLine($"the tests take {(clock.Elapsed - began).TotalSeconds:0} s without a mutant");

var (next, killed, survivors) = (-1, 0, new List<Mutant>());
await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
{
    while (clock.Elapsed.TotalMinutes < minutes && Interlocked.Increment(ref next) is var i && i < mutants.Length)
    {
        var mutant = mutants[i];
        var mirrored = engine.Where(mutant.File.Split(Path.DirectorySeparatorChar).Contains).ToArray();
        if (await Passes(mutant, mirrored, limit) && await Passes(mutant, [.. engine.Except(mirrored)], limit))
            lock (survivors) survivors.Add(mutant);
        else
            Interlocked.Increment(ref killed);
    }
}));

foreach (var mutant in survivors.OrderBy(mutant => (mutant.File, mutant.Line)))
    Console.WriteLine($"survived: {mutant.File}:{mutant.Line} became {mutant.Replacement}");
var sampled = killed + survivors.Count;
var share = (double)killed / sampled;
Console.WriteLine(
    $"{killed} of {sampled} mutants killed ({share:P1}; at least {Required:P0} are required), drawn from {mutants.Length} with "
    + $"seed {seed}");
return share >= Required ? 0 : 1;

async Task<int> MakeMutants()
{
    var arguments = new List<string> { "stryker", "-f", "stryker-config.json", "-O", output, "--skip-version-check" };
    if (Option("--mutate", "") is { Length: > 0 } glob) arguments.AddRange(["-m", glob]);
    return await Run("dotnet", arguments, tests, Timeout.InfiniteTimeSpan, ("CHAINRULE_KEEP_MUTANTS", library));
}

async Task<bool> Passes(Mutant mutant, string[] namespaces, TimeSpan limit)
{
    if (namespaces.Length == 0) return true;
    var active = Path.Combine(output, $"active-{mutant.Id}");
    File.WriteAllBytes(active, BitConverter.GetBytes(mutant.Id));
    var arguments = new List<string>
    {
        Path.Combine(runner, "ChainRule.Tests.dll"), "-noLogo", "-stopOnFail", "-reporter", mutant.Id < 0 ? "quiet" : "silent",
    };
    foreach (var name in namespaces) arguments.AddRange(["-namespace", $"ChainRule.Tests.{name}"]);
    var exit = await Run("dotnet", arguments, runner, limit, ("STRYKER_MUTANT_FILE", active));
    File.Delete(active);
    return exit == 0;
}

// The exit code; −1 for a process that was stopped at its time limit.
static async Task<int> Run(string program, IEnumerable<string> arguments, string folder, TimeSpan limit,
    params (string Name, string Value)[] variables)
{
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
    foreach (var (name, value) in variables) start.Environment[name] = value;
    start.Environment["CarryWhiteboard"] = "false";
    start.Environment["RunAnalyzers"] = "false";
    start.Environment["DOTNET_INFO_WAIT_TIME"] = "60000"; // Stryker asks `dotnet --info`; its 10 s are too few on a busy machine
    using var process = Process.Start(start)!;
    using var stop = new CancellationTokenSource(limit);
    try
    {
        await process.WaitForExitAsync(stop.Token);
        return process.ExitCode;
    }
    catch (OperationCanceledException)
    {
        process.Kill(entireProcessTree: true);
        return -1;
    }
}

Mutant[] ReadMutants()
{
    var report = Directory.EnumerateFiles(output, "mutation-report.json", SearchOption.AllDirectories).Single();
    using var json = JsonDocument.Parse(File.ReadAllText(report));
    return [.. from file in json.RootElement.GetProperty("files").EnumerateObject()
               from mutant in file.Value.GetProperty("mutants").EnumerateArray()
               where mutant.GetProperty("status").GetString() is not ("CompileError" or "Ignored")
               select new Mutant(
                   int.Parse(mutant.GetProperty("id").GetString()!, null),
                   Path.GetRelativePath(".", file.Name),
                   mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32(),
                   mutant.GetProperty("replacement").GetString()!)];
}

static void Copy(string from, string to)
{
    Directory.CreateDirectory(to);
    foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => Path.GetFileName(folder) != ".playwright"))
        Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
}

string Option(string name, string otherwise) => Array.IndexOf(args, name) is >= 0 and var at ? args[at + 1] : otherwise;

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}

/// <summary>A change of the code, by the number that turns it on.</summary>
internal sealed record Mutant(int Id, string File, int Line, string Replacement);
