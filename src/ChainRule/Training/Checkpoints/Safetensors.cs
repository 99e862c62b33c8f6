namespace ChainRule.Training;

/// <summary>
/// Named tensors and notes in one file, in the format of Hugging Face's safetensors, which PyTorch's world reads and writes: the length
/// of a header, the header as JSON, the numbers. What is written here carries a checksum over all of it,
/// which finds any damage, but is no seal: who means to can take it out. Files from elsewhere load without.
/// </summary>
public sealed class Safetensors
{
    internal const string MetadataName = "__metadata__";
    internal const string ReservedPrefix = "chainrule.";

    /// <summary>What a file is to hold, in this order.</summary>
    /// <param name="tensors">The tensors by name; they are not copied.</param>
    /// <param name="metadata">Notes.</param>
    /// <exception cref="ArgumentException">A name is there twice, or is one that the format keeps for itself.</exception>
    public Safetensors(IEnumerable<(string Name, TensorData Data)> tensors, IEnumerable<(string Name, string Text)>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var named = new OrderedDictionary<string, TensorData>();
        foreach (var (name, data) in tensors)
            if (name == MetadataName) throw new ArgumentException($"no tensor can be named '{name}'", nameof(tensors));
            else if (!named.TryAdd(name, data)) throw new ArgumentException($"two tensors are named '{name}'", nameof(tensors));
        var notes = new OrderedDictionary<string, string>();
        foreach (var (name, text) in metadata ?? [])
            if (!notes.TryAdd(name, text)) throw new ArgumentException($"two notes are named '{name}'", nameof(metadata));
        (Tensors, Metadata) = (named, notes);
    }

    /// <summary>The tensors by name, in the order of the file.</summary>
    public IReadOnlyDictionary<string, TensorData> Tensors { get; }

    /// <summary>The notes by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// Reads a file. F16 and BF16 become Float32; integers of fewer than 64 bits become Int64. All of it is checked first: the header, each
    /// tensor's type, shape and place, and the checksum, if there is one.
    /// </summary>
    /// <exception cref="CheckpointException">
    /// The file is not a safetensors file, is a pipe, or was cut off or changed; the message says where.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read, or there is none.</exception>
    public static Safetensors Read(string path) => SafetensorsReader.Read(path);

    /// <summary>Writes the file, whole or not at all (<see cref="AtomicFile"/>).</summary>
    /// <exception cref="ArgumentException">
    /// A note's name begins with <c>chainrule.</c>, where the checksum is; or the file could not be read: it has more than 100,000 tensors
    /// or notes, a name of more than 4,096 bytes, a note of more than 50 MB, or all names and notes together have more than 100 MB.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path)
    {
        if (Metadata.Keys.FirstOrDefault(name => name.StartsWith(ReservedPrefix, StringComparison.Ordinal)) is { } reserved)
            throw new ArgumentException($"the note '{reserved}' begins with '{ReservedPrefix}', where the checksum is");
        AtomicFile.Write(path, stream => SafetensorsWriter.Write(this, stream));
    }
}
