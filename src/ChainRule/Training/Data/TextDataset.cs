using System.Text;
using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>
/// A text as examples for a model that foretells the next character: inputs, Int64 [length], and targets, the same shifted by one.
/// The text is held in memory with 2 bytes a character, and may have up to 2³¹ characters or so.
/// </summary>
public sealed class TextDataset : Dataset
{
    private readonly ushort[] tokens;
    private readonly int length;
    private readonly int stride;

    /// <summary>The windows of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">How many characters an example has.</param>
    /// <param name="vocabulary">The numbers of the characters; those of the text's own where none is given.</param>
    /// <param name="stride">
    /// How far apart examples begin; <paramref name="length"/> where it is not given, so that each character is foretold once.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The text is too short for an example, or has a character that the vocabulary does not have.
    /// </exception>
    public TextDataset(string text, int length, CharVocabulary? vocabulary = null, int? stride = null)
        : this(Tokens(text, ref vocabulary), vocabulary!, length, stride) { }

    private TextDataset(ushort[] tokens, CharVocabulary vocabulary, int length, int? stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride ?? 1, nameof(stride));
        if (tokens.Length <= length)
            throw new ArgumentException($"a text of {tokens.Length} characters is too short for an example of {length} and the one after",
                nameof(length));
        (this.tokens, Vocabulary, this.length, this.stride) = (tokens, vocabulary, length, stride ?? length);
        Columns = [new(DType.Int64, [length]), new(DType.Int64, [length])];
    }

    /// <inheritdoc/>
    public override int Count => (tokens.Length - 1 - length) / stride + 1;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Columns { get; }

    /// <summary>The characters and their numbers.</summary>
    public CharVocabulary Vocabulary { get; }

    /// <summary>How many characters the text has.</summary>
    public int Characters => tokens.Length;

    /// <summary>Reads a text file in UTF-8, plain or gzipped, and makes windows of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">How many characters an example has.</param>
    /// <param name="vocabulary">The numbers of the characters; those of the text's own where none is given.</param>
    /// <param name="stride">How far apart examples begin; <paramref name="length"/> where it is not given.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, is not UTF-8, is too long or too short, or has a character that the vocabulary does not have.
    /// </exception>
    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    public static TextDataset Open(string path, int length, CharVocabulary? vocabulary = null, int? stride = null)
    {
        var file = InputFile.Of(path);
        var text = TextFile.Count(file);
        if (text.Characters <= length)
            throw new InvalidDataException(
                $"{path}: {text.Characters} characters are too few for an example of {length} and the one after");
        if (text.Characters > Array.MaxLength)
            throw new InvalidDataException($"{path}: {text.Characters} characters are too many; {Array.MaxLength} fit");
        vocabulary ??= new CharVocabulary(text.Different, null);
        if (vocabulary.Unknown(text.Different) is { } problem) throw new InvalidDataException($"{path}: {problem}");
        var tokens = new ushort[text.Characters];
        var next = 0;
        foreach (var rune in TextFile.Runes(file)) tokens[next++] = vocabulary.NumberOf(rune);
        return new(tokens, vocabulary, length, stride);
    }

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<int> examples, IReadOnlyList<TensorData> batch, int pass = 0)
    {
        Check(examples, batch);
        for (var i = 0; i < examples.Length; i++)
        {
            Copy(examples[i] * stride, batch[0].AsMutableSpan<long>().Slice(i * length, length));
            Copy(examples[i] * stride + 1, batch[1].AsMutableSpan<long>().Slice(i * length, length));
        }
    }

    private void Copy(int start, Span<long> numbers)
    {
        for (var i = 0; i < numbers.Length; i++) numbers[i] = tokens[start + i];
    }

    private static ushort[] Tokens(string text, ref CharVocabulary? vocabulary)
    {
        vocabulary ??= new CharVocabulary(text);
        return [.. vocabulary.Encode(text).Select(number => (ushort)number)];
    }
}
