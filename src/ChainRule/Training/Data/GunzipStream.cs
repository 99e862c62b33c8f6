using System.Buffers.Binary;
using System.IO.Compression;

namespace ChainRule.Training;

/// <summary>
/// Unpacks a gzipped file, and makes sure that it is whole: .NET's own stream ends without a word where a file was cut off. A gzipped
/// file ends with the count of its unpacked bytes, modulo 2³² (RFC 1952).
/// </summary>
internal sealed class GunzipStream : Stream
{
    private const int Shortest = 18; // bytes: a header of 10, a trailer of 8
    private readonly GZipStream stream;
    private readonly uint announced;
    private readonly bool isTooShort;
    private uint unpacked;

    /// <param name="file">The gzipped bytes, at their beginning; they can seek.</param>
    public GunzipStream(Stream file)
    {
        isTooShort = file.Length < Shortest;
        if (!isTooShort) announced = Announced(file);
        stream = new GZipStream(file, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="InvalidDataException">The file is damaged or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (isTooShort) throw new InvalidDataException("the gzipped file is cut off within its header");
        var read = Unpack(buffer);
        unpacked += (uint)read;
        return read > 0 || buffer.IsEmpty || unpacked == announced ? read : throw new InvalidDataException(
            $"the gzipped file ends after {unpacked} bytes, but announces {announced}; it is cut off, or several gzipped files in one: "
            + $"unpack it first");
    }

    private int Unpack(Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (InvalidDataException e) // whose message speaks of an unsupported method, even where a checksum is wrong
        {
            throw new InvalidDataException("the gzipped file is damaged: it cannot be unpacked, or not to what its checksum says", e);
        }
    }

    private static uint Announced(Stream file)
    {
        Span<byte> end = stackalloc byte[sizeof(uint)];
        file.Seek(-end.Length, SeekOrigin.End);
        file.ReadExactly(end);
        file.Position = 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(end);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) stream.Dispose();
        base.Dispose(disposing);
    }
}
