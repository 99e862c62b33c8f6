using System.CommandLine;
using System.Globalization;
using static ChainRule.Functions;

namespace ChainRule.Benchmarks.Commands;

/// <summary><c>lecture</c>: from the start of a process to the lecture's gradient.</summary>
internal static class LectureCommand
{
    public static Command Create()
    {
        var processes = Words.Processes();
        var command = new Command("lecture", "Times fresh processes that compute ∂(w·x − y)²/∂w, print it, and end.") { processes };
        command.SetAction(parsed =>
        {
            var times = new double[parsed.GetValue(processes)];
            for (var i = 0; i < times.Length; i++) times[i] = Child.Start("lecture").Time.TotalMilliseconds;
            Array.Sort(times);
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                    $$"""{"measurement":"lecture","ms":{{times[times.Length / 2]:F1}},"least_ms":{{times[0]:F1}}}"""));
        });
        return command;
    }

    /// <summary>What such a process does.</summary>
    public static void Print()
    {
        var (x, y, w) = (Tensor.Constant(1.0, "x"), Tensor.Constant(2.0, "y"), new Parameter(1.0, "w"));
        Console.WriteLine(Gradient.Of(Square(w * x - y), w).Item());
    }
}
