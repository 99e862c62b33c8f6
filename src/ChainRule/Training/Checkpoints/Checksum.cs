using System.Security.Cryptography;
using System.Text;

namespace ChainRule.Training;

/// <summary>The checksum of a file: SHA-256 over the header, its own digits taken as zeros, and the data.</summary>
internal sealed class Checksum : IDisposable
{
    /// <summary>How many hexadecimal digits it has.</summary>
    public const int Digits = 2 * SHA256.HashSizeInBytes;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>What stands in its place while it is worked out.</summary>
    public static string Zeros { get; } = new('0', Digits);

    public void Add(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

    /// <summary>Its digits, in the order of the file.</summary>
    public byte[] Result() => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));

    public void Dispose() => hash.Dispose();
}
