using System.Text;
using ChainRule.Training;

namespace ChainRule.Tests.Training.Data;

/// <summary>Texts by the character.</summary>
public sealed class TextDatasetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_vocabulary_is_the_sorted_characters()
    {
        var vocabulary = new CharVocabulary("banana 🍌 é");
        Assert.Equal((" abné🍌", 6), (vocabulary.Characters, vocabulary.Count));
        Assert.Equal([2L, 1, 3, 5], vocabulary.Encode("ban🍌"));
        Assert.Equal("🍌 nab", vocabulary.Decode(5, 0, 3, 1, 2));
        Assert.Equal(vocabulary.Characters, new CharVocabulary(vocabulary.Characters).Characters);
    }

    [Fact]
    public void Unknown_characters_are_named_or_replaced()
    {
        var vocabulary = new CharVocabulary("abc");
        Assert.StartsWith("the vocabulary of 3 characters does not have U+000A, 'd' (U+0064), 'é' (U+00E9)",
            Assert.Throws<ArgumentException>(() => vocabulary.Encode("éddd\na")).Message, StringComparison.Ordinal);
        Assert.Contains("and 16 more", Assert.Throws<ArgumentException>(() => vocabulary.Encode("ABCDEFGHIJKLMNOPQRSTUVWXYZ")).Message,
            StringComparison.Ordinal);
        Assert.Equal([0L, 1, 1, 2], new CharVocabulary("abc", new Rune('b')).Encode("adéc"));
        Assert.Throws<ArgumentException>(() => new CharVocabulary("abc", new Rune('d')));
        Assert.Throws<ArgumentException>(() => new CharVocabulary(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode(3));
    }

    [Fact]
    public void Targets_are_the_inputs_shifted_by_one()
    {
        var data = new TextDataset("abcdefgh", 3);
        Assert.Equal(2, data.Count);
        var arrays = data.ToMemory().Arrays;
        Assert.Equal("abcdef", data.Vocabulary.Decode(arrays[0].ToArray<long>()));
        Assert.Equal("bcdefg", data.Vocabulary.Decode(arrays[1].ToArray<long>()));
        var close = new TextDataset("abcdefgh", 3, stride: 1);
        Assert.Equal(5, close.Count);
        Assert.Equal("efgfgh", close.Vocabulary.Decode([.. close[4..].ToMemory().Arrays.SelectMany(array => array.ToArray<long>())]));
        Assert.Throws<ArgumentException>(() => new TextDataset("abc", 3));
        Assert.Equal(1, new TextDataset("abcd", 3).Count);
    }

    [Fact]
    public void Moby_dick_is_read()
    {
        var data = TextDataset.Open(Repository.Path("data", "moby-dick.txt.gz"), 64);
        Assert.Equal((1_189_652, 81), (data.Characters, data.Vocabulary.Count)); // counted by another program
        var batch = data.Allocate(1);
        data.Read([0], batch);
        Assert.Equal("Chapter 1. Loomings.\n\nCall me Ishmael. Some years ago—never mind", data.Vocabulary.Decode(batch[0].AsSpan<long>()));
        data.Read([data.Count - 1], batch);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_its_text(bool gzipped)
    {
        // Longer than a chunk, with a character of two halves across its end.
        var text = new string('x', 65_535) + "🍌" + new string('y', 70_000) + "\r\n";
        var bytes = Encoding.UTF8.GetBytes(text);
        var data = TextDataset.Open(folder.Write("text", gzipped ? TemporaryFolder.Gzipped(bytes) : bytes), 65_000, stride: 1);
        Assert.Equal("\n\rxy🍌", data.Vocabulary.Characters);
        Assert.Equal(text.EnumerateRunes().Count(), data.Characters);
        var part = data[^1..].ToMemory().Arrays[1].ToArray<long>();
        Assert.Equal(text[^65_000..], data.Vocabulary.Decode(part));
        Assert.Equal("x🍌y", data.Vocabulary.Decode([.. data[600..601].ToMemory().Arrays[0].ToArray<long>()[64_934..64_937]]));
    }

    [Fact]
    public void A_file_says_what_is_wrong_with_it()
    {
        string Problem(string name, byte[] bytes, CharVocabulary? vocabulary = null) =>
            Assert.Throws<InvalidDataException>(() => TextDataset.Open(folder.Write(name, bytes), 3, vocabulary)).Message;
        Assert.Contains("latin is not a text in UTF-8", Problem("latin", [0x61, 0xE9, 0x61, 0x61, 0x61]), StringComparison.Ordinal);
        Assert.Contains("short: 3 characters are too few", Problem("short", "abc"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("empty: 0 characters are too few", Problem("empty", []), StringComparison.Ordinal);
        Assert.EndsWith("other: the vocabulary of 2 characters does not have 'c' (U+0063), 'd' (U+0064)",
            Problem("other", "abcd"u8.ToArray(), new CharVocabulary("ab")), StringComparison.Ordinal);
        var packed = TemporaryFolder.Gzipped(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000))));
        Assert.Contains("damaged", Problem("damaged", [.. packed[..200], .. new byte[50], .. packed[250..]]), StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => TextDataset.Open(folder.Path("no"), 3));
    }

    [Fact]
    public void A_cut_gzip_file_is_found()
    {
        var packed = TemporaryFolder.Gzipped(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000))));
        for (var length = 3; length < packed.Length; length++)
            Assert.Throws<InvalidDataException>(() => TextDataset.Open(folder.Write("cut", packed.AsSpan(0, length)), 3));
    }
}
