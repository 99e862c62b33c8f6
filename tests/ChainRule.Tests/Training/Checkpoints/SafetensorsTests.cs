using System.Buffers.Binary;
using System.Text;
using ChainRule.Training;

namespace ChainRule.Tests.Training.Checkpoints;

/// <summary>Files made by hand from the format's description, and files that are not what it describes.</summary>
public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_as_pythons_library_writes_it_is_read()
    {
        // The library puts the notes first, then the widest elements, and pads the header with spaces to 8 bytes.
        const string header =
            """{"__metadata__":{"format":"pt"},"hidden.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"scale":{"dtype":"F32","shape":[],"data_offsets":[24,28]}}""";
        byte[] numbers =
        [
            0, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, // 0, 1, 2
            0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40, 0, 0, 0xa0, 0xc0, // 3, 4, -5
            0, 0, 0, 0x3f, // 0.5
        ];
        var file = Read(header + "   ", numbers);
        Assert.Equal(["hidden.weight", "scale"], file.Tensors.Keys);
        Assert.Equal([2, 3], file.Tensors["hidden.weight"].Shape);
        Assert.Equal([0f, 1, 2, 3, 4, -5], file.Tensors["hidden.weight"].ToArray<float>());
        Assert.Equal(0.5, file.Tensors["scale"].Item());
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Theory]
    [InlineData("F64", DType.Float64, new byte[] { 0, 0, 0, 0, 0, 0, 0xf8, 0x3f }, 1.5)]
    [InlineData("F32", DType.Float32, new byte[] { 0, 0, 0xc0, 0x3f }, 1.5)]
    [InlineData("F16", DType.Float32, new byte[] { 0x00, 0x3e }, 1.5)]
    [InlineData("F16", DType.Float32, new byte[] { 0x01, 0x80 }, -5.9604644775390625e-8)] // the smallest, below 0
    [InlineData("BF16", DType.Float32, new byte[] { 0xc0, 0x3f }, 1.5)]
    [InlineData("BF16", DType.Float32, new byte[] { 0x80, 0xff }, double.NegativeInfinity)]
    [InlineData("I64", DType.Int64, new byte[] { 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, -2)]
    [InlineData("I32", DType.Int64, new byte[] { 0xfe, 0xff, 0xff, 0xff }, -2)]
    [InlineData("I16", DType.Int64, new byte[] { 0x00, 0x01 }, 256)]
    [InlineData("I8", DType.Int64, new byte[] { 0xfe }, -2)]
    [InlineData("U32", DType.Int64, new byte[] { 0xff, 0xff, 0xff, 0xff }, 4294967295)]
    [InlineData("U16", DType.Int64, new byte[] { 0xff, 0xff }, 65535)]
    [InlineData("U8", DType.Int64, new byte[] { 0xfe }, 254)]
    [InlineData("BOOL", DType.Bool, new byte[] { 1 }, 1)]
    public void Every_type_is_read(string stored, DType dtype, byte[] bytes, double value)
    {
        var tensor = Read($$$"""{"a":{"dtype":"{{{stored}}}","shape":[1,1],"data_offsets":[0,{{{bytes.Length}}}]}}""", bytes).Tensors["a"];
        Assert.Equal(dtype, tensor.DType);
        Assert.Equal(value, tensor.Item());
    }

    [Fact]
    public void What_was_written_is_read_again_bit_for_bit()
    {
        TensorData[] written =
        [
            TensorData.Create<bool>([true, false, true], [3]),
            TensorData.Create([float.NaN, -0f, float.Epsilon, float.MaxValue], [2, 2]),
            TensorData.Create([double.NegativeInfinity, double.Epsilon, Math.PI], [3, 1]),
            TensorData.Create([long.MinValue, (1L << 53) + 1, -1], [1, 3]),
            TensorData.Zeros([0, 5], DType.Float32),
            TensorData.Create([42f], []),
        ];
        new Safetensors(written.Select((data, i) => ($"tensor {i} ŷ\"", data)), [("note", "a \\ b")]).Write(folder.Path("a"));
        var read = Safetensors.Read(folder.Path("a"));
        Assert.Equal(written.Length, read.Tensors.Count);
        for (var i = 0; i < written.Length; i++) AssertSame(written[i], read.Tensors[$"tensor {i} ŷ\""]);
        Assert.Equal([new("note", "a \\ b")], read.Metadata);
    }

    [Fact]
    public void Elements_of_more_than_a_buffer_are_read_again()
    {
        var written = TensorData.Create([.. Enumerable.Range(0, 100_003).Select(i => i * 0.1)], [100_003]);
        new Safetensors([("a", written), ("b", TensorData.Create([true], []))]).Write(folder.Path("a"));
        AssertSame(written, Safetensors.Read(folder.Path("a")).Tensors["a"]);
    }

    [Fact]
    public void What_is_written_follows_the_format()
    {
        new Safetensors([("flag", TensorData.Create([true], [1])), ("w", TensorData.Create([1f, -2f], [2]))], [("format", "pt")]).Write(
            folder.Path("a"));
        var bytes = File.ReadAllBytes(folder.Path("a"));
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var header = Encoding.UTF8.GetString(bytes, 8, length);
        Assert.Equal(0, length % 8);
        Assert.Matches("""
            ^\{"__metadata__":\{"chainrule\.sha256":"[0-9a-f]{64}","chainrule\.format":"1","format":"pt"\},"w":\{"dtype":"F32","shape":\[2\],"data_offsets":\[0,8\]\},"flag":\{"dtype":"BOOL","shape":\[1\],"data_offsets":\[8,9\]\}\} *$
            """.Trim(), header);
        Assert.Equal([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 1], bytes[(8 + length)..]);
    }

    [Theory]
    [InlineData("", "", "its header is not valid JSON")]
    [InlineData("[]", "", "the header should be a JSON object, and is not")]
    [InlineData("{}x", "", "its header is not valid JSON")]
    [InlineData("{", "", "its header is not valid JSON")]
    [InlineData("""{"a":1}""", "", "tensor 'a' should be a JSON object, and is not")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "", "tensor 'a' lacks one of dtype, shape and data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", "0000",
        "tensor 'a' has 'more', which it should not have, or twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""", "0000",
        "tensor 'a' has 'shape', which it should not have, or twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", "00",
        "'a' is there twice")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", "0",
        "tensor 'a' has dtype 'F8_E4M3', which is not one of F32, F64, I64, BOOL, F16, BF16, I32, I16, I8, U32, U16, U8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "0000",
        "tensor 'a': its shape holds something else than whole numbers from 0 on")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "0000",
        "tensor 'a': its shape holds something else than whole numbers from 0 on")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", "0000",
        "tensor 'a': its shape holds something else than whole numbers from 0 on")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2,18446744073709551614],"data_offsets":[0,4]}}""", "0000",
        "tensor 'a': its shape holds something else than whole numbers from 0 on")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", "",
        "tensor 'a' has shape [4611686018427387904, 4], which is too large: a tensor has fewer than 2^31 elements")]
    [InlineData("""{"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,0]}}""", "",
        "tensor 'a' has shape [65536, 65536], which is too large: a tensor has fewer than 2^31 elements")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "0000",
        "tensor 'a': shape [2] of F32 takes 8 bytes, but its data_offsets [0, 4] hold 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "0000",
        "tensor 'a': its data_offsets [4, 0] are not a beginning and an end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", "0000",
        "tensor 'a': its data_offsets [0, 4, 8] are not a beginning and an end")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", "000",
        "tensor 'b' begins at byte 1, where byte 2 was expected: tensors overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", "000",
        "tensor 'b' begins at byte 2, where byte 1 was expected: tensors leave a hole")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", "00",
        "its tensors take 3 bytes, but 2 follow the header: the file was cut off")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", "0000",
        "its tensors take 3 bytes, but 4 follow the header: the file was made longer")]
    [InlineData("""{"__metadata__":{"a":1}}""", "", "the note 'a' should be a JSON string, and is not")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", "", "the note 'a' is there twice")]
    [InlineData("""{"__metadata__":{"chainrule.sha256":"12"}}""", "", "its checksum 'chainrule.sha256' is missing or malformed")]
    [InlineData("""{"__metadata__":{"chainrule.format":"1"}}""", "", "its checksum 'chainrule.sha256' is missing or malformed")]
    [InlineData("""{"__metadata__":{"a":"\ud800"}}""", "", "its header is not valid JSON")]
    public void What_is_wrong_is_said(string header, string data, string message)
    {
        var exception = Assert.Throws<CheckpointException>(() => Read(header, Encoding.UTF8.GetBytes(data)));
        Assert.StartsWith($"{folder.Path("file")}: {message}", exception.Message);
        Assert.Equal(folder.Path("file"), exception.Path);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0 }, "it has 3 bytes, and a safetensors file at least 8")]
    [InlineData(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, (byte)'{' }, "its header has 9 bytes, but only 1 follow: the file was cut off")]
    [InlineData(new byte[] { 1, 0xe1, 0xf5, 5, 0, 0, 0, 0 },
        "its header would have 100000001 bytes, and 100000000 are the most: this is not a safetensors file")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x80 },
        "its header would have 9223372036854775808 bytes, and 100000000 are the most: this is not a safetensors file")]
    [InlineData(new byte[] { 5, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'"', 0xff, (byte)'"', (byte)'}' }, "its header is not valid JSON")]
    public void A_beginning_that_is_none_is_refused(byte[] file, string message)
    {
        var path = folder.Write("file", file);
        Assert.StartsWith($"{path}: {message}", Assert.Throws<CheckpointException>(() => Safetensors.Read(path)).Message);
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_noticed()
    {
        new Safetensors([("w", TensorData.Create([1f, 2f], [2]))]).Write(folder.Path("a"));
        var bytes = File.ReadAllBytes(folder.Path("a"));
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            byte[] changed = [.. bytes];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<CheckpointException>(() => Safetensors.Read(folder.Write("b", changed)));
        }
    }

    [Fact]
    public void Names_that_cannot_be_are_refused_before_anything_is_written()
    {
        var one = TensorData.Create([1f], []);
        Assert.Throws<ArgumentException>(() => new Safetensors([("a", one), ("a", one)]));
        Assert.Throws<ArgumentException>(() => new Safetensors([("__metadata__", one)]));
        Assert.Throws<ArgumentException>(() => new Safetensors([], [("a", ""), ("a", "")]));
        Assert.Throws<ArgumentException>(() => new Safetensors([], [("chainrule.sha256", "")]).Write(folder.Path("a")));
        Assert.Empty(folder.Files);
    }

    private Safetensors Read(string header, byte[] data)
    {
        var utf8 = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, utf8.Length);
        return Safetensors.Read(folder.Write("file", [.. length, .. utf8, .. data]));
    }

    private static void AssertSame(TensorData expected, TensorData actual)
    {
        Assert.Equal(expected.DType, actual.DType);
        Assert.Equal(expected.Shape, actual.Shape);
        for (var i = 0; i < expected.Shape.Size; i++)
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected[i]), BitConverter.DoubleToInt64Bits(actual[i]));
        if (expected.DType == DType.Int64) Assert.Equal(expected.ToArray<long>(), actual.ToArray<long>());
    }
}
