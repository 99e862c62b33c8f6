namespace ChainRule.Cli;

/// <summary>A standard stream whose failures say which stream it is.</summary>
/// <param name="inner">What is read or written; null where it is closed.</param>
/// <param name="complaint">The beginning of the message about a failure; null to ignore failures.</param>
internal sealed class GuardedStream(Stream? inner, string? complaint) : Stream
{
    public override bool CanRead => inner?.CanRead ?? true;

    public override bool CanWrite => inner?.CanWrite ?? true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = 0;
        Try(stream => read = stream.Read(buffer, offset, count));
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => Try(stream => stream.Write(buffer, offset, count));

    public override void Flush() { } // the console's streams hold nothing back

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Try(Action<Stream> action)
    {
        try
        {
            action(inner ?? throw new IOException("it is closed"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (complaint is not null) throw new IOException($"{complaint}: {e.Message}", e);
        }
    }
}
