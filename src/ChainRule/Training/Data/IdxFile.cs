using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace ChainRule.Training;

/// <summary>
/// An array of numbers in the IDX format, that of MNIST: two zero bytes, the type, the count of axes, their sizes as big-endian
/// 32-bit numbers, then the elements. A plain file is read from disk when it is asked for; a gzipped one is unpacked into memory, as
/// bytes.
/// </summary>
internal sealed class IdxFile : IDisposable
{
    private const int MaxAxes = 8;
    private readonly SafeFileHandle? file;
    private readonly byte[] unpacked = [];
    private readonly int start;

    private IdxFile(IdxElements elements, int[] sizes, int start, SafeFileHandle file) =>
        (Elements, Sizes, this.start, this.file) = (elements, sizes, start, file);

    private IdxFile(IdxElements elements, int[] sizes, byte[] unpacked) => (Elements, Sizes, this.unpacked) = (elements, sizes, unpacked);

    /// <summary>How numbers are written.</summary>
    public IdxElements Elements { get; }

    /// <summary>The sizes along the axes; the first one counts the examples.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>How many bytes an example has.</summary>
    public int ExampleBytes => (int)ByteCount(Elements, Sizes.Skip(1));

    /// <summary>Opens a file and checks that its header fits its length.</summary>
    /// <exception cref="InvalidDataException">The file is no IDX file, is cut off, goes on after its end, or is damaged.</exception>
    public static IdxFile Open(string path)
    {
        try
        {
            var input = InputFile.Of(path);
            using var stream = input.OpenRead();
            var (elements, sizes) = ReadHeader(stream);
            if (sizes[0] > 0 && Array.IndexOf(sizes, 0) is > 0 and var none)
                throw new InvalidDataException($"an example has no elements: axis {none} has size 0");
            var (start, expected) = (4 + 4 * sizes.Length, ByteCount(elements, sizes));
            if (ByteCount(elements, sizes.Skip(1)) > Array.MaxLength)
                throw new InvalidDataException(
                    $"an example of sizes {string.Join('×', sizes.Skip(1).Select(size => $"{size}"))} is too large");
            if (input.IsPacked || input.IsKept) return new(elements, sizes, Unpack(stream, expected, input.Length));
            if (input.Length - start != expected) throw WrongLength($"{input.Length - start}", expected);
            return new(elements, sizes, start, File.OpenHandle(path));
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Copies the bytes of an example. May be called by several threads.</summary>
    /// <exception cref="EndOfStreamException">The file has become shorter since it was opened.</exception>
    public void Read(int example, Span<byte> bytes)
    {
        var offset = (long)example * bytes.Length;
        if (file is null) unpacked.AsSpan((int)offset, bytes.Length).CopyTo(bytes);
        else ReadFile(file, start + offset, bytes);
    }

    public void Dispose() => file?.Dispose();

    private static void ReadFile(SafeFileHandle file, long offset, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(file, bytes, offset);
            if (read == 0) throw new EndOfStreamException("the IDX file has become shorter since it was opened");
            bytes = bytes[read..];
            offset += read;
        }
    }

    private static (IdxElements Elements, int[] Sizes) ReadHeader(Stream stream)
    {
        Span<byte> magic = stackalloc byte[4];
        if (stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false) < 4)
            throw new InvalidDataException("the file is too short for an IDX file");
        if (magic is not [0, 0, var type, > 0 and <= MaxAxes and var axes])
            throw new InvalidDataException(
                $"an IDX file begins with 00 00, a type and 1 to {MaxAxes} axes, but this one with {Convert.ToHexString(magic)}");
        var elements = IdxElements.Of(type);
        var sizes = new int[axes];
        for (var axis = 0; axis < sizes.Length; axis++) sizes[axis] = ReadSize(stream, axis);
        return (elements, sizes);
    }

    private static int ReadSize(Stream stream, int axis)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (stream.ReadAtLeast(bytes, 4, throwOnEndOfStream: false) < 4) throw new InvalidDataException("the file ends within its header");
        var size = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return size >= 0 ? size : throw new InvalidDataException($"axis {axis} has size {(uint)size}, which is too large");
    }

    private static byte[] Unpack(Stream stream, long expected, long packedLength)
    {
        if (expected > packedLength * InputFile.MaxExpansion) throw WrongLength("fewer", expected); // before so much memory is taken
        if (expected > Array.MaxLength)
            throw new InvalidDataException($"{expected} bytes are too many for memory; unpack the file, then it is read from disk");
        var bytes = new byte[expected];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < expected) throw WrongLength($"{read}", expected);
        return stream.ReadByte() < 0 ? bytes : throw WrongLength("more", expected);
    }

    private static InvalidDataException WrongLength(string bytes, long expected) =>
        new($"the header announces {expected} bytes of elements, but there are {bytes}; the file is cut off or damaged");

    private static long ByteCount(IdxElements elements, IEnumerable<int> sizes)
    {
        var all = sizes.ToList();
        if (all.Contains(0)) return 0;
        var bytes = all.Aggregate((Int128)elements.Size, (product, size) => Int128.Min(product * size, long.MaxValue));
        return (long)bytes;
    }
}
