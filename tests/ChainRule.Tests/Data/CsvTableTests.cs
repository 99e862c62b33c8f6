using System.Globalization;
using System.Text;
using ChainRule.Data;
using CsCheck;

namespace ChainRule.Tests.Data;

/// <summary>Tables: what their columns are, in memory and on disk.</summary>
public sealed class CsvTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private CsvTable Table(string text, params string[] categories) => Tables.Load(folder.Write("data.csv", text), categories);

    private static string Problem(Action action) => Assert.Throws<InvalidDataException>(action).Message;

    [Fact]
    public void Iris_is_read()
    {
        using var table = Tables.Load(Repository.Path("data", "iris.csv"));
        Assert.Equal(150, table.Count);
        Assert.Equal(["sepal_length", "sepal_width", "petal_length", "petal_width", "species"],
            table.Columns.Select(column => column.Name));
        Assert.Equal("Number Number Number Number Category", string.Join(' ', table.Columns.Select(column => column.Kind)));
        Assert.Equal(["setosa", "versicolor", "virginica"], table.Column("species").Categories);
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f, 4.9f], table.Numbers().ToArray<float>()[..5]);
        Assert.Equal(50, table.Classes("species").ToArray<long>().Count(species => species == 1));
    }

    /// <summary>In Latin-1, é is the byte E9 and è E8. Both became U+FFFD, and two categories one.</summary>
    [Fact]
    public void A_table_that_is_not_Utf8_is_refused()
    {
        var cells = folder.Write("cells.csv", Encoding.Latin1.GetBytes("x,c\n1,a\n2,caf\u00e9\n3,caf\u00e8\n"));
        const string Bad = "not valid UTF-8 (byte E9); save the table as UTF-8";
        foreach (var read in new Func<string, CsvTable>[] { path => Tables.Load(path), Tables.Open })
            Assert.EndsWith($"cells.csv:3:2: {Bad}", Problem(() => read(cells).Dispose()), StringComparison.Ordinal);
        var header = folder.Write("header.csv", Encoding.Latin1.GetBytes("x,caf\u00e9\n1,2\n"));
        Assert.EndsWith($"header.csv:1:2: {Bad}", Problem(() => Tables.Load(header).Dispose()), StringComparison.Ordinal);
        using var unicode = Tables.Load(folder.Write("utf16.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("x,caf\u00e9\n1,\u00e8\n")]));
        Assert.Equal(["\u00e8"], unicode.Column("caf\u00e9").Categories);
    }

    /// <summary>.NET reads "5\0" as 5.</summary>
    [Fact]
    public void A_zero_character_is_no_part_of_a_number()
    {
        using var table = Table("x,y\n1,2\n5\0,3\n");
        Assert.Equal((ColumnKind.Category, ColumnKind.Number), (table.Column("x").Kind, table.Column("y").Kind));
        Assert.NotNull(new NumberColumn(0).Add("5\0"u8));
        Assert.EndsWith("data.csv:1:2: the column's name has a zero character, as UTF-16 without a byte-order mark seems to have; save the "
            + "table as UTF-8", Problem(() => Table("x,y\0\n1,2\n")), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_messages_are_short_and_command_no_terminal()
    {
        Assert.EndsWith("data.csv:1:2: the column's name has 1001 characters; at most 1000 are allowed",
            Problem(() => Table($"x,{new string('n', 1001)}\n1,2\n")), StringComparison.Ordinal);
        using var table = Table($"{new string('n', 1000)},\e[31mred\u202e,z\n1,,\e]0;t\a\n");
        Assert.Contains($"there is no column no for this table; the columns are {new string('n', 99)}…, \uFFFD[31mred\uFFFD, z",
            Problem(() => table.Column("no")), StringComparison.Ordinal);
        Assert.Contains("column z does not hold numbers: '\uFFFD]0;t\uFFFD' (line 2) is no number", Problem(() => table.Numbers("z")),
            StringComparison.Ordinal);
    }

    /// <summary>A pipe gives its bytes once; a table is read twice.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_is_read(bool gzipped)
    {
        var (pipe, bytes) = (folder.Special("p"), File.ReadAllBytes(Repository.Path("data", "iris.csv")));
        var cancellation = TestContext.Current.CancellationToken;
        var writing = Task.Run(() => File.WriteAllBytes(pipe, gzipped ? TemporaryFolder.Gzipped(bytes) : bytes), cancellation);
        using var table = await Task.Run(() => Tables.Open(pipe), cancellation);
        await writing;
        Assert.Equal(150, table.Count);
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f, 4.9f], table.Numbers().ToArray<float>()[..5]);
    }

    [Fact]
    public void Digits_are_read()
    {
        using var table = Tables.Load(Repository.Path("data", "digits.csv.gz"), "digit");
        Assert.Equal((1797, 65), (table.Count, table.Columns.Count));
        var digits = table.Classes("digit").ToArray<long>();
        // UCI's description
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180],
            digits.CountBy(digit => digit).OrderBy(pair => pair.Key).Select(pair => pair.Value));
        Assert.Equal((0, "[1797, 64]"), (digits[0], table.Numbers().Shape.ToString()));
        Assert.Equal([0f, 0, 5, 13, 9, 1, 0, 0], table.Numbers().ToArray<float>()[..8]);
        Assert.Equal(4.884164579855314, table.Numbers().ToDoubles().Average(), 1e-9); // computed by another program
    }

    [Fact]
    public void Missing_cells_are_found_and_counted()
    {
        using var table = Table("x,c\n1,a\nNA,b\n\n3,?\nNaN,a\n,null\nn/a,a\nna,b\nnan,\n9,Na\n");
        Assert.Equal((6, 4), (table.Column("x").Missing, table.Column("c").Missing));
        Assert.Equal([3L, 6, 7, 8, 9], table.Column("x").MissingLines);
        Assert.Equal([5L, 7, 10, 11], table.Column("c").MissingLines);
        Assert.Equal([0], table.CompleteRows());
        Assert.Equal([0, 2, 8], table.CompleteRows("x"));
        Assert.Equal((ColumnKind.Number, ColumnKind.Category), (table.Column("x").Kind, table.Column("c").Kind));
        Assert.EndsWith("data.csv: column x: 6 cells missing (lines 3, 6, 7, 8, 9, …)", Problem(() => table.Numbers("x")),
            StringComparison.Ordinal);
        Assert.EndsWith("data.csv: column c: 4 cells missing (lines 5, 7, 10, 11)", Problem(() => table.Classes("c")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_are_found_from_the_cells()
    {
        var rows = Enumerable
            .Range(0, 100)
            .Select(i => FormattableString.Invariant($"{i}.5,name{i},k{i % 3},{(i == 57 ? "oops" : i)},,{i % 2}"));
        using var table = Table("number,name,category,typo,nothing,flag\n" + string.Join('\n', rows), "flag");
        Assert.Equal("Number Text Category Text Text Category", string.Join(' ', table.Columns.Select(column => column.Kind)));
        Assert.Equal("nearly every cell is another text: 100 of 100", table.Column("name").Problem);
        Assert.Equal("'oops' (line 59) is no number, but 99 of 100 cells are", table.Column("typo").Problem);
        Assert.Equal("every cell is missing", table.Column("nothing").Problem);
        Assert.Contains("column typo does not hold numbers: 'oops' (line 59)", Problem(() => table.Numbers("typo")),
            StringComparison.Ordinal);
        Assert.Contains("column number does not hold categories", Problem(() => table.Classes("number")), StringComparison.Ordinal);
        Assert.Contains("there is no column nmuber for numbers; did you mean number?", Problem(() => table.Numbers("nmuber")),
            StringComparison.Ordinal);
        Assert.Contains("there is no column flags for categories; did you mean flag?", Problem(() => Table("x,flag\n1,2\n", "flags")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Categories_that_are_numbers_are_sorted_by_value()
    {
        using var table = Table("c\n10\n9\nb\na\n-1\n", "c");
        Assert.Equal(["-1", "9", "10", "a", "b"], table.Column("c").Categories);
        Assert.Equal([2L, 1, 4, 3, 0], table.Classes("c").ToArray<long>());
    }

    [Theory]
    [InlineData("x,name\n1,a\n2,\"b, \"\"c\"\"\nd\"\n\n3,é\n4,?")]
    [InlineData("\uFEFFx;name\r\n1;a\r\n 2 ; b \r\n\r\n3;a\r\n")]
    [InlineData("sep=;\nx;name\n1;a\n2;b\n")]
    [InlineData("x\tname\n1\ta\n\n\n2\tNA\n")]
    [InlineData("name\na\nb\na")]
    [InlineData("x,name\n\uFEFF1,a\n\uFEFF2,\uFEFFb\n3,c\n")]
    [InlineData("\uFEFF\uFEFFname\n\uFEFFa\nb\n\n\n\uFEFFa")]
    public void Rows_on_disk_are_those_in_memory(string text)
    {
        using var memory = Table(text);
        using var disk = Tables.Open(folder.Path("data.csv"));
        Assert.Equal(memory.Count, disk.Count);
        foreach (var row in Enumerable.Range(0, memory.Count).Reverse()) Assert.Equal(Row(memory, row), Row(disk, row));
        using var gzipped = Tables.Open(folder.Write("data.csv.gz", TemporaryFolder.Gzipped(Encoding.UTF8.GetBytes(text))));
        Assert.Equal(Row(memory, 1), Row(gzipped, 1));
    }

    [Fact]
    public void Any_table_is_the_same_in_memory_and_on_disk() =>
        Gen.Select(Gen.OneOf("1", "-2.5", "", "a", "\"b,c\"", "\"d\ne\"", "?", "é", "\uFEFFa", "\uFEFF"), Gen.Double[-1e9, 1e9],
            (text, number) => $"{text},{number.ToString("R", CultureInfo.InvariantCulture)}\n").Array[1, 60].Sample(rows =>
        {
            var path = folder.Write(Guid.NewGuid().ToString(), "t,x\n" + string.Concat(rows));
            using var memory = Tables.Load(path);
            using var disk = Tables.Open(path);
            Assert.Equal(rows.Length, disk.Count);
            for (var row = 0; row < rows.Length; row++) Assert.Equal(Row(memory, row), Row(disk, row));
            Assert.Equal(rows.Select(row => double.Parse(row[(row.LastIndexOf(',') + 1)..], CultureInfo.InvariantCulture)),
                Enumerable.Range(0, rows.Length).Select(row => Row(disk, row)[1]));
        }, iter: 100);

    [Fact]
    public void A_file_that_changes_is_found()
    {
        using var table = Tables.Open(folder.Write("data.csv", "x,y\n1,2\n3,4\n"));
        folder.Write("data.csv", "x,y\n1");
        Assert.Contains("has changed since it was opened", Problem(() => Row(table, 0)), StringComparison.Ordinal);
        Assert.Contains("has changed since it was opened", Problem(() => Row(table, 1)), StringComparison.Ordinal);
        folder.Write("data.csv", "x,y\n1234,4\n");
        Assert.Contains("has changed since it was opened", Problem(() => Row(table, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_beyond_single_precision_is_not_taken_for_infinity()
    {
        using var table = Table("x,y\n1,1\n2,-1e39\n");
        Assert.EndsWith("data.csv:3:2: column y: '-1e39' is beyond the range of Float32, 3.4e38", Problem(() => table.Numbers()),
            StringComparison.Ordinal);
        Assert.Equal([2, -1e39], Row(table, 1));
    }

    [Fact]
    public void A_long_text_is_no_category()
    {
        using var table = Table($"x,y\n1,{new string('a', 1000)}\n2,b\n");
        Assert.Equal(ColumnKind.Category, table.Column("y").Kind);
        using var longer = Table($"x,y\n1,b\n2,{new string('a', 1001)}\n");
        Assert.Equal((ColumnKind.Text, "a cell of 1001 bytes (line 3) is too long for a category"),
            (longer.Column("y").Kind, longer.Column("y").Problem));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("\"\n")]
    [InlineData(",")]
    public void A_row_without_an_end_does_not_fill_the_memory(string repeated)
    {
        var text = new byte[100_000_000];
        Encoding.ASCII.GetBytes("x,y\n1,2\n3,\"").CopyTo(text, 0);
        text.AsSpan(11).Fill((byte)repeated[^1]);
        if (repeated[0] != '"') text[10] = (byte)'4';
        var path = folder.Write("data.csv.gz", TemporaryFolder.Gzipped(text));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("data.csv.gz:3: ", Problem(() => Tables.Load(path)), StringComparison.Ordinal);
        // All that is taken on the way counts, doubled arrays that are let go again too: five times the 100 MB of the text at most.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000_000);
    }

    [Theory]
    [InlineData("1,2\n")]
    [InlineData("1,\n")]
    public void A_gzipped_table_has_no_more_cells_than_its_limit(string row)
    {
        var text = Encoding.UTF8.GetBytes("x,y\n" + string.Concat(Enumerable.Repeat(row, 1000)));
        var (plain, packed) = (folder.Write("plain.csv", text), folder.Write("data.csv.gz", TemporaryFolder.Gzipped(text)));
        var cancellation = TestContext.Current.CancellationToken;
        using var whole = CsvTable.Load(packed, maxPackedBytes: 16_000, cancellation: cancellation);
        using var unpacked = CsvTable.Load(plain, maxPackedBytes: 8, cancellation: cancellation);
        Assert.Equal((1000, 1000), (whole.Count, unpacked.Count));
        foreach (var read in new Func<CsvTable>[] { () => CsvTable.Load(packed, maxPackedBytes: 15_999, cancellation: cancellation),
            () => CsvTable.Open(packed, maxPackedBytes: 15_999, cancellation: cancellation) })
            Assert.EndsWith(
                "data.csv.gz:1001: the cells of a gzipped table may take 15999 bytes of memory, and these take more; unpack the file "
                + "first, as with gunzip", Problem(() =>
                    read().Dispose()), StringComparison.Ordinal);
        using var file = CsvFile.Open(packed);
        Assert.Contains("data.csv.gz:11: the cells of a gzipped table may take 72 bytes",
            Problem(() => file.Read([new NumberColumn(0)], 72, cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_tables_take_memory_by_their_cells()
    {
        long Allocated(int columns)
        {
            var header = string.Join(',', Enumerable.Range(0, columns).Select(i => $"c{i}"));
            var row = string.Join(',', Enumerable.Range(0, columns).Select(i => $"{i}.5"));
            var path = folder.Write("wide.csv", $"{header},y\n{row},1\n{row},2.5\n{row},3\n");
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var table = Tables.Load(path);
            TableEncoding.Fit(table, "y").Encode(table).ToMemory();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Allocated(1000);
        Assert.InRange(Allocated(20_000), 0, 6.0 * Allocated(5000));
    }

    [Fact]
    public void Bad_files_are_refused()
    {
        Assert.Throws<FileNotFoundException>(() => Tables.Load(folder.Path("no.csv")));
        Assert.Contains("data.csv:3: this row has 1 cell, but the header has 2 cells", Problem(() => Table("x,y\n1,2\n3\n")),
            StringComparison.Ordinal);
        var packed = TemporaryFolder.Gzipped(
            Encoding.UTF8.GetBytes("x,y\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},{i * 7919 % 10007}\n"))));
        Assert.Contains("cut.csv.gz cannot be read: the gzipped file ends after",
            Problem(() => Tables.Load(folder.Write("cut.csv.gz", packed.AsSpan(0, packed.Length / 2)))), StringComparison.Ordinal);
        Assert.Contains("is UTF-16",
            Problem(() => Tables.Open(folder.Write("wide.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("x,y\n1,2\n")]))),
            StringComparison.Ordinal);
        using var table = Table("x\n1\n");
        Assert.Throws<ArgumentOutOfRangeException>(() => Row(table, 1));
    }

    [Fact]
    public void Any_bytes_are_a_table_or_refused() =>
        Gen.Select(Gen.OneOf("a,b\n", "x;\"y\"\n", "", "\"", "sep=,\n"), Gen.Byte.Array[0, 60], Gen.Bool).Sample((head, bytes, gzipped) =>
    {
        byte[] all = [.. Encoding.ASCII.GetBytes(head), .. bytes];
        if (gzipped)
        {
            all = TemporaryFolder.Gzipped(all);
            if (bytes.Length > 0) all[bytes[0] % all.Length] = bytes[^1];
        }
        try
        {
            using var table = Tables.Open(folder.Write(Guid.NewGuid().ToString(), all));
            Row(table, table.Count - 1);
        }
        catch (InvalidDataException)
        {
        }
    }, iter: 1000);

    private static double[] Row(CsvTable table, int row)
    {
        var cells = new double[table.Columns.Count];
        table.Read(row, cells);
        return cells;
    }
}
