using System.Globalization;
using ChainRule.Board;
using ChainRule.Explanations;
using ChainRule.Formulas;
using CsCheck;

namespace ChainRule.Tests.Board;

public class BoardLinkTests
{
    private static readonly string[] Names = ["w", "x", "e", "wrt", "rate", "step", "hide", "mode", "open", "code", "table", "theta'",
        "w_1", "ŵ"];

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<double> Numbers = Gen.OneOf(Gen.Double,
        OneOf(0d, -1, 0.1, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity));

    private static readonly Gen<ArrayValue> Values =
        from shape in Gen.Int[1, 3].Array[0, 3]
        from data in Numbers.Array[shape.Aggregate(1, (size, extent) => size * extent)]
        select new ArrayValue(shape, data);

    private static readonly Gen<BoardState> States =
        from names in Gen.Shuffle(Names, 1, 5)
        from values in Values.Array[names.Length]
        from wrt in Gen.Int[0, names.Length]
        from rate in Gen.Double[0.001, 10]
        from step in Gen.Int[0, 1000]
        from hidden in Gen.Int[0, 31]
        from mode in Gen.Enum<BoardMode>()
        from open in OneOf<string[]?>(null, [], ["loss"])
        from program in OneOf<ProgramStyle?>([null, .. Enum.GetValues<ProgramStyle>()])
        from table in Gen.String.Null()
        select new BoardState
        {
            Formula = $"loss = {string.Join(" + ", names)}",
            Values = names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second),
            Wrt = names[..wrt],
            Rate = rate,
            Step = step,
            Hidden = (BoardParts)hidden,
            Mode = mode,
            Open = open,
            Program = program,
            Table = table is null ? null : string.Concat(table.Where(c => !char.IsSurrogate(c))),
        };

    [Fact]
    public void TheLecturesLinkIsReadable() =>
        Assert.Equal("e=yhat%20=%20w*x%3B%20s%20=%20yhat%20-%20y%3B%20loss%20=%20s%5E2&w=1&x=1&y=2", BoardLink.Write(BoardState.Default));

    [Fact]
    public void WhatIsWrittenIsReadBack() => States.Sample(state =>
    {
        var read = BoardLink.Read("#" + BoardLink.Write(state));
        Assert.Equal(Fields(state), Fields(read));
    });

    [Fact]
    public void AWholeAddressMayBeGiven() =>
        Assert.Equal(7, BoardLink.Read("https://example.org/board?x=9#e=w^2&step=7&utm=a=b").Step);

    [Fact]
    public void NamesThatAreKeysHaveADot()
    {
        var state = BoardLink.Read("e=e*step %2B wrt&.e=2&.step=3&.wrt=4&step=5");
        Assert.Equal((5, 10d), (state.Step, state.Bind().Output.Item()));
    }

    [Theory]
    [InlineData("e=h = w*x %2B 1; loss = h^2", null)]
    [InlineData("e=h = w*x %2B 1; loss = h^2&open=", "")]
    [InlineData("e=h = w*x %2B 1; loss = h^2&open=loss,<b>,h,h,w,n0,", "h,loss")]
    [InlineData("e=h = (w*&open=h", null)]
    public void OnlyStatementsAreOpen(string link, string? open) =>
        Assert.Equal(open, BoardLink.Read(link).Open is { } names ? string.Join(',', names) : null);

    [Fact]
    public void WithoutAFormulaItIsTheLecture()
    {
        var state = BoardLink.Read("w=3&hide=chain,local");
        Assert.Equal((BoardState.Default.Formula, 1d, BoardParts.Chain | BoardParts.Local),
            (state.Formula, state.Bind().Output.Item(), state.Hidden));
    }

    [Theory]
    [InlineData("e=w*3&w=abc",
        "the value of w cannot be read: a value must be a number or a list of numbers such as [1, 2; 3, 4]; inf and nan count as numbers")]
    [InlineData("e=w*3&rate=fast", "rate takes a number above 0 such as 0.1, not 'fast'")]
    [InlineData("e=w*3&rate=1e999", "rate takes a number above 0 such as 0.1, not '1e999'")]
    [InlineData("e=w*3&rate=0", "rate takes a number above 0 such as 0.1, not '0'")]
    [InlineData("e=w*3&step=-1", "step takes a whole number from 0, not '-1'")]
    [InlineData("e=w*3&hide=chains", "hide does not know 'chains'; it takes values, formulas, local, chain, meaning")]
    [InlineData("e=w*3&mode=sleep", "mode does not know 'sleep'; it takes step, train, paths, quiz, mistakes, data")]
    public void ErrorsSayWhatIsWrong(string link, string message) =>
        Assert.Equal(message, Assert.Throws<BoardException>(() => BoardLink.Read(link)).Message);

    [Fact]
    public void ThereAreBounds()
    {
        string Refusal(string link) => Assert.Throws<BoardException>(() => BoardLink.Read(link).Bind()).Message;
        Assert.Equal("the link has 65,538 characters, and the board takes at most 65,536: a smaller table would do",
            Refusal("e=" + new string('w', 65_536)));
        Assert.Equal("the formula has 4,001 characters, and the board takes at most 4,000: shorten it, or explain it on the command line",
            Refusal("e=" + new string('w', 4_001)));
        Assert.Equal("w has 1,025 numbers, and the board takes at most 1,024: give a smaller array",
            Refusal($"e=sum(w)&w=[{string.Join(',', Enumerable.Repeat(1, 1_025))}]"));
        Assert.Equal("the formula has 301 names, numbers and results, and the board takes at most 300: draw a part of it",
            Refusal($"e=w{string.Concat(Enumerable.Repeat("*w", 300))}"));
        Assert.StartsWith("the formula has 1,050,625 numbers in its results",
            Refusal($"e=sum(w @ transpose(w))&w=[{string.Join(',', Enumerable.Repeat("[1]", 1_024))}]"), StringComparison.Ordinal);
    }

    [Fact]
    public void MissingValuesAreProposed()
    {
        Assert.Equal(1, BoardLink.Read("e=w*x").Bind().Output.Item());
        Assert.Equal(2, BoardLink.Read("e=sum(x @ W)&x=[1,2,3]").Bind().Wrt[0].Rank);
        Assert.Equal([2], [.. BoardLink.Read("e=sum(W @ v)&W=[1,2;3,4]&wrt=v").Bind().Wrt[0].Shape]);
        Assert.StartsWith("z has no value, and what the board proposes does not fit here: ",
            Assert.Throws<BoardException>(() => BoardLink.Read("e=sum(reshape(z, shape=[2, 3]))").Bind()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void StrangersBreakNothing()
    {
        var pieces = Gen.OneOf(Gen.String,
            OneOf("e=", "&", "=", "w", "%", "%2", "%2B", "#", "[", "]", ";", "1e999", "-", ".", "hide=", "step=", "wrt=", "open=", "@",
                "^2", "sum(", ")", "nan", "\uD800"));
        pieces.Array[0, 40].Select(string.Concat).Sample(text =>
        {
            try
            {
                var state = BoardLink.Read(text);
                if (Lesson.Of(state.Bind(), state.Rate) is { Count: < 300 } lesson)
                    lesson.Fold(state.Open).Of(lesson.At(state.Step, state.Hidden));
            }
            catch (Exception e) when (e is BoardException or FormulaException) { }
        });
    }

    private static string Fields(BoardState state) => string.Create(CultureInfo.InvariantCulture,
        $"{state.Formula}|{string.Join(';', state.Values.Select(v => $"{v.Key}={string.Join('x', v.Value.Shape)}:{string.Join(',', v.Value.Data.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}"))}|{string.Join(',', state.Wrt)}|{state.Rate:R}|{state.Step}|{state.Hidden}|{state.Mode}|{state.Program}|{(state.Open is null ? "as by default" : string.Join(',', state.Open))}|{state.Table}");
}
