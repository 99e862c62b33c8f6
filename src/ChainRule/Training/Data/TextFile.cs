using System.Text;

namespace ChainRule.Training;

/// <summary>A text file in UTF-8, plain or gzipped, character by character.</summary>
internal static class TextFile
{
    private const int ChunkSize = 1 << 16;

    /// <summary>How many characters there are, and which.</summary>
    public static (long Characters, HashSet<Rune> Different) Count(InputFile file)
    {
        var (characters, different) = (0L, new HashSet<Rune>());
        foreach (var rune in Runes(file))
        {
            characters++;
            different.Add(rune);
        }
        return (characters, different);
    }

    /// <exception cref="InvalidDataException">The file is damaged, or is not UTF-8.</exception>
    public static IEnumerable<Rune> Runes(InputFile file)
    {
        using var reader = new StreamReader(file.OpenRead(), new UTF8Encoding(false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: false);
        var chunk = new char[ChunkSize];
        for (var kept = 0; Fill(file.Path, reader, chunk, kept) is > 0 and var filled;)
        {
            // A character of two halves may be cut in two by the chunk.
            kept = char.IsHighSurrogate(chunk[filled - 1]) ? 1 : 0;
            for (var i = 0; i < filled - kept;)
            {
                Rune.DecodeFromUtf16(chunk.AsSpan(i, filled - kept - i), out var rune, out var used);
                yield return rune;
                i += used;
            }
            chunk[0] = chunk[filled - 1];
        }
    }

    private static int Fill(string path, StreamReader reader, char[] chunk, int kept)
    {
        try
        {
            return kept + reader.ReadBlock(chunk.AsSpan(kept));
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{path} is not a text in UTF-8: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path} is damaged: {e.Message}", e);
        }
    }
}
