using System.Globalization;
using System.Xml.Linq;
using ChainRule.Board;
using ChainRule.Formulas;

namespace ChainRule.Tests.Board;

public class ChartFrameTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_place_of_the_point_is_where_its_dot_is_drawn()
    {
        var curve = LossCurve.Of(PracticeProblems.Lecture(), "w");
        var drawing = XElement.Parse(curve.ToSvg());
        var (plot, dot) = (drawing.Element(Svg + "svg")!, drawing.Descendants(Svg + "circle").Last());
        double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        var size = drawing.Attribute("viewBox")!.Value.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToList();

        var place = curve.Frame.Place(curve.Here);

        Assert.Equal((Number(plot, "x") + Number(dot, "cx")) / size[2], place.X, 1e-3);
        Assert.Equal((Number(plot, "y") + Number(dot, "cy")) / size[3], place.Y, 1e-3);
    }

    [Fact]
    public void A_place_gives_the_point_that_lies_there_in_round_numbers()
    {
        var frame = LossCurve.Of(PracticeProblems.Lecture(), "w").Frame;

        var there = frame.At(frame.Place(new(1.2345678, 0)).X, 0.5);

        Assert.Equal(1.23, there.X);
        Assert.Equal(frame.High.X, frame.At(5, 0).X, 0.01);
        Assert.Equal(frame.Low.X, frame.At(-5, 0).X, 0.01);
        Assert.True(frame.Place(new(2, 0)).X > frame.Place(new(1, 0)).X);
        Assert.True(frame.Place(new(1, 2)).Y < frame.Place(new(1, 1)).Y);
    }

    [Fact]
    public void Keys_move_by_hundredths_of_an_axis()
    {
        var frame = LossCurve.Of(PracticeProblems.Lecture(), "w").Frame;
        var (one, here) = ((frame.High.X - frame.Low.X) / 100, new ChartPoint(1, 1));

        Assert.Equal(1 + 3 * one, frame.Moved(here, 3, 0).X, 0.01);
        Assert.Equal(here, frame.Moved(here, 0, 0));
        Assert.Equal(1, frame.Moved(here, 0, 4).X);
        Assert.True(frame.Moved(here, 0, 4).Y > 1);
        Assert.Equal(frame.High.X, frame.Moved(here, 1000, 0).X, 0.01);
    }

    [Fact]
    public void Axes_stay_while_a_number_is_moved()
    {
        var problem = PracticeProblems.Lecture();
        var before = LossCurve.Of(problem, "w");
        problem.Set("w", TensorData.Wrap([1.4], Shape.Scalar));

        var after = LossCurve.Of(problem, "w", within: before);

        Assert.Equal((before.Frame.Low, before.Frame.High), (after.Frame.Low, after.Frame.High));
        Assert.Equal(0.36, after.Here.Y, 1e-12); // (1.4 − 2)²
        Assert.NotEqual(before.Frame.Low, LossCurve.Of(problem, "w").Frame.Low);
    }

    [Fact]
    public void A_map_keeps_its_landscape()
    {
        var problem = PracticeProblems.TwoPaths();
        var before = LossMap.Of(problem, ("w", 0), ("b", 0));
        problem.Set("b", TensorData.Wrap([1.5], Shape.Scalar));

        var after = LossMap.Of(problem, ("w", 0), ("b", 0), within: before);

        Assert.Equal((before.Frame.Low, before.Frame.High), (after.Frame.Low, after.Frame.High));
        Assert.Equal(new ChartPoint(2, 1.5), after.Path[^1]);
    }

    [Fact]
    public void A_point_of_the_table_moves_and_the_fit_stays_where_it_is()
    {
        var fit = TableFit.Create(Formula.Parse("y = w*x + b"), PastedTable.Parse("x;y\n0;1\n1;3\n2;5"));
        fit.Search();
        Assert.Equal(0, fit.Losses[^1], 1e-9);
        var moved = fit.With(fit.Table.With("y", 2, 8));

        Assert.Equal(3, moved.Losses[^1], 1e-6); // (8 − 5)²/3
        Assert.Equal(2, moved.Parameters[0].Value.Item(), 1e-6);
        Assert.Equal(5, fit.Table.Columns[1].Values[2]);
        Assert.Equal((fit.Frame()!.Low, fit.Frame()!.High), (moved.Frame(fit.Frame())!.Low, moved.Frame(fit.Frame())!.High));
        moved.Reset();
        Assert.Equal(1, moved.Parameters[0].Value.Item());
    }

    [Fact]
    public void Predictions_of_several_inputs_have_no_point_to_move() =>
        Assert.Null(TableFit.Create(Formula.Parse("y = w*a + v*b"), PastedTable.Parse("a b y\n0 1 2\n1 0 3")).Frame());

    [Theory]
    [InlineData("x y\n0.1 -1e-9\n1e20 3")]
    [InlineData("time in s\ttemperature, °C\n1,5\t2,5\n3\t4")]
    [InlineData("1;2\n3;4")]
    public void A_table_reads_back_as_it_was(string text)
    {
        var table = PastedTable.Parse(text);
        var again = PastedTable.Parse(table.ToString());
        Assert.Equal(table.Columns.Select(column => (column.Name, column.Title)),
            again.Columns.Select(column => (column.Name, column.Title)));
        Assert.Equal(table.Columns.SelectMany(column => column.Values), again.Columns.SelectMany(column => column.Values));
    }

    [Theory]
    [InlineData("z", 0, 1.0)]
    [InlineData("x", 2, 1.0)]
    [InlineData("x", -1, 1.0)]
    [InlineData("x", 0, double.NaN)]
    public void A_place_that_there_is_not_is_refused(string column, int row, double value) =>
        Assert.Throws<BoardException>(() => PastedTable.Parse("x y\n0 1\n2 3").With(column, row, value));
}
