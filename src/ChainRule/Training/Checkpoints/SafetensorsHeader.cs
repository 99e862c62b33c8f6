using ChainRule.Formulas;

namespace ChainRule.Training;

/// <summary>
/// What a header says of one tensor: its bytes lie from <paramref name="Begin"/> to before <paramref name="End"/>, counted from the
/// header's end.
/// </summary>
internal sealed record StoredTensor(string Name, StoredType Type, Shape Shape, long Begin, long End);

/// <summary>A header's contents, of which each tensor by itself is sound.</summary>
/// <param name="Tensors">The tensors.</param>
/// <param name="Metadata">The notes.</param>
/// <param name="Checksum">Where the checksum's digits lie in the header; nothing, where it has none.</param>
internal sealed record SafetensorsHeader(IReadOnlyList<StoredTensor> Tensors, IReadOnlyList<(string Name, string Text)> Metadata,
    Range? Checksum)
{
    /// <summary>
    /// The most tensors and the most notes of a file. Each takes up to a kilobyte in memory, were it only ten bytes in the file. Models of
    /// hundreds of billions of parameters have fewer than that in all of their files.
    /// </summary>
    public const int MaxEntries = 100_000;

    /// <summary>The longest name, in bytes of the header.</summary>
    public const int LongestName = 4096;

    /// <summary>The longest note, in bytes of the header: as text it takes several times as much.</summary>
    public const int LongestNote = 50_000_000;

    /// <summary>The longest header, in bytes: as in the reference implementation.</summary>
    public const int Longest = 100_000_000;

    public const string ChecksumNote = Safetensors.ReservedPrefix + "sha256";
    public const string FormatNote = Safetensors.ReservedPrefix + "format";

    /// <summary>The notes of the user's own.</summary>
    public IEnumerable<(string Name, string Text)> Notes => Metadata.Where(note => !IsOurs(note.Name));

    /// <summary>The tensors as they lie in the file, from the first byte of data to the last without holes.</summary>
    /// <exception cref="CheckpointException">They do not lie so.</exception>
    public IReadOnlyList<StoredTensor> Laid(string path, long dataLength)
    {
        // Where a checksum was, there is one still.
        if (Checksum is null && Metadata.Any(note => IsOurs(note.Name)))
            throw new CheckpointException(path, $"its checksum '{ChecksumNote}' is missing or malformed");
        StoredTensor[] laid = [.. Tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End)];
        var end = 0L;
        foreach (var tensor in laid)
        {
            if (tensor.Begin != end)
                throw new CheckpointException(path,
                    $"tensor '{TokenText.Name(tensor.Name)}' begins at byte {tensor.Begin}, where byte {end} was expected: "
                    + $"tensors {(tensor.Begin < end ? "overlap" : "leave a hole")}");
            end = tensor.End;
        }
        if (end != dataLength)
            throw new CheckpointException(path,
                $"its tensors take {end} bytes, but {dataLength} follow the header: the file "
                + $"was {(end > dataLength ? "cut off" : "made longer")}");
        return laid;
    }

    private static bool IsOurs(string note) => note.StartsWith(Safetensors.ReservedPrefix, StringComparison.Ordinal);
}
