using System.Buffers.Binary;
using System.IO.Compression;

namespace ChainRule.Training;

/// <summary>
/// Unpacks a gzipped file, and makes sure that it is whole: .NET's own stream ends without a word where a file was cut off. A gzipped
/// file ends with the count of its unpacked bytes, modulo 2³² (RFC 1952).
/// </summary>
internal sealed class GunzipStream : Stream
{
    private readonly GZipStream stream;
    private readonly uint announced;
    private uint unpacked;

    public GunzipStream(FileStream file)
    {
        Span<byte> end = stackalloc byte[4];
        if (file.Length >= end.Length) RandomAccess.Read(file.SafeFileHandle, end, file.Length - end.Length);
        (stream, announced) = (new GZipStream(file, CompressionMode.Decompress), BinaryPrimitives.ReadUInt32LittleEndian(end));
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="InvalidDataException">The file is damaged or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = stream.Read(buffer);
        unpacked += (uint)read;
        return read > 0 || buffer.IsEmpty || unpacked == announced ? read : throw new InvalidDataException(
            $"the gzipped file ends after {unpacked} bytes, but announces {announced}; it is cut off, or several gzipped files in one: "
            + $"unpack it first");
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
