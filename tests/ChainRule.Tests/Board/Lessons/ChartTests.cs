using System.Globalization;
using System.Xml.Linq;
using ChainRule.Board;
using ChainRule.Formulas;

namespace ChainRule.Tests.Board;

public class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_curve_has_the_parabolas_values_its_slope_and_the_next_step()
    {
        var curve = LossCurve.Of(PracticeProblems.Lecture(), "w", rate: 0.1);

        Assert.All(curve.Curve, point => Assert.Equal((point.X - 2) * (point.X - 2), point.Y, 1e-9));
        Assert.Equal(-2, curve.Slope, 1e-12);
        Assert.Equal((1.2, 0.64), (curve.Next.X, curve.Next.Y), Near);
        Assert.InRange(curve.Next.X, curve.Curve[0].X, curve.Curve[^1].X);
    }

    [Fact]
    public void The_curve_holds_the_way_of_the_descent()
    {
        var problem = PracticeProblems.Lecture();
        var descent = new Descent(problem, 1.2);
        descent.Run(4);

        var curve = LossCurve.Of(problem, "w", 0, 1.2, descent);

        Assert.Equal(descent.History.Select(point => (point.Parameters[0], point.Loss)), curve.Path.Select(point => (point.X, point.Y)),
            Near);
        Assert.True(curve.Curve[0].X < curve.Path.Min(point => point.X) && curve.Curve[^1].X > curve.Next.X);
    }

    [Fact]
    public void One_element_of_a_matrix_is_moved_and_nothing_stays_moved()
    {
        var problem = Presets.Find("matrix").ToProblem();
        var before = problem.Value("W").ToDoubles();

        var curve = LossCurve.Of(problem, "W", 3);

        Assert.Equal("W[3]", curve.Name);
        Assert.Equal(before, problem.Value("W").ToDoubles());
        // A parabola: its second difference is the same everywhere.
        var y = curve.Curve.Select(point => point.Y).ToList();
        Assert.Equal(y[0] - 2 * y[1] + y[2], y[100] - 2 * y[101] + y[102], 1e-9);
        Assert.True(y[0] - 2 * y[1] + y[2] > 0);
    }

    [Fact]
    public void Where_there_is_no_number_the_line_is_broken()
    {
        var svg = XElement.Parse(LossCurve.Of(PracticeProblems.Make("(1/w)*x", "w=0.5", "x=1"), "w").ToSvg());
        var curve = svg.Descendants(Svg + "path").First(path => (string?)path.Attribute("class") == "line forward").Attribute("d")!.Value;
        Assert.DoesNotContain("NaN", curve);

        var log = XElement.Parse(LossCurve.Of(PracticeProblems.Make("log(w)*x", "w=0.2", "x=1"), "w").ToSvg());
        Assert.DoesNotContain("NaN", log.ToString());
    }

    /// <summary>
    /// Contours of x² + y² at level r² are circles: every end of every piece lies on one, but for what a grid's straight lines miss.
    /// </summary>
    [Fact]
    public void Contours_lie_on_the_circles_of_a_bowl()
    {
        var grid = NumberGrid.Of(new Scale(-2, 2), new Scale(-2, 2), 41, (x, y) => x * x + y * y);

        var lines = Contours.At(grid, 1);

        Assert.All(lines, line => Assert.Equal(1, Math.Sqrt(line.From.X * line.From.X + line.From.Y * line.From.Y), 2e-3));
        Assert.Equal(2 * Math.PI, lines.Sum(line => Math.Sqrt(Math.Pow(line.To.X - line.From.X, 2) + Math.Pow(line.To.Y - line.From.Y, 2))),
            2e-2);
    }

    /// <summary>At x·y = ±ε the two branches of a hyperbola must not touch across the saddle.</summary>
    [Theory]
    [InlineData(0.05)]
    [InlineData(-0.05)]
    public void At_a_saddle_the_branches_stay_apart(double level)
    {
        var grid = NumberGrid.Of(new Scale(-1, 1), new Scale(-1, 1), 2, (x, y) => x * y);

        var lines = Contours.At(grid, level);

        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.True((line.From.X + line.To.X) * (line.From.Y + line.To.Y) * level > 0));
    }

    [Theory]
    [InlineData(0, 10, new[] { 0.0, 2, 4, 6, 8, 10 })]
    [InlineData(-0.13, 0.25, new[] { -0.1, 0, 0.1, 0.2 })]
    [InlineData(1e6, 5e6, new[] { 1e6, 2e6, 3e6, 4e6, 5e6 })]
    public void Ticks_are_round(double low, double high, double[] ticks) =>
        Assert.Equal(ticks, new Scale(low, high).Ticks(5), (a, b) => Math.Abs(a - b) < 1e-12 * high);

    [Fact]
    public void Labels_of_an_axis_are_written_alike()
    {
        Assert.Equal(["0", "0.5", "1"], Scale.Labels([0, 0.5, 1]));
        Assert.Equal(["−2", "0", "2"], Scale.Labels([-2, 0, 2]));
        Assert.Equal(["0", "2·10⁻⁷", "10⁻⁶"], Scale.Labels([0, 2e-7, 1e-6]));
    }

    [Fact]
    public void Losses_over_decades_are_drawn_by_powers_of_ten()
    {
        var descent = new Descent(PracticeProblems.Lecture(), 0.1);
        descent.Run(60);

        Assert.True(Scale.Logarithmic([.. descent.History.Select(point => point.Loss)]).IsLog);
        Assert.False(Scale.Logarithmic([1, 2, 3]).IsLog);
        Assert.False(Scale.Logarithmic([-1, 1e-9, 1e9]).IsLog);
        Assert.Contains(">10⁻⁹<", LossHistory.ToSvg(descent));
    }

    [Fact]
    public void The_map_of_a_parabola_has_its_least_line_around_the_minimum()
    {
        var problem = Presets.Find("line").ToProblem();
        var descent = new Descent(problem, 0.1);
        descent.Run(5);

        var map = LossMap.Of(problem, ("w", 0), ("b", 0), 0.1, descent);

        Assert.Equal(descent.Current.Parameters, [map.Path[^1].X, map.Path[^1].Y]);
        descent.Step();
        Assert.Equal(descent.Current.Parameters, [map.Next.X, map.Next.Y], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Contains("given twice", Assert.Throws<BoardException>(() => LossMap.Of(problem, ("w", 0), ("w", 0))).Message);
        Assert.Contains("w, b", Assert.Throws<BoardException>(() => LossMap.Of(problem, ("w", 0), ("x", 0))).Message);
    }

    /// <summary>However long the way is, its dots leave the line to be seen: no halo, and one dot of a place.</summary>
    [Fact]
    public void A_long_way_does_not_wipe_itself_out()
    {
        var problem = Presets.Find("line").ToProblem();
        var descent = new Descent(problem, 0.02);
        descent.Run(500);

        var svg = XElement.Parse(LossMap.Of(problem, ("w", 0), ("b", 0), 0.02, descent).ToSvg());

        List<(double X, double Y)> dots = [.. svg
            .Descendants(Svg + "circle")
            .Where(dot => (string?)dot.Attribute("class") == "fill quiet").Skip(1)
            .Select(dot => ((double)dot.Attribute("cx")!, (double)dot.Attribute("cy")!))];
        Assert.InRange(dots.Count, 5, 150);
        Assert.Equal(dots.Count, dots.Select(dot => (Math.Round(dot.X / 6), Math.Round(dot.Y / 6))).Distinct().Count());
        Assert.Single(svg.Descendants(Svg + "svg").Single().Elements(Svg + "circle"),
            dot => (string?)dot.Attribute("class") == "dot chain");
    }

    [Fact]
    public void The_map_of_decisions_says_of_a_point_what_the_formula_says()
    {
        var problem = Formula.Parse("p = sigmoid(w*x1 - x2); loss = (p - y)^2");
        var map = new DecisionMap(
            Problem.Create(problem,
                new Dictionary<string, ArrayValue>
                {
                    ["w"] = new([], [2]),
                    ["x1"] = new([], [1]),
                    ["x2"] = new([], [0]),
                    ["y"] = new([], [1])
                }, ["w"]), new("p", ["x1", "x2"]));

        var cells = map.Cells();

        Assert.Equal(1600, cells.Count);
        // One cell to the right adds 2·Δx to the logit, one up takes Δy away.
        double Logit(int cell) => Math.Log(cells[cell] / (1 - cells[cell]));
        Assert.Equal(2 * (Logit(0) - Logit(40)) * WidthOverHeight(map), Logit(1) - Logit(0), 1e-6);
    }

    [Fact]
    public void A_map_needs_numbers_for_a_plane()
    {
        var problem = Presets.Find("xor").ToProblem();

        Assert.Contains("computes no q", Assert.Throws<BoardException>(() => new DecisionMap(problem, new("q", ["x"]))).Message);
        Assert.Contains("two columns", Assert.Throws<BoardException>(() => new DecisionMap(problem, new("p", ["y"]))).Message);
        Assert.Contains("one number a point", Assert.Throws<BoardException>(() => new DecisionMap(problem, new("h", ["x"]))).Message);
    }

    public static TheoryData<string> Charts => [.. AllCharts().Select(chart => chart.Name)];

    [Theory]
    [MemberData(nameof(Charts))]
    public void Every_chart_is_sound_says_what_it_is_and_holds_no_odd_number(string name)
    {
        var svg = XElement.Parse(AllCharts().Single(chart => chart.Name == name).Draw());

        Assert.Equal("img", svg.Attribute("role")!.Value);
        Assert.NotEmpty(svg.Element(Svg + "title")!.Value);
        Assert.EndsWith(".", svg.Element(Svg + "desc")!.Value);
        Assert.Equal(svg.Attribute("aria-labelledby")!.Value, svg.Element(Svg + "title")!.Attribute("id")!.Value);
        foreach (var attribute in svg
            .Descendants()
            .Attributes()
            .Where(attribute => attribute.Name.LocalName is "d" or "x" or "y" or "cx" or "cy" or "width" or "height"))
        {
            Assert.DoesNotContain("NaN", attribute.Value);
            Assert.DoesNotContain("∞", attribute.Value);
            Assert.DoesNotContain("Infinity", attribute.Value);
        }
        foreach (var text in svg.Elements(Svg + "text"))
            Assert.InRange(double.Parse(text.Attribute("x")!.Value, CultureInfo.InvariantCulture), 0, 360);
    }

    [Fact]
    public void Titles_from_a_stranger_are_encoded()
    {
        var fit = TableFit.Create(Formula.Parse("a*column1"),
            PastedTable.Parse("</text><script>;y\n1;2\n2;3".Replace("</text><script>", "<&>", StringComparison.Ordinal)));

        Assert.Contains("&lt;&amp;&gt;", fit.ToSvg());
        Assert.DoesNotContain("<&", fit.ToSvg());
    }

    private static IEnumerable<(string Name, Func<string> Draw)> AllCharts()
    {
        var (xor, micrograd) = (Presets.Find("xor"), Presets.Find("micrograd"));
        yield return ("curve", () => LossCurve.Of(PracticeProblems.Lecture(), "w").ToSvg());
        yield return ("curve of an exponential", () => LossCurve.Of(PracticeProblems.Make("exp(exp(w))*x", "w=3", "x=1"), "w").ToSvg());
        yield return ("curve of a constant", () => LossCurve.Of(PracticeProblems.Make("w*0 + x", "w=1", "x=1"), "w").ToSvg());
        yield return ("curve of what is undefined", () => LossCurve.Of(PracticeProblems.Make("log(w)", "w=-5"), "w").ToSvg());
        yield return ("curve far away", () => LossCurve.Of(PracticeProblems.Make("w^2", "w=1e200"), "w").ToSvg());
        yield return ("history", () => LossHistory.ToSvg(new Descent(micrograd.ToProblem())));
        yield return ("history to infinity", () => LossHistory.ToSvg(Ran(PracticeProblems.Lecture(), 1.5, 5000)));
        yield return ("map", () => LossMap.Of(micrograd.ToProblem(), ("a", 0), ("b", 0), 1e-4).ToSvg());
        yield return ("map of a constant", () => LossMap.Of(PracticeProblems.Make("0*a + 0*b", "a=1", "b=2"), ("a", 0), ("b", 0)).ToSvg());
        yield return ("map of a log", () => LossMap.Of(PracticeProblems.Make("log(a) + b^2", "a=0.5", "b=2"), ("a", 0), ("b", 0)).ToSvg());
        yield return ("decisions", () => new DecisionMap(xor.ToProblem(), xor.Map!).ToSvg());
        yield return ("fit", () => TableFit.Create(Formula.Parse("a*exp(b*x)"), PastedTable.Parse("0 1\n1 3\n2 8")).ToSvg());
        yield return ("fit of two inputs",
            () => TableFit.Create(Formula.Parse("a*x1 + b*x2"), PastedTable.Parse("0 1 1\n1 3 2\n2 8 4")).ToSvg());
        yield return ("fit of a constant", () => TableFit.Create(Formula.Parse("a + 0*x"), PastedTable.Parse("1 1\n1 1")).ToSvg());
    }

    private static Descent Ran(Problem problem, double rate, int steps)
    {
        var descent = new Descent(problem, rate);
        descent.Run(steps);
        return descent;
    }

    private static double WidthOverHeight(DecisionMap map)
    {
        var point = map.Points[0];
        var (x, y) = (Scale.Around([point.X], 0.2), Scale.Around([point.Y], 0.2));
        return (x.High - x.Low) / (y.High - y.Low);
    }

    private static bool Near((double X, double Y) a, (double X, double Y) b) => Math.Abs(a.X - b.X) < 1e-9 && Math.Abs(a.Y - b.Y) < 1e-9;
}
