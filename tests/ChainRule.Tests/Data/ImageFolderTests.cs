using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ChainRule.Data;
using ChainRule.Training;
using CsCheck;

namespace ChainRule.Tests.Data;

/// <summary>Images in folders: small files made by hand or by another program.</summary>
public sealed class ImageFolderTests : IDisposable
{
    /// <summary>PNG, 2×2: red, green / blue, (51, 102, 153); written by Python's zlib and struct.</summary>
    internal static readonly byte[] Colours = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFElEQVR4nGP4z8DAAMIM/43TZgIAG/IEMIkJzIgAAAAASUVORK5CYII=");

    /// <summary>PNG, 3×1, grey: 0, 51, 255.</summary>
    internal static readonly byte[] Grey = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAAAAAA+i0toAAAADElEQVR4nGNgMP4PAAFpATPE7yvwAAAAAElFTkSuQmCC");

    /// <summary>
    /// JPEG, 8×8, grey: one block whose mean is 51 above 128 (quantizer 8, DC 51 in category 6 with code 0, end of block with code 0).
    /// </summary>
    internal static readonly byte[] Jpeg =
    [
        0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)8, 64),
        0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0,
        0xFF, 0xC4, 0, 20, 0x00, 1, .. new byte[15], 6, 0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0b0_110011_0, 0xFF, 0xD9,
    ];

    /// <summary>BMP, 2×2, grey levels 1, 2 / 3, 4 times 10; rows from the bottom up, blue first, padded to 4 bytes.</summary>
    internal static readonly byte[] Bmp =
    [
        .. "BM"u8, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0, .. new byte[24],
        30, 30, 30, 40, 40, 40, 0, 0, 10, 10, 10, 20, 20, 20, 0, 0,
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static float[] Pixels(Dataset data, int example) => data[example..(example + 1)].ToMemory().Arrays[0].ToArray<float>();

    [Fact]
    public void A_folder_is_a_class()
    {
        folder.Write("images/dog/b.png", Colours);
        folder.Write("images/cat/2.PNG", Colours);
        folder.Write("images/cat/10.png", Colours);
        folder.Write("images/cat/notes.txt", "passed over");
        folder.Write("images/readme.png", "no folder, no class");
        var data = new ImageFolder(folder.Path("images"));
        Assert.Equal(["cat", "dog"], data.Classes);
        Assert.Equal(["10.png", "2.PNG", "b.png"], Enumerable.Range(0, data.Count).Select(i => Path.GetFileName(data.PathOf(i))));
        Assert.Equal("Float32 [3, 2, 2], Int64 []", string.Join(", ", data.Columns));
        Assert.Equal([0L, 0, 1], data.ToMemory().Arrays[1].ToArray<long>());
        Assert.Equal([1f, 0, 0, 0.2f, 0, 1, 0, 0.4f, 0, 0, 1, 0.6f], Pixels(data, 0));
    }

    [Fact]
    public void Each_format_is_decoded()
    {
        folder.Write("png/a/1.png", Grey);
        Assert.Equal([0f, 0.2f, 1], Pixels(new ImageFolder(folder.Path("png"), channels: 1), 0));
        folder.Write("bmp/a/1.bmp", Bmp);
        Assert.Equal([10 / 255f, 20 / 255f, 30 / 255f, 40 / 255f], Pixels(new ImageFolder(folder.Path("bmp"), channels: 1), 0));
        folder.Write("jpeg/a/1.jpeg", Jpeg);
        Assert.Equal(Enumerable.Repeat(179 / 255f, 3 * 64), Pixels(new ImageFolder(folder.Path("jpeg")), 0));
    }

    [Fact]
    public void Images_are_resized_where_that_is_asked_for()
    {
        folder.Write("images/a/1.bmp", Bmp);
        folder.Write("images/a/2.png", Grey);
        var data = new ImageFolder(folder.Path("images"), 1, (4, 4));
        // The example of PyTorch's documentation of Upsample, bilinear, align_corners=False.
        double[] expected = [1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4];
        Assert.Equal(expected, Pixels(data, 0).Select(pixel => Math.Round(pixel * 25.5, 5)));
        Assert.Equal(16, Pixels(data, 1).Length);
        var error = Assert.Throws<InvalidDataException>(() => new ImageFolder(folder.Path("images"), 1).ToMemory());
        Assert.EndsWith("2.png has 3×1 pixels, but the first image 2×2; give a size that all are brought to", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_named()
    {
        Assert.Throws<DirectoryNotFoundException>(() => new ImageFolder(folder.Path("no")));
        Directory.CreateDirectory(folder.Path("empty", "a"));
        Assert.Contains("has no images in folders",
            Assert.Throws<InvalidDataException>(() => new ImageFolder(folder.Path("empty"))).Message, StringComparison.Ordinal);
        folder.Write("bad/a/1.png", Colours);
        folder.Write("bad/a/2.png", Encoding.ASCII.GetBytes("not an image"));
        var data = new ImageFolder(folder.Path("bad"));
        Assert.Contains($"{Path.Combine("a", "2.png")} cannot be decoded as an image",
            Assert.Throws<InvalidDataException>(() => data.ToMemory()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageFolder(folder.Path("bad"), channels: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageFolder(folder.Path("bad"), size: (0, 1)));
    }

    [Fact]
    public void A_small_file_that_claims_a_huge_image_is_refused_at_once()
    {
        byte[] bmp = [.. Bmp, .. new byte[154 - Bmp.Length]];
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), 30_000);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), 20_000);
        byte[] png = [.. Grey], jpeg = [.. Jpeg];
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 10_001);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 10_000);
        var size = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]) + 5;
        BinaryPrimitives.WriteInt32BigEndian(jpeg.AsSpan(size), (20_000 << 16) | 30_000);
        Refused("bmp", bmp, "it claims 30000×20000 pixels, which do not fit into 154 bytes; it is cut off");
        Refused("png", png, "it has 10001×10000 pixels, more than 100000000; maxPixels sets another limit");
        Refused("jpg", jpeg, "it has 30000×20000 pixels, more than 100000000; maxPixels sets another limit");
        Refused("gif", [.. "GIF89a"u8, .. new byte[100]], "it is no PNG, JPEG or BMP");
        folder.Write("two/a/1.png", Colours);
        Assert.Single(new ImageFolder(folder.Path("two"), maxPixels: 4).ToMemory().Arrays[1].ToArray<long>());
        Assert.Throws<InvalidDataException>(() => new ImageFolder(folder.Path("two"), maxPixels: 3));
    }

    /// <summary>The decoder seeks over a segment, then asks whether it is exactly at the end: beyond the end it read for ever.</summary>
    [Fact]
    public void A_segment_of_a_jpeg_that_claims_to_go_on_beyond_the_file_is_refused()
    {
        byte[] jpeg = [.. Jpeg];
        Assert.Equal([0xFF, 0xD8, 0xFF, 0xDB], jpeg[..4]); // the start, then quantization tables
        jpeg[3] = 0xE1; // a segment that the decoder skips
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(4), ushort.MaxValue);
        Refused("segment", jpeg, "its header is damaged");
    }

    /// <summary>The decoder reads a chunk's length and type, and takes memory for that length, though nothing comes after them.</summary>
    [Fact]
    public void A_chunk_of_a_png_that_ends_with_its_head_is_refused()
    {
        byte[] end = [.. Grey];
        var place = end.AsSpan().IndexOf("IEND"u8);
        BinaryPrimitives.WriteInt32BigEndian(end.AsSpan(place - 4), 1 << 25);
        "IDAT"u8.CopyTo(end.AsSpan(place));
        Refused("chunk", end[..(place + 4)], "it is cut off");
        Refused("chunk", end[..(place + 7)], "it is cut off");
        folder.Write("more/a/1.png", [.. Grey, .. new byte[20]]);
        Assert.Single(new ImageFolder(folder.Path("more")).ToMemory().Arrays[1].ToArray<long>());
    }

    [Fact]
    public void A_bitmap_may_go_from_the_top_down()
    {
        byte[] turned = [.. Bmp];
        BinaryPrimitives.WriteInt32LittleEndian(turned.AsSpan(22), -2);
        folder.Write("down/a/1.bmp", turned);
        var data = new ImageFolder(folder.Path("down"), channels: 1);
        Assert.Equal("Float32 [1, 2, 2]", $"{data.Columns[0]}");
        Assert.Equal([30 / 255f, 40 / 255f, 10 / 255f, 20 / 255f], Pixels(data, 0));
        BinaryPrimitives.WriteInt32LittleEndian(turned.AsSpan(22), int.MinValue);
        Refused("lowest", turned, "it claims 2×2147483648 pixels, which do not fit into 70 bytes; it is cut off");
    }

    /// <summary>The decoder would make up the pixels that are not there.</summary>
    [Fact]
    public void An_image_that_is_cut_off_is_refused()
    {
        Refused("bmp", Bmp[..^3], "it claims 2×2 pixels, which do not fit into 67 bytes; it is cut off"); // 54 + 8 + 6 bytes are needed
        folder.Write("padding/a/1.bmp", Bmp.AsSpan(0, Bmp.Length - 2)); // the last row lacks its padding, not its pixels
        Assert.Equal([10 / 255f, 20 / 255f, 30 / 255f, 40 / 255f], Pixels(new ImageFolder(folder.Path("padding"), channels: 1), 0));
        Refused("jpeg", Jpeg[..^2], "it is cut off");
        Refused("segment", Jpeg[..100], "it is cut off");
        folder.Write("after/a/1.jpg", [.. Jpeg, 0, 1, 2]);
        Assert.Equal(192, Pixels(new ImageFolder(folder.Path("after")), 0).Length);
        var data = Grey.AsSpan().IndexOf("IDAT"u8) - 4;
        Refused("empty", [.. Grey[..data], 0, 0, 0, 0, .. "IDAT"u8, 0, 0, 0, 0, .. Grey[^12..]], "it is cut off: it has no pixels");
    }

    [Fact]
    public void A_jpeg_of_many_scans_is_refused()
    {
        var scan = Jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        var again = Jpeg[scan..^2];
        Refused("scans", [.. Jpeg[..^2], .. Enumerable.Repeat(again, 100).SelectMany(bytes => bytes), 0xFF, 0xD9],
            "it has more than 100 scans");
    }

    [Fact]
    public void A_png_that_unpacks_to_far_more_than_its_pixels_is_refused()
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(new byte[70_000_000]);
        var data = Grey.AsSpan().IndexOf("IDAT"u8) - 4;
        var head = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, (int)packed.Length);
        Refused("bomb", [.. Grey[..data], .. head, .. "IDAT"u8, .. packed.ToArray(), 0, 0, 0, 0, .. Grey[^12..]],
            "it unpacks to far more bytes than its pixels have");
    }

    /// <summary>Opening a pipe waits until somebody writes to it.</summary>
    [Fact]
    public void A_pipe_is_refused_and_not_opened()
    {
        var pipe = folder.Special("p");
        folder.Write("pipe/a/notes", "");
        File.Move(pipe, folder.Path("pipe", "a", "1.png"));
        File.CreateSymbolicLink(folder.Path("pipe", "a", "0.png"), folder.Path("pipe", "a", "1.png"));
        var error = Assert.Throws<InvalidDataException>(() => new ImageFolder(folder.Path("pipe")));
        Assert.EndsWith("0.png is empty, or a pipe or a device; images are regular files", error.Message, StringComparison.Ordinal);
    }

    private void Refused(string name, byte[] image, string problem)
    {
        folder.Write($"{name}/a/1.png", image);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => new ImageFolder(folder.Path(name)));
        Assert.EndsWith($"1.png cannot be decoded as an image: {problem}", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Damage_is_found_or_does_no_harm() =>
        Gen.Select(Gen.OneOf(Colours, Grey, Bmp, Jpeg), Gen.Int[0, 200], Gen.Byte, Gen.Int[0, 200]).Sample((image, place, value, length) =>
    {
        var bytes = image[..Math.Min(length, image.Length)];
        if (place < bytes.Length) bytes[place] = value;
        var root = Guid.NewGuid().ToString();
        folder.Write($"{root}/a/1.png", bytes);
        try
        {
            new ImageFolder(folder.Path(root), maxPixels: 1_000_000).ToMemory();
        }
        catch (InvalidDataException)
        {
        }
    }, iter: 300);
}
