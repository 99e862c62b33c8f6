namespace ChainRule.Data;

/// <summary>
/// A file that is never read beyond its end. The decoder skips segments by seeking, and asks whether its position is at the end; with a
/// damaged length it would go past that and then read for ever.
/// </summary>
internal sealed class SeekLimitedStream(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
{
    public override long Seek(long offset, SeekOrigin origin)
    {
        var place = base.Seek(offset, origin);
        return place > Length ? base.Seek(0, SeekOrigin.End) : place;
    }
}
